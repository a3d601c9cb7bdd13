import ArticleDedupe
import PostgreSQL

/// Whoever writes to the index for this process: one connection, on a queue of its own, where it blocks.
actor PostgreSQLWriter {
  private var link: PostgreSQLLink
  private let queue: PostgreSQLQueue
  private let meter: CPUMeter
  private let batchMax: Int
  private var cache: PostgreSQLCache
  private let executor: BlockingQueue
  /// Which part of the tally is written: that of this process, by chance.
  let tallyPart = Int64.random(in: 0..<64)

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(
    _ link: sending PostgreSQLLink, _ queue: PostgreSQLQueue, _ executor: BlockingQueue, _ meter: CPUMeter
  ) {
    self.meter = meter
    batchMax = max(1, link.place.options.batchMax)
    cache = PostgreSQLCache(capacity: link.place.options.cachedMax)
    (self.link, self.queue, self.executor) = (link, queue, executor)
  }

  /// Stores what has gathered in the queue, one batch. Others who want the writer get their turn before the next.
  func work() {
    let entries = queue.take(batchMax)
    if !entries.isEmpty { store(entries) }
    if queue.hasMore() { Task { work() } }
  }

  /// Runs `body`, which opens and ends a transaction; again as long as that may help.
  func transact<Value>(
    _ body: (PostgreSQLConnection, PostgreSQLDialect) throws -> Value
  ) throws(IndexError) -> Value {
    // Whatever this is, the connection may be another one when the next batch comes.
    cache.removeAll()
    return try link.retrying(body)
  }

  /// Stores what waits and ends the session.
  func close() {
    while true {
      let entries = queue.take(batchMax)
      if entries.isEmpty { break }
      store(entries)
    }
    link.close()
  }

  // MARK: Batches

  private func store(_ entries: [PostgreSQLQueue.Entry]) {
    var additions = entries.map(\.addition)
    let outcomes = outcomes(&additions)
    for (index, entry) in entries.enumerated() {
      var outcome = outcomes[index]
      if case .replaces = outcome { outcome = storeAlone(additions[index], replacing: true) }
      switch outcome {
      case .report(let report): entry.continuation.resume(returning: report)
      case .refused(let error): entry.continuation.resume(throwing: error)
      // It was there and has changed again and again, alone in a transaction that locked all: by another's hand.
      case .replaces: entry.continuation.resume(throwing: IndexError.unavailable(.busy, retryable: true))
      }
    }
  }

  private func outcomes(_ additions: inout [PostgreSQLAddition]) -> [PostgreSQLOutcome] {
    do throws(IndexError) {
      return try run(&additions)
    } catch .unavailable(.unknown, retryable: _) where additions.count > 1 {
      // What the server cannot take of one article must not refuse the others.
      return additions.map { storeAlone($0) }
    } catch {
      return additions.map { _ in .refused(error) }
    }
  }

  private func storeAlone(_ addition: PostgreSQLAddition, replacing: Bool = false) -> PostgreSQLOutcome {
    var additions = [addition]
    do throws(IndexError) {
      return try run(&additions, replacing: replacing)[0]
    } catch {
      return .refused(error)
    }
  }

  private func run(
    _ additions: inout [PostgreSQLAddition], replacing: Bool = false
  ) throws(IndexError) -> [PostgreSQLOutcome] {
    var (locksAll, cache) = (false, cache)
    // What is in it after a failure may be of a transaction that was undone, or of a server that has gone.
    self.cache.removeAll()
    // Here, where all that is stored passes: a batch, one alone, one that replaces another.
    let outcomes = try meter.measure { () throws(IndexError) in
      try link.retrying { connection, dialect in
        var batch = PostgreSQLBatch(connection, dialect, tallyPart: tallyPart)
        do {
          return try batch.add(&additions, &cache, replacing: replacing, locksAll: locksAll)
        } catch {
          cache.removeAll()
          // The server's table of locks is full: at the next attempt one lock will do.
          guard (error as? PostgreSQLError)?.kind == .outOfMemory, !locksAll, dialect.usesLocks else {
            throw error
          }
          locksAll = true
          try? connection.execute("ROLLBACK")
          batch = PostgreSQLBatch(connection, dialect, tallyPart: tallyPart)
          return try batch.add(&additions, &cache, replacing: replacing, locksAll: true)
        }
      }
    }
    self.cache = cache
    return outcomes
  }
}
