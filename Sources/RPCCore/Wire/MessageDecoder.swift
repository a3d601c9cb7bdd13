/// A frame → the messages in it. Params and results are left as spans, to be decoded once by who knows their type.
struct MessageDecoder: Sendable {
  let limits: RPCLimits

  func decode(_ frame: [UInt8]) -> FrameContent {
    let document: JSONDocument
    do {
      document = try JSONDocument(
        scanning: frame, depthMax: limits.depthMax, valuesMax: limits.jsonValuesMax)
    } catch {
      return .single(.invalid(RPCError(error), id: nil))
    }
    let root = document.root
    guard root.kind == .array else { return .single(message(root, at: "", frameBytes: frame.count)) }
    let items = Array(root.children)
    guard !items.isEmpty else { return .single(.invalid(.invalidRequest(at: "", "an empty batch"), id: nil)) }
    guard items.count <= limits.batchItemsMax else {
      let error = RPCError.tooLarge(
        .batchTooLarge, "the number of requests in the batch", limit: limits.batchItemsMax,
        actual: items.count)
      return .single(.invalid(error, id: nil))
    }
    return .batch(
      items.enumerated().map { message($1, at: "/\($0)", frameBytes: frame.count / items.count) })
  }

  /// The members of an envelope, each at most once.
  private struct Envelope {
    var version: JSONSpan?, id: JSONSpan?, method: JSONSpan?, params: JSONSpan?, meta: JSONSpan?
    var result: JSONSpan?, error: JSONSpan?
    var duplicate: JSONSpan?

    init(_ span: JSONSpan) {
      var children = span.children
      while let name = children.next(), let value = children.next() {
        let isNew =
          if name.equals("jsonrpc") { set(&version, value) } else if name.equals("id") {
            set(&id, value)
          } else if name.equals("method") { set(&method, value) } else if name.equals("params") {
            set(&params, value)
          } else if name.equals("meta") {
            set(&meta, value)
          } else if name.equals("result") { set(&result, value) } else if name.equals("error") {
            set(&error, value)
          } else { true }
        if !isNew, duplicate == nil { duplicate = name }
      }
    }

    private func set(_ member: inout JSONSpan?, _ value: JSONSpan) -> Bool {
      defer { member = member ?? value }
      return member == nil
    }
  }

  private func message(_ span: JSONSpan, at pointer: String, frameBytes: Int) -> Message {
    guard span.kind == .object else {
      return .invalid(.invalidRequest(at: pointer, "a request is an object, not \(span.typeName)"), id: nil)
    }
    let envelope = Envelope(span)
    let id = envelope.id.flatMap(requestID)
    func invalid(_ member: String, _ message: String) -> Message {
      .invalid(.invalidRequest(at: pointer + member, message), id: id)
    }
    if let duplicate = envelope.duplicate {
      return invalid("/" + JSONPointer.escaped(duplicate.string), "a member of the envelope stands twice")
    }
    guard let version = envelope.version, version.equals("2.0") else {
      return invalid("/jsonrpc", "\"jsonrpc\" is \"2.0\" in every message")
    }
    if envelope.id != nil, id == nil, envelope.method != nil {
      return invalid("/id", "an id is a string or a number, and a notification has none")
    }
    guard let method = envelope.method else {
      return response(envelope, id: id) ?? invalid("/method", "no method")
    }
    guard method.isString else { return invalid("/method", "a method is named by a string") }
    if let params = envelope.params, params.kind != .object, params.kind != .array {
      return invalid("/params", "params are an object or an array, not \(params.typeName)")
    }
    var request = Request(id: id, method: method.string, params: envelope.params, frameBytes: frameBytes)
    if let meta = envelope.meta {
      do {
        request.meta = try requestMeta(meta, at: pointer + "/meta")
      } catch {
        return .invalid(error, id: id)
      }
    }
    return .request(request)
  }

  private func response(_ envelope: Envelope, id: RequestID?) -> Message? {
    switch (envelope.result, envelope.error) {
    case (let result?, nil): return .response(Response(id: id, outcome: .success(result)))
    case (nil, let error?):
      guard let value = try? error.value() else { return nil }
      return .response(Response(id: id, outcome: .failure(RPCError(json: value))))
    default: return nil
    }
  }

  private func requestID(_ span: JSONSpan) -> RequestID? {
    span.isString || span.kind == .number ? RequestID(bytes: span.rawBytes) : nil
  }

  private func requestMeta(_ span: JSONSpan, at pointer: String) throws(RPCError) -> RequestMeta {
    guard span.kind == .object else { throw .invalidRequest(at: pointer, "meta is an object") }
    var meta = RequestMeta()
    var children = span.children
    while let name = children.next(), let value = children.next() {
      if name.equals("timeoutMs") {
        guard value.kind == .number, let timeout = Int(value.literal), (1...86_400_000).contains(timeout)
        else {
          throw .invalidRequest(at: pointer + "/timeoutMs", "timeoutMs is an integer from 1 to 86400000")
        }
        meta.timeoutMs = timeout
      } else if name.equals("traceparent") {
        guard value.isString, value.rawBytes.count <= 130 else {
          throw .invalidRequest(at: pointer + "/traceparent", "traceparent is a string of W3C Trace Context")
        }
        meta.traceparent = value.string
      } else if name.equals("progressToken") {
        guard let token = requestID(value), token.bytes.count <= 256 else {
          throw .invalidRequest(at: pointer + "/progressToken", "progressToken is a short string or a number")
        }
        meta.progressToken = token
      }
    }
    return meta
  }
}
