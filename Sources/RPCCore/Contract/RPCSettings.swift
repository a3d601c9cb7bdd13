/// What an operator sets of a server, and may change while it runs: `RPCServer.reload(_:)`.
public struct RPCSettings: Sendable, Equatable {
  /// The bounds that hold for every peer. Those of a connection hold for open ones too, from their next frame on;
  /// `workersMax` alone stays as it was at the start.
  public var limits: RPCLimits
  /// Who may call a method, by its name; a method without a list may be called by everyone its socket admits.
  public var allowLists: [String: RPCAllowList] = [:]
  /// Time of one call from which on it is worth a line in the log. `nil`: however long it takes.
  public var slowCallTime: Duration? = .seconds(1)
  /// Time without any connection or call after which the server ends, to be started by systemd with the next
  /// connection. `nil`: never. It holds only for sockets that systemd has passed: others would be gone.
  public var idleExitTime: Duration?

  /// The defaults, with these limits.
  public init(limits: RPCLimits = RPCLimits()) { self.limits = limits }
}
