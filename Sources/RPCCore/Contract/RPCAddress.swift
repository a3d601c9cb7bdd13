/// Where a server listens, or where a client finds it.
public enum RPCAddress: Sendable, Equatable {
  /// A socket file that this process binds or connects to.
  case path(String)
  /// The sockets that systemd passed to this process; where it passed none, the socket file.
  case systemd(orPath: String?)
  /// Standard input and output of this process (server only).
  case standardStreams
}
