/// A method of a service as one value, shared by server and clients: its name, its types and its documentation.
///
/// ```swift
/// let echo = RPCMethod<Text, Text>("echo", summary: "Says the text again.", isIdempotent: true)
/// ```
public struct RPCMethod<Params: Codable & Sendable, Reply: Codable & Sendable>: Sendable {
  /// What callers call it.
  public let name: String
  /// One sentence on what it does.
  public let summary: String
  /// Whether calling it twice does no more than calling it once, so that a client may retry.
  public let isIdempotent: Bool
  /// Who may call it.
  public let access: RPCAccess
  /// What its members mean.
  public let documentation: RPCDocumentation

  /// A method of its parts.
  public init(
    _ name: String, summary: String = "", isIdempotent: Bool = false, access: RPCAccess = .everyone,
    documentation: RPCDocumentation = RPCDocumentation()
  ) {
    self.name = name
    self.summary = summary
    self.isIdempotent = isIdempotent
    self.access = access
    self.documentation = documentation
  }
}

/// Who may call a method.
public enum RPCAccess: String, Sendable, Codable {
  /// Everyone who can connect.
  case everyone
  /// Peers of an `admin` socket, and whoever started the service with pipes.
  case admin
}

/// What `rpc.discover` says of a method beyond the names and types, which come from the Swift types themselves.
public struct RPCDocumentation: Sendable {
  /// Descriptions of params by path: `"text"`, `"hints.publisher"`; elements of arrays have their array's path.
  public var params: [String: String]
  /// Descriptions of members of the reply by path.
  public var reply: [String: String]
  /// The errors of its own that it answers with.
  public var errors: [RPCError.Code]
  /// A call that works as it stands: the params.
  public var example: RPCJSON?

  /// A documentation of its parts.
  public init(
    params: [String: String] = [:], reply: [String: String] = [:], errors: [RPCError.Code] = [],
    example: RPCJSON? = nil
  ) {
    self.params = params
    self.reply = reply
    self.errors = errors
    self.example = example
  }
}

/// The params of a method that takes none, or the reply of one that gives none: `{}`.
public struct RPCNothing: Codable, Sendable, Equatable {
  /// Nothing.
  public init() {}

  private struct NoMember: CodingKey {
    var stringValue: String { "" }
    var intValue: Int? { nil }
    init?(stringValue: String) { nil }
    init?(intValue: Int) { nil }
  }

  /// Refuses any member.
  public init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: NoMember.self) }

  /// `{}`.
  public func encode(to encoder: any Encoder) throws { _ = encoder.container(keyedBy: NoMember.self) }
}
