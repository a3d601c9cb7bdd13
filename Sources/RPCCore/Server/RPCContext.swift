public import Logging

/// What a method may know of the call that it answers.
public struct RPCContext: Sendable {
  /// Who calls.
  public let peer: RPCPeer
  /// The call's id as its sender wrote it; `nil` for a notification.
  public let requestID: String?
  /// What the peer's socket allows.
  public let access: RPCAccess
  /// Tells this call's lines from others: connection, method and request id are in its metadata.
  public let logger: Logger

  /// Throws when nobody waits for the answer any more; long work calls it between its stages.
  public func checkCancellation() throws { try Task.checkCancellation() }
}
