import Foundation
import PostgreSQL
import Synchronization

/// A connection that comes back: what a writer or a reader of the index works through.
///
/// A call that finds the connection lost tries again until its patience ends. Where the server was known to be away
/// before the call, it fails at once, or after one attempt to connect if the last is a while ago.
struct PostgreSQLLink {
  /// Whom it connects to, and how.
  struct Place: Sendable {
    let address: String
    let options: PostgreSQLIndexOptions
    /// As the server was when it was last reached.
    var dialect: PostgreSQLDialect
  }

  private(set) var place: Place
  private let state: PostgreSQLLinkState
  private var connection: PostgreSQLConnection?
  private var nextAttempt = ContinuousClock.now

  /// Connects, and makes the tables or migrates them.
  init(
    to address: String, _ isolation: PostgreSQLIndexOptions.Isolation, _ options: PostgreSQLIndexOptions,
    state: PostgreSQLLinkState
  ) throws {
    var options = options
    options.isolation = isolation
    self.state = state
    let connection = try Self.connect(to: address)
    let dialect = try Self.dialect(connection, options)
    try PostgreSQLSchema.prepare(connection, dialect)
    place = Place(address: address, options: options, dialect: dialect)
    self.connection = try Self.ready(connection, dialect)
  }

  /// A link that connects when it is first used.
  init(to place: Place, state: PostgreSQLLinkState) { (self.place, self.state) = (place, state) }

  /// Calls `body` with a connection; again after a loss and, in a transaction that others were in the way of, until
  /// patience ends.
  ///
  /// - Throws: ``IndexError``. What `body` asked last may have been done.
  mutating func retrying<Value>(
    _ body: (PostgreSQLConnection, PostgreSQLDialect) throws -> Value
  ) throws(IndexError) -> Value {
    let deadline = ContinuousClock.now + place.options.patience
    let wasDown = state.isDown
    var failures = 0
    while true {
      do {
        let connection = try connected(failsFast: wasDown)
        do {
          return try body(connection, place.dialect)
        } catch {
          endTransaction(connection)
          throw error
        }
      } catch let error as PostgreSQLError {
        failures += 1
        // A stand-by that was the primary: the address may name another host that is now.
        if error.kind == .readOnly { connection = nil }
        let pause = Self.pause(error.kind, failures)
        guard let pause, ContinuousClock.now + pause < deadline, !(wasDown && state.isDown) else {
          throw IndexError(error)
        }
        Thread.sleep(forTimeInterval: pause / .seconds(1))
      } catch {
        throw IndexError(error)
      }
    }
  }

  /// Ends the session.
  mutating func close() { connection = nil }

  /// How long to wait before the same is tried again; `nil` where that would not help.
  private static func pause(_ kind: PostgreSQLError.Kind, _ failures: Int) -> Duration? {
    switch kind {
    case .adminShutdown, .connectionLost, .tooManyConnections:
      // A connection that was lost while nobody used it is found out by the first call after.
      failures == 1 ? .zero : jittered(.milliseconds(50), failures - 1, atMost: .milliseconds(500))
    // A writer of the same id, outside of the locks or under SERIALIZABLE.
    case .serialization, .uniqueViolation: jittered(.milliseconds(2), failures, atMost: .milliseconds(200))
    default: nil
    }
  }

  /// Doubles with each failure; the half of it by chance, so that those who collided do not again.
  private static func jittered(_ first: Duration, _ failures: Int, atMost most: Duration) -> Duration {
    min(most, first * (1 << min(failures - 1, 16))) * Double.random(in: 0.5...1)
  }

  // MARK: Connecting

  private mutating func connected(failsFast: Bool) throws -> PostgreSQLConnection {
    if let connection, connection.isConnected { return connection }
    connection = nil
    if failsFast, ContinuousClock.now < nextAttempt { throw IndexError.unavailable(.lost, retryable: true) }
    do {
      let new = try Self.connect(to: place.address)
      place.dialect = try Self.dialect(new, place.options)
      try PostgreSQLSchema.check(new)
      let ready = try Self.ready(new, place.dialect)
      connection = ready
      state.noteUp()
      return ready
    } catch {
      state.noteDown()
      nextAttempt = .now + .milliseconds(500)
      throw error
    }
  }

  private static func connect(to address: String) throws -> PostgreSQLConnection {
    var timeouts = PostgreSQLTimeouts()
    timeouts.connect = .seconds(3)
    timeouts.statement = .seconds(4)
    timeouts.call = .seconds(5)
    timeouts.unacknowledged = .seconds(5)
    return try PostgreSQLConnection(to: address, library: .load(), timeouts: timeouts)
  }

  private static func dialect(
    _ connection: PostgreSQLConnection, _ options: PostgreSQLIndexOptions
  ) throws -> PostgreSQLDialect {
    let version = try connection.query("SELECT version()").text(row: 0, column: 0) ?? ""
    return PostgreSQLDialect(version: version, isolation: options.isolation)
  }

  private static func ready(
    _ connection: PostgreSQLConnection, _ dialect: PostgreSQLDialect
  ) throws -> PostgreSQLConnection {
    if let settings = dialect.settings { try connection.execute(settings) }
    for statement in PostgreSQLStatement.prepared(dialect) {
      try connection.prepare(statement.rawValue, statement.sql)
    }
    return connection
  }

  /// A result that could not be read has left its transaction open.
  private mutating func endTransaction(_ connection: PostgreSQLConnection) {
    guard connection.isConnected, connection.isInTransaction else { return }
    do { try connection.execute("ROLLBACK") } catch { self.connection = nil }
  }
}

/// Whether the server is known to be away, for those who would wait in a queue for it.
final class PostgreSQLLinkState: Sendable {
  private let downSince = Mutex<ContinuousClock.Instant?>(nil)

  var isDown: Bool { downSince.withLock { $0 != nil } }

  /// Whether it has been away so long that it is not just being started again.
  var isDownForLong: Bool {
    downSince.withLock { $0.map { ContinuousClock.now - $0 > .seconds(1) } ?? false }
  }

  func noteUp() { downSince.withLock { $0 = nil } }

  func noteDown() { downSince.withLock { $0 = $0 ?? .now } }
}
