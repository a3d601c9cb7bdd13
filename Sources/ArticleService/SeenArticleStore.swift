import ArticleText
import Foundation
import GRDB
import Glibc

/// The durable index of articles seen before: SQLite, one file `index.sqlite` in a directory of its own.
///
/// An `add` that was answered survives `kill -9` and power loss: the file is in WAL mode with
/// `synchronous=FULL`, so a transaction is on the disk before its commit returns. Look and store are one
/// transaction, and all writers pass through one connection in turn: of two adders of one text exactly one
/// finds it new. Readers see a snapshot and wait for nobody.
///
/// Opening checks the whole file (`quick_check`) while it is below 64 MiB, which takes .05 s from a warm
/// cache; a larger one is trusted until a page or a sketch of it proves damaged, which is then said and never
/// passed over.
struct SeenArticleStore: SeenArticles {
  private let pool: DatabasePool
  private let directory: String

  /// The matches that a caller may ask for.
  static let limitMax = 1000
  /// Articles removed in one transaction by `prune`: a write of some 75 ms, between which adders get their
  /// turn.
  private static let pruneBatch = 200
  /// Below it adds are about to fail: a checkpoint of the log and a few thousand articles need that much.
  private static let freeBytesMin = 8 << 20
  private static let quickCheckBytesMax = 64 << 20

  /// Opens the index in `directory`, which must exist; makes or migrates its file.
  init(directory: String) throws(StoreError) {
    self.directory = directory
    do {
      let path = directory + "/index.sqlite"
      try Self.quickCheck(path)
      pool = try DatabasePool(path: path, configuration: Self.configuration)
      // Here and not in the configuration: GRDB sets NORMAL, which loses the last commits with the power,
      // after it has run that.
      try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
      try StoreSchema.prepare(pool)
    } catch {
      throw StoreError(error)
    }
  }

  /// Looks an article up and, with `.add`, stores it in the same transaction.
  ///
  /// - Parameter limit: the most matches to report, at most ``limitMax``.
  /// - Throws: ``StoreError``; `CancellationError` when the task is cancelled before the transaction began.
  func dedupe(
    _ article: DedupeInput, mode: DedupeMode, limit: Int, replace: Bool
  ) async throws -> DedupeReport {
    try await mappingStoreErrors {
      let published = try PublicationTime.validate(article.publishedAt)
      if mode == .add, article.id == nil { throw StoreError.idRequired }
      let query = PreparedArticle(paragraphs: article.paragraphs)
      let limit = min(limit, Self.limitMax)
      guard mode == .add, let id = article.id else {
        return try await pool.read { db in
          let lookup = try ArticleLookup(query, in: StoreTables(db: db))
          return lookup.report(
            id: article.id, canonicalId: lookup.canonical?.id, added: false, limit: limit, query)
        }
      }
      let times = StoreTables.Times(
        publishedAt: article.publishedAt, published: published, added: Int64(Date().timeIntervalSince1970))
      return try await pool.write { db in
        try Self.add(id, query, times, limit: limit, replace: replace, in: StoreTables(db: db))
      }
    }
  }

  /// Looks an article up and stores nothing.
  func check(_ article: DedupeInput, limit: Int) async throws -> DedupeReport {
    try await dedupe(article, mode: .check, limit: limit, replace: false)
  }

  /// Looks an article up and stores it.
  func add(_ article: DedupeInput, limit: Int, replace: Bool) async throws -> DedupeReport {
    try await dedupe(article, mode: .add, limit: limit, replace: replace)
  }

  /// Forgets an article; `false` when the id is not known. Of the articles it stood for, the oldest takes its
  /// place.
  func remove(id: String) async throws -> Bool {
    try await mappingStoreErrors {
      try await pool.write { db in
        let tables = StoreTables(db: db)
        guard let article = try tables.article(id: id) else { return false }
        try tables.remove(article)
        return true
      }
    }
  }

  /// Forgets the articles published before a time (those without one: stored before it).
  ///
  /// Works in batches, so that adders get their turn; each batch is durable. The space is used again, not
  /// given back.
  /// - Parameter before: ISO 8601; a date means its midnight in Korea.
  /// - Returns: how many were forgotten.
  func prune(before: String) async throws -> Int {
    guard let time = PublicationTime.seconds(before) else { throw StoreError.invalidTime }
    var total = 0
    while true {
      let removed = try await mappingStoreErrors {
        try await pool.write { db in
          let tables = StoreTables(db: db)
          let rows = try tables.rows(before: time, limit: Self.pruneBatch)
          for row in rows {
            if let article = try tables.article(row: row) { try tables.remove(article) }
          }
          return rows.count
        }
      }
      total += removed
      if removed < Self.pruneBatch { return total }
    }
  }

  /// The size and span of the index; `bytes` is that of the file without its log.
  func stats() async throws -> IndexStats {
    try await mappingStoreErrors {
      try await pool.read { db in
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let pageBytes = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        let row = try Row.fetchOne(
          db,
          sql: """
            SELECT (SELECT COUNT(*) FROM article) AS articles,
              (SELECT MIN(time) FROM article) AS oldest, (SELECT MAX(time) FROM article) AS newest
            """)
        return IndexStats(
          articles: row?["articles"] ?? 0, bytes: pages * pageBytes,
          oldest: (row?["oldest"] as Int64?).map(PublicationTime.text),
          newest: (row?["newest"] as Int64?).map(PublicationTime.text))
      }
    }
  }

  /// The stored articles after a cursor, in the order they were stored.
  ///
  /// - Parameters:
  ///   - cursor: 0 to begin, then `row` of the last article received.
  ///   - limit: at most this many; an answer with fewer is the last.
  func export(after cursor: Int64, limit: Int) async throws -> [ExportedArticle] {
    try await mappingStoreErrors {
      try await pool.read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT a.*, c.id AS canonicalId FROM article a LEFT JOIN article c ON c.row = a.canonical
            WHERE a.row > ? ORDER BY a.row LIMIT ?
            """, arguments: [cursor, max(0, min(limit, Self.limitMax))]
        ).map { row in
          ExportedArticle(
            row: row["row"], id: row["id"], canonicalId: row["canonicalId"], publishedAt: row["publishedAt"],
            addedAt: PublicationTime.text(row["addedAt"]), digest: row["digest"], sketch: row["sketch"])
        }
      }
    }
  }

  /// SQLite's `synchronous` of the writing connection: 2 (FULL), or an answered `add` is not durable.
  func synchronous() async throws -> Int? {
    try await mappingStoreErrors {
      try await pool.writeWithoutTransaction { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") }
    }
  }

  /// Throws a ``StoreError`` unless the index can be read, its write lock be had now, and its disk has room. Writes
  /// nothing: whoever may ask for its health cannot make it wait for the disk.
  func checkHealth() async throws {
    try await mappingStoreErrors {
      guard freeBytes >= Self.freeBytesMin else { throw StoreError.unavailable(.diskFull, retryable: true) }
      try await pool.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          _ = try Int64.fetchOne(db, sql: "SELECT MAX(row) FROM article")
          return .rollback
        }
      }
    }
  }

  /// What the file system of the index has left for it.
  private var freeBytes: Int {
    var status = statvfs()
    guard statvfs(directory, &status) == 0 else { return 0 }
    return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
  }

  /// Moves the log into the file and closes it; later calls fail. Not needed for durability.
  func close() async throws {
    try await mappingStoreErrors {
      try await pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
      try pool.close()
    }
  }

  // MARK: Inside

  private static func add(
    _ id: String, _ query: PreparedArticle, _ times: StoreTables.Times, limit: Int, replace: Bool,
    in tables: StoreTables
  ) throws -> DedupeReport {
    let known = try tables.article(id: id)
    if let known, known.digest == query.digest {
      let canonical = try tables.article(row: known.canonicalRow)
      return try ArticleLookup(query, in: tables)
        .report(ofKnown: id, canonicalId: canonical?.id, limit: limit, query)
    }
    guard known == nil || replace else { throw StoreError.idConflict }
    if let known { try tables.remove(known) }
    let lookup = try ArticleLookup(query, in: tables)
    let canonical = lookup.canonical
    try tables.insert(id, query, canonicalRow: canonical?.row, times)
    return lookup.report(id: id, canonicalId: canonical?.id, added: true, limit: limit, query)
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "index"
    // Two: a reader is busy for a millisecond, and each has a page cache of its own.
    configuration.maximumReaderCount = 2
    // Only another process (a backup, `sqlite3`) can hold the lock; ours queue before SQLite.
    configuration.busyMode = .timeout(5)
    // Errors must not carry the texts that were bound.
    configuration.publicStatementArguments = false
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -16384")
      try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    return configuration
  }

  /// Looks at a file through a connection that cannot write, and before the pool, which writes when it opens one: a
  /// damaged file is to stay as it is for whoever mends it.
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
      throw StoreError.unavailable(.corrupt, retryable: false)
    }
  }
}

/// One stored article as `exportIndex` hands it out: one line of NDJSON.
struct ExportedArticle: Sendable, Equatable, Codable {
  /// Its place in the order of storing: the cursor to go on after.
  var row: Int64
  var id: String
  var canonicalId: String?
  /// As the caller gave it.
  var publishedAt: String?
  /// ISO 8601, UTC.
  var addedAt: String
  /// SHA-256 of the folded text, and the stored sketch (see `ArticleSketch`); base64 in JSON.
  var digest: Data
  var sketch: Data
}
