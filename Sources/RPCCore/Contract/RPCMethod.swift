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
