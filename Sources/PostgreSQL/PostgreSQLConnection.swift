import CPostgreSQL

/// A connection to a PostgreSQL server, for one thread at a time: calls block until the server has answered.
///
/// ```swift
/// let connection = try PostgreSQLConnection(to: "postgresql://news@db/news", library: .load())
/// try connection.prepare("add", "INSERT INTO seen VALUES ($1::bigint, $2::text)")
/// var pipeline = PostgreSQLPipeline()
/// for (number, title) in titles { pipeline.append("add", [.int8(number), .text(title)]) }
/// try connection.run(pipeline)
/// ```
///
/// After an error no transaction is open, and either the connection can be used as before or ``isConnected`` is false
/// and ``reset()`` makes a new one. Notices of the server are dropped.
public final class PostgreSQLConnection {
  private let library: PostgreSQLLibrary
  private let address: String
  private let timeouts: PostgreSQLTimeouts
  /// `nil` when it has been lost or closed.
  private var session: Session?
  /// What `reset()` prepares again: the SQL by name, in order.
  private var statements: [(name: String, sql: String)] = []

  /// Connects.
  ///
  /// - Parameters:
  ///   - address: a connection URI or keyword string of libpq
  ///     (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING), which may name several hosts. What
  ///     it leaves out comes from libpq's environment variables and password file. Encryption of Kerberos is off
  ///     unless it says `gssencmode`; `client_encoding` and `connect_timeout` have no effect.
  ///   - library: libpq.
  ///   - timeouts: how long to wait for what.
  /// - Throws: ``PostgreSQLError``: `invalidAddress`, `authentication`, `connectionLost` when no host can be reached,
  ///   and what else the server gives as the reason.
  public init(
    to address: String, library: PostgreSQLLibrary, timeouts: PostgreSQLTimeouts = .init()
  ) throws(PostgreSQLError) {
    (self.address, self.library, self.timeouts) = (address, library, timeouts)
    try reset()
  }

  /// Whether there is a session, as far as is known: that a server has gone is seen by the next call.
  public var isConnected: Bool { session != nil }

  /// Whether a transaction is open that BEGIN has begun.
  public var isInTransaction: Bool { session?.transactionStatus == LIBPQ_IN_TRANSACTION }

  /// The server's version times 10,000 plus its minor one, such as 150_018; 0 without a session.
  public var serverVersion: Int { session?.serverVersion ?? 0 }

  /// Closes the session if there is one and opens a new one, with what has been prepared.
  ///
  /// - Throws: ``PostgreSQLError``, as ``init(to:library:timeouts:)`` does. ``isConnected`` is false then.
  public func reset() throws(PostgreSQLError) {
    session = nil
    session = try Session(to: address, library: library, timeouts: timeouts)
    do throws(PostgreSQLError) {
      try execute(
        """
        SET statement_timeout = \(timeouts.statement.milliseconds);
        SET idle_in_transaction_session_timeout = \(timeouts.idleInTransaction.milliseconds)
        """)
      try run(PostgreSQLPipeline(statements.map { .prepare(name: $0.name, sql: $0.sql) }))
    } catch {
      session = nil
      throw error
    }
  }

  /// Closes the session; ``reset()`` opens a new one. The end of the object does the same.
  public func close() { session = nil }

  /// Prepares the statement `name` for this session and those that ``reset()`` opens.
  ///
  /// - Parameters:
  ///   - name: what ``PostgreSQLPipeline/append(_:_:)`` calls it; no other statement has it.
  ///   - sql: one statement; a parameter has its type written to it, as in `$1::bigint` or `$2::text[]`.
  /// - Throws: ``PostgreSQLError``; the statement is not prepared then.
  public func prepare(_ name: String, _ sql: String) throws(PostgreSQLError) {
    try run(PostgreSQLPipeline([.prepare(name: name, sql: sql)]))
    statements.append((name, sql))
  }

  /// Runs `sql`, one or several statements without parameters, and drops their rows. Several are one transaction
  /// unless they say BEGIN.
  ///
  /// - Parameters:
  ///   - sql: the statements; no COPY.
  ///   - limit: how long the call may take, for instance to build an index (`statement_timeout` holds too); `nil` for
  ///     ``PostgreSQLTimeouts/call``.
  /// - Throws: ``PostgreSQLError``.
  public func execute(_ sql: String, within limit: Duration? = nil) throws(PostgreSQLError) {
    try withSession(within: limit) { session, deadline throws(PostgreSQLError) in
      try session.execute(sql, by: deadline)
    }
  }

  /// Runs one statement that is not prepared.
  ///
  /// - Throws: ``PostgreSQLError``.
  public func query(_ sql: String, _ values: [PostgreSQLValue] = []) throws(PostgreSQLError)
    -> PostgreSQLResult
  {
    try first(PostgreSQLPipeline([.query(sql: sql, values)]))
  }

  /// Runs the prepared statement `name`.
  ///
  /// - Throws: ``PostgreSQLError``.
  public func run(_ name: String, _ values: [PostgreSQLValue] = []) throws(PostgreSQLError)
    -> PostgreSQLResult
  {
    try first(PostgreSQLPipeline([.prepared(name: name, values)]))
  }

  /// Runs the statements of `pipeline` with one round trip, however large they and their results are.
  ///
  /// - Returns: a result for each statement, in order.
  /// - Throws: ``PostgreSQLError`` with the number of the statement that failed. Nothing of the pipeline is kept, but
  ///   for what it has committed with a COMMIT of its own.
  @discardableResult
  public func run(
    _ pipeline: PostgreSQLPipeline, within limit: Duration? = nil
  ) throws(PostgreSQLError) -> [PostgreSQLResult] {
    guard pipeline.count > 0 else { return [] }
    return try withSession(within: limit) { session, deadline throws(PostgreSQLError) in
      try pipeline.check()
      return try session.run(pipeline.requests, by: deadline)
    }
  }

  private func first(_ pipeline: PostgreSQLPipeline) throws(PostgreSQLError) -> PostgreSQLResult {
    guard let result = try run(pipeline).first else { throw PostgreSQLError(.malformedResult) }
    return result
  }

  /// Calls `body`; after an error ends its transaction, or the session if it is of no more use.
  private func withSession<Value>(
    within limit: Duration?,
    _ body: (Session, ContinuousClock.Instant) throws(PostgreSQLError) -> Value
  ) throws(PostgreSQLError) -> Value {
    guard let session else { throw PostgreSQLError(.connectionLost) }
    let deadline = ContinuousClock.now + (limit ?? timeouts.call)
    do throws(PostgreSQLError) {
      return try body(session, deadline)
    } catch {
      if !session.isLost,
        [LIBPQ_IN_TRANSACTION, LIBPQ_IN_FAILED_TRANSACTION].contains(session.transactionStatus)
      {
        // Its error is not the one to tell.
        try? session.execute("ROLLBACK", by: .now + timeouts.call)
      }
      if session.isLost || session.transactionStatus != LIBPQ_IDLE { self.session = nil }
      throw error
    }
  }
}
