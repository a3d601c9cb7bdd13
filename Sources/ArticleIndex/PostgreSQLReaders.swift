import PostgreSQL
import Synchronization

/// Those who read the index for this process: two connections, so that one long read does not hold up all checks.
struct PostgreSQLReaders: Sendable {
  private let readers: [PostgreSQLReader]
  /// How many wait for or use each.
  private let loads: PostgreSQLLoads

  init(_ place: PostgreSQLLink.Place, state: PostgreSQLLinkState) {
    readers = (0..<2).map { number in
      PostgreSQLReader(PostgreSQLLink(to: place, state: state), BlockingQueue(label: "index.read.\(number)"))
    }
    loads = PostgreSQLLoads(count: readers.count)
  }

  /// Runs `body` with one of the connections.
  func read<Value: Sendable>(
    _ body: @Sendable (PostgreSQLConnection, PostgreSQLDialect) throws -> Value
  ) async throws -> Value {
    let index = loads.begin()
    defer { loads.end(index) }
    try Task.checkCancellation()
    return try await readers[index].read(body)
  }

  /// Ends the sessions.
  func close() async {
    for reader in readers { await reader.close() }
  }
}

/// A connection that reads, on a queue of its own, where it blocks.
private actor PostgreSQLReader {
  private var link: PostgreSQLLink
  private let executor: BlockingQueue

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ link: sending PostgreSQLLink, _ executor: BlockingQueue) {
    (self.link, self.executor) = (link, executor)
  }

  func read<Value: Sendable>(
    _ body: @Sendable (PostgreSQLConnection, PostgreSQLDialect) throws -> Value
  ) throws(IndexError) -> Value {
    try link.retrying(body)
  }

  func close() { link.close() }
}

/// Which of some has the least to do.
private final class PostgreSQLLoads: Sendable {
  private let counts: Mutex<[Int]>

  init(count: Int) { counts = Mutex(Array(repeating: 0, count: count)) }

  func begin() -> Int {
    counts.withLock { counts in
      let index = counts.indices.min { counts[$0] < counts[$1] } ?? 0
      counts[index] += 1
      return index
    }
  }

  func end(_ index: Int) { counts.withLock { $0[index] -= 1 } }
}
