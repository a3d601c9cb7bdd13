/// What a caller is told when a call fails: the error object of JSON-RPC 2.0, section 5.1.
///
/// ```swift
/// throw RPCError.invalidParams(at: "/params/html", expected: "string", got: "number")
/// ```
public struct RPCError: Error, Sendable, Equatable {
  /// The number and the stable name of a kind of error.
  public struct Code: Sendable, Hashable {
    /// The JSON-RPC error code.
    public let rawValue: Int
    /// The name that `data.kind` carries.
    public let kind: String
    /// One sentence on when it is answered, for `rpc.discover`.
    public let meaning: String

    /// A code of a service's own; JSON-RPC reserves -32768 to -32000.
    public init(_ rawValue: Int, kind: String, meaning: String = "") {
      self.rawValue = rawValue
      self.kind = kind
      self.meaning = meaning
    }

    /// Codes are the same that have the same number.
    public static func == (a: Code, b: Code) -> Bool { a.rawValue == b.rawValue }

    /// By the number.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
  }

  /// What pointed out the error, for programs. Members that are `nil` are not sent.
  public struct Details: Sendable, Equatable {
    /// JSON pointer (RFC 6901) into the request, of the member at fault.
    public var pointer: String?
    /// What would have been right.
    public var expected: String?
    /// What was there instead.
    public var got: String?
    /// What to do about it.
    public var hint: String?
    /// Names near to the unknown one.
    public var nearest: [String]?
    /// Byte offset of the error in the frame.
    public var offset: Int?
    /// The limit that was exceeded, and what was found.
    public var limit: Int?, actual: Int?
    /// When to try again, in milliseconds.
    public var retryAfterMs: Int?
    /// Finds the cause in the service's log.
    public var reference: String?

    /// Details of which all is optional.
    public init(
      pointer: String? = nil, expected: String? = nil, got: String? = nil, hint: String? = nil,
      nearest: [String]? = nil, offset: Int? = nil, limit: Int? = nil, actual: Int? = nil,
      retryAfterMs: Int? = nil, reference: String? = nil
    ) {
      self.pointer = pointer
      self.expected = expected
      self.got = got
      self.hint = hint
      self.nearest = nearest
      self.offset = offset
      self.limit = limit
      self.actual = actual
      self.retryAfterMs = retryAfterMs
      self.reference = reference
    }
  }

  /// What kind of error it is.
  public var code: Code
  /// One English sentence for a person.
  public var message: String
  /// Whether the same request may succeed later, unchanged.
  public var retryable: Bool
  /// What pointed it out.
  public var details: Details

  /// An error of its parts.
  public init(_ code: Code, _ message: String, retryable: Bool = false, details: Details = Details()) {
    self.code = code
    self.message = message
    self.retryable = retryable
    self.details = details
  }
}

/// Every code that RPCCore itself answers with. Each has a line in docs/protocol.md and a test that provokes it.
extension RPCError.Code {
  /// All of them, for `rpc.discover`.
  static let ofTheProtocol: [Self] = [
    .parseError, .invalidRequest, .methodNotFound, .invalidParams, .internalError, .cancelled,
    .deadlineExceeded,
    .batchTooLarge, .requestTooLarge, .responseTooLarge, .overloaded, .shuttingDown, .forbidden,
  ]

  /// Not JSON, not UTF-8, too deep, or bad framing.
  public static let parseError = Self(
    -32700, kind: "parse-error", meaning: "Not JSON, not UTF-8, too deep, or bad framing; offset says where.")
  /// JSON, but not a request.
  public static let invalidRequest = Self(
    -32600, kind: "invalid-request", meaning: "JSON, but not a request; pointer says what is wrong with it.")
  /// No such method.
  public static let methodNotFound = Self(
    -32601, kind: "method-not-found", meaning: "No such method; nearest names some that are near.")
  /// The params do not fit the method.
  public static let invalidParams = Self(
    -32602, kind: "invalid-params",
    meaning: "The params do not fit the method; pointer, expected and got say where and why.")
  /// A defect of the service; `details.reference` finds its cause in the log.
  public static let internalError = Self(
    -32603, kind: "internal-error", meaning: "A defect of the service; reference finds its cause in the log.")
  /// Cancelled by the caller.
  public static let cancelled = Self(
    -32800, kind: "cancelled", meaning: "Cancelled by the caller.")
  /// `meta.timeoutMs` or the server's own limit ran out.
  public static let deadlineExceeded = Self(
    -32001, kind: "deadline-exceeded", meaning: "meta.timeoutMs or the server's own limit ran out.")
  /// More items in one batch than allowed.
  public static let batchTooLarge = Self(
    -32005, kind: "batch-too-large",
    meaning: "More items in one batch than allowed; limit and actual say how many.")
  /// A frame longer than allowed.
  public static let requestTooLarge = Self(
    -32007, kind: "request-too-large",
    meaning: "A frame longer than allowed; limit and actual say by how much.")
  /// An answer longer than allowed.
  public static let responseTooLarge = Self(
    -32008, kind: "response-too-large",
    meaning: "An answer longer than allowed; limit and actual say by how much.")
  /// Too much is going on; `details.retryAfterMs` says when to come back.
  public static let overloaded = Self(
    -32009, kind: "overloaded", meaning: "Too much is going on; retryAfterMs says when to come back.")
  /// The server is about to exit.
  public static let shuttingDown = Self(
    -32010, kind: "shutting-down",
    meaning: "The server is about to exit; the call has not been begun, or was cancelled.")
  /// The peer may not call this method.
  public static let forbidden = Self(
    -32011, kind: "forbidden", meaning: "The peer may not call this method.")
}

extension RPCError {
  /// -32602 that names the member at fault.
  public static func invalidParams(
    at pointer: String, expected: String, got: String? = nil, hint: String? = nil, nearest: [String]? = nil
  ) -> RPCError {
    let found = got.map { ", found \($0)" } ?? ""
    return RPCError(
      .invalidParams, "\(pointer): expected \(expected)\(found)",
      details: Details(pointer: pointer, expected: expected, got: got, hint: hint, nearest: nearest))
  }

  /// -32600 that names the member at fault.
  static func invalidRequest(at pointer: String, _ message: String) -> RPCError {
    RPCError(.invalidRequest, message, details: Details(pointer: pointer))
  }

  /// -32009 with the time after which a retry makes sense.
  static func overloaded(_ message: String, retryAfterMs: Int) -> RPCError {
    RPCError(.overloaded, message, retryable: true, details: Details(retryAfterMs: retryAfterMs))
  }

  /// -32001.
  static let deadlineExceeded = RPCError(.deadlineExceeded, "the time for this call is over", retryable: true)

  /// -32010.
  static let shuttingDown = RPCError(.shuttingDown, "the server is shutting down", retryable: true)

  /// One of the three "too large" errors: how much is allowed, and how much it was.
  static func tooLarge(_ code: Code, _ what: String, limit: Int, actual: Int) -> RPCError {
    RPCError(
      code, "\(what) exceeds the limit: \(actual) > \(limit)", details: Details(limit: limit, actual: actual))
  }
}

extension RPCError {
  /// The error object as JSON.
  public var json: RPCJSON {
    var data: [RPCJSON.Member] = [RPCJSON.Member("kind", .string(code.kind))]
    func add(_ name: String, _ value: RPCJSON?) {
      if let value { data.append(RPCJSON.Member(name, value)) }
    }
    add("pointer", details.pointer.map(RPCJSON.string))
    add("expected", details.expected.map(RPCJSON.string))
    add("got", details.got.map(RPCJSON.string))
    add("hint", details.hint.map(RPCJSON.string))
    add("nearest", details.nearest.map { .array($0.map(RPCJSON.string)) })
    add("offset", details.offset.map(RPCJSON.integer))
    add("limit", details.limit.map(RPCJSON.integer))
    add("actual", details.actual.map(RPCJSON.integer))
    add("retryAfterMs", details.retryAfterMs.map(RPCJSON.integer))
    add("reference", details.reference.map(RPCJSON.string))
    add("retryable", .bool(retryable))
    return .object([
      RPCJSON.Member("code", .integer(code.rawValue)), RPCJSON.Member("message", .string(message)),
      RPCJSON.Member("data", .object(data)),
    ])
  }

  /// Reads an error object as a client receives it; foreign servers may leave `data` out or shape it otherwise.
  init(json: RPCJSON) {
    let data = json["data"]
    self.init(
      Code(json["code"]?.int ?? 0, kind: data?["kind"]?.string ?? "unknown"),
      json["message"]?.string ?? "the server sent an error without a message",
      retryable: data?["retryable"]?.bool ?? false,
      details: Details(
        pointer: data?["pointer"]?.string, expected: data?["expected"]?.string, got: data?["got"]?.string,
        hint: data?["hint"]?.string, nearest: data?["nearest"]?.array?.compactMap(\.string),
        offset: data?["offset"]?.int, limit: data?["limit"]?.int, actual: data?["actual"]?.int,
        retryAfterMs: data?["retryAfterMs"]?.int, reference: data?["reference"]?.string))
  }
}
