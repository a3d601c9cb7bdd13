import Glibc

/// A frame → the messages in it. Params and results are left as they are, to be decoded once by who knows their type.
struct MessageDecoder: Sendable {
  let limits: RPCLimits

  /// Reads a frame into messages that own what they hold.
  func decode(_ frame: UnsafeRawBufferPointer) -> FrameContent {
    let text = frame.assumingMemoryBound(to: UInt8.self)
    do {
      return content(try EnvelopeScanner.scan(text, limits: limits), of: text)
    } catch {
      return .single(.invalid(RPCError(error), id: nil))
    }
  }

  /// Envelopes that have been scanned → messages.
  func content(_ content: EnvelopeScanner.Content, of frame: UnsafeBufferPointer<UInt8>) -> FrameContent {
    switch content {
    case .single(let envelope): return .single(message(envelope, of: frame, at: ""))
    case .batch(let envelopes):
      return .batch(envelopes.enumerated().map { message($1, of: frame, at: "/\($0)") })
    case .emptyBatch: return .single(.invalid(.invalidRequest(at: "", "an empty batch"), id: nil))
    case .tooManyItems(let count):
      return .single(
        .invalid(
          .tooLarge(
            .batchTooLarge, "the number of requests in the batch", limit: limits.batchItemsMax, actual: count),
          id: nil))
    }
  }

  private func message(
    _ envelope: Envelope, of frame: UnsafeBufferPointer<UInt8>, at pointer: String
  ) -> Message {
    let reader = EnvelopeReader(envelope: envelope, frame: frame)
    do throws(RPCError) {
      guard try reader.isRequest(at: pointer) else {
        guard let response = reader.response() else {
          throw RPCError.invalidRequest(at: pointer + "/method", "no method")
        }
        return .response(response)
      }
      return .request(
        Request(
          id: reader.id, method: reader.method, params: envelope.params.map { Array(frame[$0.range]) },
          meta: try reader.meta(at: pointer + "/meta")))
    } catch {
      return .invalid(error, id: reader.id)
    }
  }
}

/// An envelope together with the frame that it lies in.
struct EnvelopeReader {
  let envelope: Envelope
  let frame: UnsafeBufferPointer<UInt8>

  /// The id, where it is one.
  var id: RequestID? {
    guard let id = envelope.id, id.kind == .number || id.kind == .string || id.kind == .escapedString else {
      return nil
    }
    return RequestID(checked: bytes(id.raw))
  }

  /// The name of the method, of a request only.
  var method: String { envelope.method.map(string) ?? "" }

  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: frame[range])
  }

  private func reads(_ member: Envelope.Member, _ text: StaticString) -> Bool {
    guard member.kind == .string else {
      return member.kind == .escapedString && string(member).reads(text.description)
    }
    let found = bytes(member.range)
    guard found.count == text.utf8CodeUnitCount, let first = found.baseAddress else { return false }
    return memcmp(first, text.utf8Start, found.count) == 0
  }

  private func string(_ member: Envelope.Member) -> String {
    member.kind == .escapedString
      ? JSONStrings.unescaped(bytes(member.range)) : JSONStrings.string(checked: bytes(member.range))
  }

  /// Whether this is a request that can be carried out; `false` where it may be a response.
  ///
  /// - Throws: -32600 that points to the member at fault.
  func isRequest(at pointer: String) throws(RPCError) -> Bool {
    if let kind = envelope.otherKind {
      throw .invalidRequest(at: pointer, "a request is an object, not \(kind.typeName)")
    }
    if let duplicate = envelope.duplicate {
      throw .invalidRequest(
        at: pointer + "/" + duplicate.text, "a member of the envelope stands twice")
    }
    guard let version = envelope.version, reads(version, "2.0") else {
      throw .invalidRequest(at: pointer + "/jsonrpc", "\"jsonrpc\" is \"2.0\" in every message")
    }
    guard let method = envelope.method else { return false }
    if let id = envelope.id, id.kind != .number, id.kind != .string, id.kind != .escapedString {
      throw .invalidRequest(at: pointer + "/id", "an id is a string or a number, and a notification has none")
    }
    guard method.kind == .string || method.kind == .escapedString else {
      throw .invalidRequest(at: pointer + "/method", "a method is named by a string")
    }
    if let params = envelope.params, params.kind != .object, params.kind != .array {
      throw .invalidRequest(
        at: pointer + "/params", "params are an object or an array, not \(params.kind.typeName)")
    }
    return true
  }

  /// The answer that this message is, if it is one.
  func response() -> Response? {
    switch (envelope.result, envelope.error) {
    case (let result?, nil): return Response(id: id, outcome: .success(Array(frame[result.raw])))
    case (nil, let error?):
      guard let value = try? RPCJSON(parsing: Array(frame[error.raw])) else { return nil }
      return Response(id: id, outcome: .failure(RPCError(json: value)))
    default: return nil
    }
  }

  /// What the caller asks for beside the call.
  ///
  /// - Throws: -32600 that points to the member at fault.
  func meta(at pointer: String) throws(RPCError) -> RequestMeta {
    guard let member = envelope.meta else { return RequestMeta() }
    let span = JSONDocument(scanned: Array(frame[member.raw])).root
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
        meta.trace = TraceContext(value.string)
      } else if name.equals("progressToken") {
        guard value.isString || value.kind == .number, value.rawBytes.count <= 256 else {
          throw .invalidRequest(at: pointer + "/progressToken", "progressToken is a short string or a number")
        }
        meta.progressToken = value.rawBytes.withUnsafeBufferPointer { RequestID(checked: $0) }
      }
    }
    return meta
  }
}
