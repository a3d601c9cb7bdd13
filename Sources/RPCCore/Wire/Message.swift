/// The id of a request, byte for byte as its sender wrote it: `1`, `1.0` and `"1"` are three ids.
struct RequestID: Sendable, Hashable, CustomStringConvertible {
  /// A string, since one of up to 15 bytes needs no memory of its own.
  let description: String

  init(checked bytes: UnsafeBufferPointer<UInt8>) { description = JSONStrings.string(checked: bytes) }
  init(_ number: Int) { description = String(number) }

  /// Bytes are compared: Swift's strings would also be equal where only their normal forms are.
  static func == (a: RequestID, b: RequestID) -> Bool { a.description.reads(b.description) }

  func hash(into hasher: inout Hasher) {
    var text = description
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// What the envelope's `meta` member asks for: docs/protocol.md, "Meta".
struct RequestMeta: Sendable, Equatable {
  /// The caller's patience, in milliseconds from the arrival of the request.
  var timeoutMs: Int?
  /// W3C Trace Context of the caller.
  var trace: TraceContext?
  /// The token that progress notifications are to carry, as its sender wrote it.
  var progressToken: RequestID?
}

/// A request, or without an id a notification: JSON-RPC 2.0, section 4.
struct Request: Sendable {
  var id: RequestID?
  var method: String
  /// The params as they stood in the frame, scanned but not decoded.
  var params: [UInt8]?
  var meta = RequestMeta()
}

/// An answer: JSON-RPC 2.0, section 5.
struct Response: Sendable {
  var id: RequestID?
  /// The result as it stood in the frame.
  var outcome: Result<[UInt8], RPCError>
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
