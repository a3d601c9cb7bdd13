public import ArticleDedupe
import PostgreSQL

extension PostgreSQLIndex {
  /// Articles forgotten in one transaction by `prune`: some 30 ms, between which adders get their turn.
  private static let pruneBatch = 200

  /// Forgets the articles published before a time. The space is used again, not given back.
  public func prune(before: String) async throws -> Int {
    guard let time = PublicationTime.seconds(before) else { throw IndexError.invalidTime }
    return try await mappingIndexErrors {
      try checkOpen()
      var total = 0
      while true {
        try Task.checkCancellation()
        let removed = try await writer.prune(before: time, limit: Self.pruneBatch)
        total += removed
        if removed < Self.pruneBatch { return total }
      }
    }
  }

  /// The size and span of the index; `bytes` is that of its tables with their indexes, as the server tells it (not
  /// CockroachDB: 0).
  public func stats() async throws -> IndexStats {
    try await mappingIndexErrors {
      try checkOpen()
      return try await readers.read { connection, dialect in
        let statement: PostgreSQLStatement = dialect.product == .cockroachDB ? .statsOfCockroachDB : .stats
        let figures = try connection.run(statement.rawValue)
        return IndexStats(
          articles: Int(try figures.int64(row: 0, column: 0) ?? 0),
          bytes: Int(try figures.int64(row: 0, column: 3) ?? 0),
          oldest: try figures.int64(row: 0, column: 1).map(PublicationTime.text),
          newest: try figures.int64(row: 0, column: 2).map(PublicationTime.text))
      }
    }
  }

  /// The stored articles after a cursor, in the order they were stored.
  ///
  /// A page ends before the first article that is just being stored: its row is lower than those that others may have
  /// committed already, and the next page would begin behind it. Under SERIALIZABLE nobody can wait for these, and an
  /// export beside adders may pass over some.
  public func export(after cursor: Int64, limit: Int) async throws -> [ExportedArticle] {
    let limit = max(0, min(limit, ArticleIndexLimits.matches))
    return try await mappingIndexErrors {
      try checkOpen()
      return try await readers.read { connection, dialect in
        let last = dialect.usesLocks ? try Self.lastRow(connection) : Int64.max
        let page = try connection.run(
          PostgreSQLStatement.export.rawValue, [.int8(cursor), .int8(last), .int8(Int64(limit))])
        return try (0..<page.rowCount).map { try ExportedArticle(page, $0) }
      }
    }
  }

  /// The last row that was given to anybody, once nobody is storing.
  private static func lastRow(_ connection: PostgreSQLConnection) throws -> Int64 {
    var pipeline = PostgreSQLPipeline()
    pipeline.append(sql: "BEGIN ISOLATION LEVEL READ COMMITTED")
    pipeline.append(.lockAll)
    pipeline.append(.lastRow)
    pipeline.append(sql: "COMMIT")
    return try connection.run(pipeline)[2].int64(row: 0, column: 0) ?? 0
  }

  /// Stores articles that an index handed out, all or none of them.
  public func restore(_ articles: [ExportedArticle]) async throws -> Int {
    try await mappingIndexErrors {
      try checkOpen()
      let restoration = try PostgreSQLRestoration(articles)
      try Task.checkCancellation()
      return try await writer.restore(restoration)
    }
  }
}

extension ExportedArticle {
  /// Reads a row of ``PostgreSQLStatement/export``.
  fileprivate init(_ page: PostgreSQLResult, _ index: Int) throws {
    guard let row = try page.int64(row: index, column: 0), let id = try page.id(row: index, column: 1),
      let addedAt = try page.int64(row: index, column: 4), let record = try page.bytes(row: index, column: 5)
    else { throw IndexError.unavailable(.corrupt, retryable: false) }
    self.init(
      row: row, id: id, canonicalId: try page.id(row: index, column: 2),
      publishedAt: try page.int64(row: index, column: 3).map(PublicationTime.text),
      addedAt: PublicationTime.text(addedAt), record: record)
  }
}
