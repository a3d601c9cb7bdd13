import ArticleDedupe
import PostgreSQL

/// Exported articles on their way into the index: three round trips.
struct PostgreSQLRestoration: Sendable {
  private struct Article: Sendable {
    let id: [UInt8]
    let canonicalId: [UInt8]?
    let publishedAt: Int64?
    let addedAt: Int64
    let record: [UInt8]
    let keys: Set<IndexKey>
  }

  /// Each id once.
  private var articles: [Article] = []
  /// The rows of earlier attempts: one that is there now is ours.
  private var attempted: Set<UInt32> = []

  /// Reads what was exported.
  ///
  /// - Throws: ``IndexError``: `invalidTime`, `invalidRecord`; `idConflict` for an id that is there twice with two
  ///   records.
  init(_ exported: [ExportedArticle]) throws {
    var records: [[UInt8]: [UInt8]] = [:]
    for article in exported {
      let id = Array(article.id.utf8)
      guard let addedAt = PublicationTime.seconds(article.addedAt) else { throw IndexError.invalidTime }
      let publishedAt = try PublicationTime.validate(article.publishedAt)
      let keys = article.record.withUnsafeBytes(ArticleRecord.keys)
      guard let keys, article.record.withUnsafeBytes(ArticleRecord.read) != nil else {
        throw IndexError.invalidRecord
      }
      if let known = records.updateValue(article.record, forKey: id) {
        guard known == article.record else { throw IndexError.idConflict }
        continue
      }
      articles.append(
        Article(
          id: id, canonicalId: article.canonicalId.map { Array($0.utf8) }, publishedAt: publishedAt,
          addedAt: addedAt, record: article.record, keys: Set(keys)))
    }
  }

  /// Stores them in a transaction of their own.
  ///
  /// - Returns: how many were not there.
  mutating func run(
    _ connection: PostgreSQLConnection, _ dialect: PostgreSQLDialect, tallyPart: Int64
  ) throws -> Int {
    let known = try begin(connection, dialect)
    let new = try articles.filter { article in
      guard let stored = known[article.id] else { return true }
      guard stored.record == article.record else { throw IndexError.idConflict }
      return false
    }
    let ours = articles.count { known[$0.id].map { attempted.contains($0.row) } ?? false }
    var pipeline = PostgreSQLPipeline()
    guard !new.isEmpty else {
      try connection.execute("COMMIT")
      return ours
    }
    pipeline.append(.rows, [.int8(Int64(new.count))])
    let rows = try PostgreSQLRows.taken(connection.run(pipeline)[0], new.count)
    attempted = Set(try rows.map(PostgreSQLSketches.row))
    let canonicals = canonicals(new, rows, known)
    var stored = PostgreSQLRows()
    for (index, article) in new.enumerated() {
      stored.append(
        row: rows[index], id: article.id, canonicalRow: canonicals[index], publishedAt: article.publishedAt,
        addedAt: article.addedAt, record: article.record, keys: article.keys)
    }
    pipeline = PostgreSQLPipeline()
    stored.append(to: &pipeline)
    pipeline.append(change: stored.count, tallyPart)
    pipeline.append(sql: "COMMIT")
    try connection.run(pipeline)
    return new.count + ours
  }

  private struct Known {
    let row: UInt32
    let canonicalRow: UInt32
    let record: [UInt8]
  }

  /// Locks, and fetches what is stored of the articles and their canonicals.
  private func begin(
    _ connection: PostgreSQLConnection, _ dialect: PostgreSQLDialect
  ) throws -> [[UInt8]: Known] {
    let ids = Set(articles.map(\.id) + articles.compactMap(\.canonicalId))
    var pipeline = PostgreSQLPipeline()
    pipeline.begin(dialect, .all)
    pipeline.append(.records, [.byteaArray(Array(ids))])
    let results = try connection.run(pipeline)
    let result = results[results.count - 1]
    var known: [[UInt8]: Known] = [:]
    for index in 0..<result.rowCount {
      guard let row = try result.int64(row: index, column: 0),
        let id = try result.bytes(row: index, column: 1),
        let canonical = try result.int64(row: index, column: 2),
        let record = try result.bytes(row: index, column: 3)
      else { throw IndexError.unavailable(.corrupt, retryable: false) }
      known[id] = Known(
        row: try PostgreSQLSketches.row(row), canonicalRow: try PostgreSQLSketches.row(canonical),
        record: record)
    }
    return known
  }

  /// The canonical row of each new article: that of its canonical where this is a copy itself, since a copy's canonical
  /// stands for itself throughout the index.
  private func canonicals(_ new: [Article], _ rows: [Int64], _ known: [[UInt8]: Known]) -> [Int64] {
    let places = Dictionary(uniqueKeysWithValues: new.enumerated().map { ($1.id, $0) })
    return new.indices.map { index in
      var at = index
      // No more steps than articles: two may name each other.
      for _ in new.indices {
        guard let name = new[at].canonicalId, name != new[at].id else { break }
        if let stored = known[name] { return Int64(stored.canonicalRow) }
        guard let place = places[name] else { break }
        at = place
      }
      return rows[at]
    }
  }
}
