/// A message → its payload, without framing.
enum MessageEncoder {
  /// Everything of an answer before its result, and what comes after it.
  static func beginResult(id: UnsafeBufferPointer<UInt8>, in text: inout JSONText) {
    text.append(literal: "{\"jsonrpc\":\"2.0\",\"id\":")
    text.append(raw: id)
    text.append(literal: ",\"result\":")
  }

  static func endResult(in text: inout JSONText) { text.append(byte: UInt8(ascii: "}")) }

  /// An answer with a result that is JSON already. A `nil` id is sent as `null`: the request's could not be read.
  static func append(id: RequestID?, result: [UInt8], to text: inout JSONText) {
    text.append(literal: "{\"jsonrpc\":\"2.0\",\"id\":")
    append(id, to: &text)
    text.append(literal: ",\"result\":")
    text.append(raw: result)
    text.append(byte: UInt8(ascii: "}"))
  }

  static func append(id: RequestID?, error: RPCError, to text: inout JSONText) {
    text.append(literal: "{\"jsonrpc\":\"2.0\",\"id\":")
    append(id, to: &text)
    text.append(literal: ",\"error\":")
    text.append(error.json)
    text.append(byte: UInt8(ascii: "}"))
  }

  /// A request, or without an id a notification. `params` is JSON already.
  static func request(
    id: RequestID?, method: String, params: [UInt8]?, meta: RPCJSON? = nil
  ) -> [UInt8] {
    var text = JSONText(capacity: (params?.count ?? 0) + 128)
    text.append(literal: "{\"jsonrpc\":\"2.0\"")
    if let id {
      text.append(literal: ",\"id\":")
      append(id, to: &text)
    }
    text.append(literal: ",\"method\":")
    text.append(string: method)
    if let params {
      text.append(literal: ",\"params\":")
      text.append(raw: params)
    }
    if let meta {
      text.append(literal: ",\"meta\":")
      text.append(meta)
    }
    text.append(byte: UInt8(ascii: "}"))
    return text.bytes
  }

  /// The answers of a batch, in the order of its requests.
  static func batch(_ payloads: [[UInt8]]) -> [UInt8] {
    var text = JSONText(capacity: payloads.reduce(2) { $0 + $1.count + 1 })
    text.append(byte: UInt8(ascii: "["))
    for (index, payload) in payloads.enumerated() {
      if index > 0 { text.append(byte: UInt8(ascii: ",")) }
      text.append(raw: payload)
    }
    text.append(byte: UInt8(ascii: "]"))
    return text.bytes
  }

  private static func append(_ id: RequestID?, to text: inout JSONText) {
    if let id { text.append(raw: id.description) } else { text.append(literal: "null") }
  }
}
