public import ArticleDedupe
import Foundation
import GRDB
import Glibc

extension SQLiteIndex {
  /// Articles looked at in one transaction by `prune`: some 10 ms, between which adders get their turn.
  private static let pruneBatch = 500

  /// Forgets the articles published before a time. The space is used again, not given back.
  public func prune(before: String) async throws -> Int {
    guard let time = PublicationTime.seconds(before) else { throw IndexError.invalidTime }
    return try await mappingIndexErrors {
      var (cursor, removed) = (Int64(0), 0)
      var times: ClosedRange<Int64>?
      while true {
        let step = try await writer.submit { [cursor] batch in
          try batch.prune(before: time, after: cursor, limit: Self.pruneBatch)
        }
        removed += step.removed
        if let kept = step.kept {
          times =
            times.map { min($0.lowerBound, kept.lowerBound)...max($0.upperBound, kept.upperBound) } ?? kept
        }
        guard let last = step.last else { break }
        cursor = last
      }
      if removed > 0, let times {
        // An article added meanwhile widened the times itself, or lies within.
        try await writer.submit { batch in try batch.narrowTimes(to: times) }
      }
      // The file of before fits no more.
      if removed > 0 { keeper.keep(isForced: true) }
      return removed
    }
  }

  /// The size and span of the index; `bytes` is that of the file without its log.
  public func stats() async throws -> IndexStats {
    try await mappingIndexErrors {
      try await read { db in
        let summary = try SQLiteSummary.read(db)
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let pageBytes = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        return IndexStats(
          articles: summary.articles, bytes: pages * pageBytes,
          oldest: summary.oldest.map(PublicationTime.text),
          newest: summary.newest.map(PublicationTime.text))
      }
    }
  }

  /// The stored articles after a cursor, in the order they were stored.
  public func export(after cursor: Int64, limit: Int) async throws -> [ExportedArticle] {
    try await mappingIndexErrors {
      try await read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT a.row, a.id, c.id, a.publishedAt, a.addedAt, a.content
            FROM record a LEFT JOIN record c ON c.row = a.canonical WHERE a.row > ? ORDER BY a.row LIMIT ?
            """, arguments: [cursor, max(0, min(limit, ArticleIndexLimits.matches))]
        ).map { row in
          ExportedArticle(
            row: row[0], id: SQLiteRows.id(row[1]), canonicalId: (row[2] as Data?).map(SQLiteRows.id),
            publishedAt: (row[3] as Int64?).map(PublicationTime.text), addedAt: PublicationTime.text(row[4]),
            record: Array(row[5] as Data))
        }
      }
    }
  }

  /// Stores articles that an index handed out, all or none of them.
  public func restore(_ articles: [ExportedArticle]) async throws -> Int {
    try await mappingIndexErrors { try await writer.submit { batch in try batch.restore(articles) } }
  }

  /// Writes a copy of the index as it is now into the new file `backups/NAME.sqlite` beside it, which can be put in its
  /// place; nobody waits for it.
  ///
  /// - Parameter name: must be a file's name.
  /// - Returns: the file, from the index's directory on.
  /// - Throws: ``IndexError/unavailable(_:retryable:)`` where the file is there already or cannot be written.
  public func backUp(name: String) async throws -> String {
    try await mappingIndexErrors {
      let file = "backups/\(name).sqlite"
      guard mkdir(directory + "/backups", 0o700) == 0 || errno == EEXIST else {
        throw IndexError.unavailable(.inputOutput, retryable: true)
      }
      // A connection of its own, since VACUUM reads outside of a transaction; to other connections it is a reader.
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      let connection = try DatabaseQueue(path: pool.path, configuration: configuration)
      try await connection.writeWithoutTransaction { [directory] db in
        try db.execute(sql: "VACUUM INTO ?", arguments: [directory + "/" + file])
      }
      try connection.close()
      return file
    }
  }

  /// Reads everything: the file's structure, every record, and whether the keys in memory have each.
  ///
  /// - Returns: what is wrong, in words, at most a hundred; none where all is well.
  public func verify() async throws -> [String] {
    try await mappingIndexErrors {
      try await read { [table] db in try SQLiteVerification.problems(db, table) }
    }
  }
}

extension SQLiteBatch {
  /// What one step of `prune` did.
  struct PruneStep: Sendable {
    var removed = 0
    /// The last row it looked at; `nil` at the end.
    var last: Int64?
    /// Between which times the rows lie that it kept.
    var kept: ClosedRange<Int64>?
  }

  /// Looks at `limit` rows after one and removes those older than `time`.
  mutating func prune(before time: Int64, after cursor: Int64, limit: Int) throws -> PruneStep {
    let statement = try rows.db.cachedStatement(
      sql: "SELECT row, ifnull(publishedAt, addedAt) FROM record WHERE row > ? ORDER BY row LIMIT ?")
    var step = PruneStep()
    for row in try Row.fetchAll(statement, arguments: [cursor, limit]) {
      let (number, published) = (row[0] as UInt32, row[1] as Int64)
      step.last = Int64(number)
      if published >= time {
        step.kept =
          step.kept.map { min($0.lowerBound, published)...max($0.upperBound, published) }
          ?? published...published
      } else if let stored = try rows.stored(row: number) {
        try remove(stored)
        step.removed += 1
      }
    }
    return step
  }

  /// Notes between which times all articles lie.
  func narrowTimes(to times: ClosedRange<Int64>) throws {
    let summary = try SQLiteSummary.read(rows.db)
    try SQLiteSummary.setTimes(
      oldest: times.lowerBound, newest: max(times.upperBound, summary.newest ?? times.upperBound), rows.db)
  }

  /// Stores exported articles; those that are there already are let be.
  mutating func restore(_ articles: [ExportedArticle]) throws -> Int {
    var count = 0
    // Checked before anything is stored, since what concerns one article must not undo those of others.
    var records: [[UInt8]: [UInt8]] = [:]
    for article in articles {
      let other = records.updateValue(article.record, forKey: Array(article.id.utf8))
      guard other == nil || other == article.record else { throw IndexError.idConflict }
      guard let stored = try stored(id: article.id) else { continue }
      guard try rows.content(row: stored.row) == article.record else { throw IndexError.idConflict }
    }
    let parts = try articles.map { article in
      guard let added = PublicationTime.seconds(article.addedAt) else { throw IndexError.invalidTime }
      let keys = article.record.withUnsafeBytes(ArticleRecord.keys)
      guard let keys, article.record.withUnsafeBytes(ArticleRecord.read) != nil else {
        throw IndexError.invalidRecord
      }
      return (try PublicationTime.validate(article.publishedAt), added, keys)
    }
    for (article, (published, added, keys)) in zip(articles, parts) where try stored(id: article.id) == nil {
      let canonical = try article.canonicalId.flatMap { try stored(id: $0) }
      try insert(
        SQLiteRows.New(
          id: article.id, canonicalRow: canonical.flatMap { $0.canonicalRow ?? $0.row },
          publishedAt: published,
          addedAt: added, content: article.record), keys: keys)
      count += 1
    }
    return count
  }
}
