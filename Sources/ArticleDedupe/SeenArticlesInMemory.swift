/// An index that lives as long as its process: for tests, for tools, and for users of the library.
public actor SeenArticlesInMemory: SeenArticles {
  private var storage = MemoryStorage()

  /// An empty index.
  public init() {}

  /// Looks an article up and stores nothing.
  public func check(_ article: DedupeInput, limit: Int) throws -> DedupeReport {
    try PublicationTime.validate(article.publishedAt)
    let query = PreparedArticle(paragraphs: article.paragraphs)
    let lookup = try ArticleLookup(query, in: storage)
    return lookup.report(
      id: article.id, canonicalId: lookup.canonical?.id, added: false, limit: limit, query)
  }

  /// Looks an article up and stores it.
  public func add(_ article: DedupeInput, limit: Int, replace: Bool) throws -> DedupeReport {
    guard let id = article.id else { throw DedupeError.idRequired }
    let time = try PublicationTime.validate(article.publishedAt)
    let query = PreparedArticle(paragraphs: article.paragraphs)
    if let known = storage.article(id: id) {
      if known.digest == query.digest {
        let canonical = storage.article(row: known.canonicalRow)
        return try ArticleLookup(query, in: storage)
          .report(ofKnown: id, canonicalId: canonical?.id, limit: limit, query)
      }
      guard replace else { throw DedupeError.idConflict }
      storage.remove(known)
    }
    let lookup = try ArticleLookup(query, in: storage)
    let canonical = lookup.canonical
    storage.insert(id, query, canonicalRow: canonical?.row, time: time)
    return lookup.report(id: id, canonicalId: canonical?.id, added: true, limit: limit, query)
  }

  /// Forgets an article.
  public func remove(id: String) -> Bool {
    guard let known = storage.article(id: id) else { return false }
    storage.remove(known)
    return true
  }

  /// The rows and ids of the articles that `article` would be compared with.
  func candidates(_ query: PreparedArticle) throws -> [StoredArticle] {
    try ArticleLookup.candidates(query, in: storage).compactMap { storage.article(row: $0) }
  }

  /// The size and span of the index; `bytes` is that of the stored sketches.
  public func stats() -> IndexStats {
    let times = storage.articles.values.compactMap(\.time)
    return IndexStats(
      articles: storage.articles.count,
      bytes: storage.articles.values.reduce(0) { $0 + $1.article.sketch.encoded.count },
      oldest: times.min().map(PublicationTime.text), newest: times.max().map(PublicationTime.text))
  }
}

/// The tables of the index in memory.
private struct MemoryStorage: SketchStorage {
  private(set) var articles: [UInt32: (article: StoredArticle, time: Int64?)] = [:]
  private var table = KeyTable()
  private var lastRow: UInt32 = 0

  func forEachRow(_ key: IndexKey, _ body: (UInt32) -> Void) { table.forEachRow(key, body) }

  func article(row: UInt32) -> StoredArticle? { articles[row]?.article }

  func article(id: String) -> StoredArticle? {
    table.rows(IndexKey(id: id)).lazy.compactMap { article(row: $0) }.first {
      // Not ==, to which composed and decomposed letters are one.
      $0.id.utf8.elementsEqual(id.utf8)
    }
  }

  mutating func insert(_ id: String, _ query: PreparedArticle, canonicalRow: UInt32?, time: Int64?) {
    lastRow += 1
    let article = StoredArticle(
      row: lastRow, id: id, canonicalRow: canonicalRow ?? lastRow, digest: query.digest, sketch: query.sketch)
    articles[lastRow] = (article, time)
    for key in article.keys { table.insert(key, lastRow) }
  }

  /// Removes an article; of those it stood for, the oldest takes its place.
  mutating func remove(_ removed: StoredArticle) {
    articles[removed.row] = nil
    for key in removed.keys { table.remove(key, removed.row) }
    let orphans = articles.values.filter { $0.article.canonicalRow == removed.row }.map(\.article.row)
      .sorted()
    for orphan in orphans {
      articles[orphan]?.article.canonicalRow = orphans[0]
      table.remove(IndexKey(copiesOf: removed.row), orphan)
      if orphan != orphans[0] { table.insert(IndexKey(copiesOf: orphans[0]), orphan) }
    }
  }
}
