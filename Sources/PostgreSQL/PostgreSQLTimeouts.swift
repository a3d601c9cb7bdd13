/// How long a connection waits. A connection URI can override those that name a parameter of one.
public struct PostgreSQLTimeouts: Sendable, Equatable {
  /// Until a session is open, for each host of the URI; a name that is being looked up is not counted.
  public var connect: Duration = .seconds(5)
  /// Until the server gives up one statement: `statement_timeout`.
  public var statement: Duration = .seconds(5)
  /// Until the server ends a session that sits in an open transaction and holds its locks:
  /// `idle_in_transaction_session_timeout`. It is for a client whose machine has died.
  public var idleInTransaction: Duration = .seconds(30)
  /// Until a call, a whole pipeline too, gives up the connection because the server has not finished: for a server
  /// that is stopped or a network that swallows packets. Longer than `statement`.
  public var call: Duration = .seconds(30)
  /// Until TCP gives up bytes that nobody acknowledges, and a host that does not answer: TCP_USER_TIMEOUT of tcp(7).
  /// URI: `tcp_user_timeout`.
  public var unacknowledged: Duration = .seconds(5)

  /// The defaults.
  public init() {}
}

extension Duration {
  /// Whole milliseconds, rounded up, 1 to 2³¹ - 1: 0 would mean forever to libpq and the server.
  var milliseconds: Int32 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 1 }
    guard seconds < Int64(Int32.max) / 1000 else { return .max }
    return max(1, Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}
