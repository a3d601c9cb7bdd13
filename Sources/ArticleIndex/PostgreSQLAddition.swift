import ArticleDedupe

/// An article that is to be stored.
struct PostgreSQLAddition: Sendable {
  let id: String
  let query: PreparedArticle
  /// Seconds since 1970.
  let publishedAt: Int64?
  let addedAt: Int64
  /// The most matches to report.
  let limit: Int
  let replace: Bool
  /// What earlier attempts would have stored it as and answered. Where the connection was lost with the answer to a
  /// COMMIT, a row of these that is there now is ours; rows are never given twice.
  var attempts: [Int64: DedupeReport] = [:]

  /// Two ids are one where their bytes are: `String` takes composed and decomposed Hangul for the same.
  let idBytes: [UInt8]
  /// The keys under which the text is found, each once, and those by which its lookup asks.
  let textKeys: Set<IndexKey>
  let lookupKeys: Set<IndexKey>
  let record: [UInt8]

  /// An addition with all that depends on its text alone, which the writer thereby need not do.
  init(id: String, query: PreparedArticle, publishedAt: Int64?, addedAt: Int64, limit: Int, replace: Bool) {
    (self.id, self.query, self.publishedAt, self.addedAt) = (id, query, publishedAt, addedAt)
    (self.limit, self.replace) = (limit, replace)
    idBytes = Array(id.utf8)
    (textKeys, lookupKeys) = (query.textKeys, query.lookupKeys)
    record = ArticleRecord.bytes(of: query)
  }
}

/// What became of an addition.
enum PostgreSQLOutcome {
  case report(DedupeReport)
  case refused(IndexError)
  /// What is stored under its id has to go first, in a transaction of its own that locks the whole index.
  case replaces
}
