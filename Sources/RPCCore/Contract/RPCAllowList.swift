/// Users and groups that may call a method: docs/protocol.md, "Access".
public struct RPCAllowList: Sendable, Equatable {
  /// User ids.
  public var users: Set<UInt32>
  /// Group ids, of which the peer is in one: its own or a supplementary one.
  public var groups: Set<UInt32>

  /// The list of these users, and of the members of these groups.
  public init(users: Set<UInt32> = [], groups: Set<UInt32> = []) {
    self.users = users
    self.groups = groups
  }
}
