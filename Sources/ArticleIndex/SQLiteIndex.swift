public import ArticleDedupe
import Foundation
import GRDB
import Glibc

/// The durable index on this machine: SQLite, one file `index.sqlite` in a directory of its own, and by what its articles
/// are found in memory.
///
/// An `add` that was answered survives `kill -9` and power loss: the file is in WAL mode with `synchronous=FULL`, so a
/// transaction is on the disk before its commit returns. Look and store are one transaction, and all writers pass through
/// one queue, which commits what has gathered in one go: of two adders of one text exactly one finds it new. Readers see
/// what was committed and wait for nobody. One process has an index at a time.
///
/// Opening checks the whole file (`quick_check`) while it is below 64 MiB, which takes .05 s from a warm cache; a larger
/// one is trusted until a page or a record of it proves damaged, which is then said and never passed over.
public final class SQLiteIndex: DurableIndex {
  let pool: DatabasePool
  let table: SearchTable
  let writer: WriteQueue<SQLiteBatch>
  let directory: String
  let keeper: KeyFileKeeper
  private let lock: IndexLock
  private let meter: CPUMeter

  /// CPU seconds that looking up and storing articles has taken so far.
  public var cpuSeconds: Double { meter.seconds }

  /// Below it adds are about to fail: a checkpoint of the log and a few thousand articles need that much.
  private static let freeBytesMin = 8 << 20
  private static let quickCheckBytesMax = 64 << 20

  /// Opens the index in `directory`, which must exist; makes or migrates its file.
  public convenience init(directory: String) throws(IndexError) {
    try self.init(directory: directory, keysEvery: 100_000)
  }

  /// - Parameter keysEvery: for how many new articles at least the file of keys is written anew.
  init(directory: String, keysEvery: Int) throws(IndexError) {
    self.directory = directory
    lock = try IndexLock(directory: directory)
    do {
      let path = directory + "/index.sqlite"
      try Self.quickCheck(path)
      let pool = try DatabasePool(path: path, configuration: Self.configuration)
      // Here and not in the configuration: GRDB sets NORMAL, which loses the last commits with the power, after it has
      // run that.
      try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
      try SQLiteSchema.prepare(pool)
      let keyFile = KeyFile(path: directory + "/index.keys")
      let table = try pool.read { db in try SQLiteKeys.table(db, keyFile) }
      let keeper = KeyFileKeeper(pool, table, keyFile, every: keysEvery)
      self.keeper = keeper
      self.pool = pool
      self.table = table
      let recent = RecentCache()
      let meter = CPUMeter()
      self.meter = meter
      writer = WriteQueue(label: "index.write") { body in
        try meter.measure { try Self.transact(pool, table, recent, body) }
        keeper.keep()
      }
    } catch {
      throw IndexError(error)
    }
  }

  private static func transact(
    _ pool: DatabasePool, _ table: SearchTable, _ recent: RecentCache,
    _ body: (inout SQLiteBatch) throws -> Void
  ) throws {
    try pool.writeWithoutTransaction { db in
      var batch = try SQLiteBatch(db, table, recent)
      do {
        try db.inTransaction(.immediate) {
          try body(&batch)
          try batch.writeSummary()
          return .commit
        }
        batch.committed()
      } catch {
        batch.rolledBack()
        throw IndexError(error)
      }
    }
  }

  /// Looks an article up and, with `.add`, stores it in the same transaction.
  public func dedupe(
    _ article: DedupeInput, mode: DedupeMode, limit: Int, replace: Bool
  ) async throws -> DedupeReport {
    try await mappingIndexErrors {
      let published = try PublicationTime.validate(article.publishedAt)
      if mode == .add, article.id == nil { throw IndexError.idRequired }
      let query = meter.measure { PreparedArticle(paragraphs: article.paragraphs) }
      let limit = min(limit, ArticleIndexLimits.matches)
      guard mode == .add, let id = article.id else {
        return try await read { db in
          try self.meter.measure {
            let snapshot = SQLiteSnapshot(
              rows: try SQLiteRows(db), table: self.table, lastRow: self.table.committedRow)
            let lookup = try ArticleLookup(query, in: snapshot)
            return lookup.report(
              id: article.id, canonicalId: lookup.canonical?.id, added: false, limit: limit, query)
          }
        }
      }
      let addition = Addition(
        id: id, query: query, publishedAt: published, addedAt: Int64(Date().timeIntervalSince1970),
        limit: limit,
        replace: replace)
      return try await writer.submit { batch in try batch.add(addition) }
    }
  }

  /// Forgets an article; `false` when the id is not known. Of the articles it stood for, the oldest takes its place.
  public func remove(id: String) async throws -> Bool {
    try await mappingIndexErrors {
      try await writer.submit { batch in
        guard let stored = try batch.stored(id: id) else { return false }
        try batch.remove(stored)
        return true
      }
    }
  }

  /// Throws unless the index can be read, its write lock be had now, and its disk has room.
  public func checkHealth() async throws {
    try await mappingIndexErrors {
      guard freeBytes >= Self.freeBytesMin else { throw IndexError.unavailable(.diskFull, retryable: true) }
      try await pool.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          _ = try SQLiteSummary.read(db)
          return .rollback
        }
      }
    }
  }

  /// Writes the file of keys, moves the log into the index and closes it.
  public func close() async throws {
    try await mappingIndexErrors {
      try await keeper.finish { [pool, lock] in
        try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try pool.close()
        lock.release()
      }
    }
  }

  /// Reads in a transaction of its own.
  func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    try await pool.read { db in try body(db) }
  }

  /// SQLite's `synchronous` of the writing connection: 2 (FULL), or an answered `add` is not durable.
  func synchronous() async throws -> Int? {
    try await mappingIndexErrors {
      try await pool.writeWithoutTransaction { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") }
    }
  }

  /// What the file system of the index has left for it.
  private var freeBytes: Int {
    var status = statvfs()
    guard statvfs(directory, &status) == 0 else { return 0 }
    return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
  }

  // MARK: Opening

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "index"
    // Two: a reader is busy for a millisecond, and each has a page cache of its own.
    configuration.maximumReaderCount = 2
    // Only another program (a backup, `sqlite3`) can hold the lock; ours queue before SQLite.
    configuration.busyMode = .timeout(5)
    // Errors must not carry the texts that were bound.
    configuration.publicStatementArguments = false
    configuration.prepareDatabase { db in
      // Ten records of 800 bytes a page, where pages of 4,096 bytes waste a fifth. Of no effect on a file that exists.
      try db.execute(sql: "PRAGMA page_size = 8192")
      try db.execute(sql: "PRAGMA cache_size = -8192")
      try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    return configuration
  }

  /// Looks at a file through a connection that cannot write, and before the pool, which writes when it opens one: a damaged
  /// file is to stay as it is for whoever mends it.
  private static func quickCheck(_ path: String) throws {
    guard access(path, F_OK) == 0 else { return }
    var configuration = Configuration()
    configuration.readonly = true
    let file = try DatabaseQueue(path: path, configuration: configuration)
    try file.read(quickCheck)
    try file.close()
  }

  private static func quickCheck(_ db: Database) throws {
    let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
    let pageBytes = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
    guard pages * pageBytes <= quickCheckBytesMax else { return }
    guard try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok" else {
      throw IndexError.unavailable(.corrupt, retryable: false)
    }
  }
}
