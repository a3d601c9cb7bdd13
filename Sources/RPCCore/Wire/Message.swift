/// The id of a request, byte for byte as its sender wrote it: `1`, `1.0` and `"1"` are three ids.
struct RequestID: Sendable, Hashable, CustomStringConvertible {
  let bytes: [UInt8]

  init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
  init(_ number: Int) { bytes = Array(String(number).utf8) }

  var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// What the envelope's `meta` member asks for: docs/protocol.md, "Meta".
struct RequestMeta: Sendable, Equatable {
  /// The caller's patience, in milliseconds from the arrival of the request.
  var timeoutMs: Int?
  /// W3C Trace Context of the caller.
  var traceparent: String?
  /// The token that progress notifications are to carry, as its sender wrote it.
  var progressToken: RequestID?
}

/// A request, or without an id a notification: JSON-RPC 2.0, section 4.
struct Request: Sendable {
  var id: RequestID?
  var method: String
  var params: JSONSpan?
  var meta = RequestMeta()
  /// Bytes of the frame that it came in, for the budgets.
  var frameBytes: Int
}

/// An answer: JSON-RPC 2.0, section 5.
struct Response: Sendable {
  var id: RequestID?
  var outcome: Result<JSONSpan, RPCError>
}

/// One JSON-RPC message as received.
enum Message: Sendable {
  case request(Request)
  case response(Response)
  /// JSON or not, but no message; the id is kept where it could be read.
  case invalid(RPCError, id: RequestID?)
}

/// What one frame holds.
enum FrameContent: Sendable {
  case single(Message)
  /// A batch, JSON-RPC 2.0, section 6; never empty.
  case batch([Message])
}

extension Message {
  /// Whether an answer is owed: all but notifications.
  var isAnswered: Bool {
    if case .request(let request) = self { request.id != nil } else { true }
  }
}
