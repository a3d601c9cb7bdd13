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
    if let row = storage.rowsByID[id], let known = storage.articles[row] {
      if known.article.digest == query.digest {
        let canonical = storage.articles[known.article.canonicalRow]?.article
        return try ArticleLookup(query, in: storage)
          .report(ofKnown: id, canonicalId: canonical?.id, limit: limit, query)
      }
      guard replace else { throw DedupeError.idConflict }
    }
    if let row = storage.rowsByID[id] { storage.remove(row) }
    let lookup = try ArticleLookup(query, in: storage)
    let canonical = lookup.canonical
    storage.insert(id, query, canonicalRow: canonical?.row, time: time)
    return lookup.report(id: id, canonicalId: canonical?.id, added: true, limit: limit, query)
  }

  /// Forgets an article.
  public func remove(id: String) -> Bool {
    guard let row = storage.rowsByID[id] else { return false }
    storage.remove(row)
    return true
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
  private(set) var articles: [Int64: (article: StoredArticle, time: Int64?)] = [:]
  private(set) var rowsByID: [String: Int64] = [:]
  /// Ascending rows; newer articles are appended.
  private var postings: [UInt64: [Int64]] = [:]
  private var rowsByDigest: [ContentDigest: [Int64]] = [:]
  private var lastRow: Int64 = 0

  func rows(withKey key: UInt64, limit: Int) -> [Int64] {
    postings[key].map { Array($0.suffix(limit)) } ?? []
  }

  func rows(withDigest digest: ContentDigest, limit: Int) -> [Int64] {
    guard let rows = rowsByDigest[digest] else { return [] }
    return rows.count <= limit ? rows : Array(rows.prefix(1) + rows.suffix(limit - 1))
  }

  func article(row: Int64) -> StoredArticle? { articles[row]?.article }

  func canonicalRow(of row: Int64) -> Int64? { articles[row]?.article.canonicalRow }

  mutating func insert(_ id: String, _ query: PreparedArticle, canonicalRow: Int64?, time: Int64?) {
    lastRow += 1
    let article = StoredArticle(
      row: lastRow, id: id, canonicalRow: canonicalRow ?? lastRow, digest: query.digest, sketch: query.sketch)
    articles[lastRow] = (article, time)
    rowsByID[id] = lastRow
    rowsByDigest[query.digest, default: []].append(lastRow)
    for key in query.sketch.keys { postings[key, default: []].append(lastRow) }
  }

  /// Removes an article; of those it stood for, the oldest takes its place.
  mutating func remove(_ row: Int64) {
    guard let removed = articles.removeValue(forKey: row)?.article else { return }
    rowsByID[removed.id] = nil
    rowsByDigest[removed.digest]?.removeAll { $0 == row }
    for key in removed.sketch.keys { postings[key]?.removeAll { $0 == row } }
    let orphans = articles.values.filter { $0.article.canonicalRow == row }.map(\.article.row).sorted()
    for orphan in orphans { articles[orphan]?.article.canonicalRow = orphans[0] }
  }
}

extension SeenArticlesInMemory {
  /// What the duplicate decision sees of an article and each stored one that it would be compared with: the
  /// material that `Training/dedupe/fit.py` learns from.
  public func comparisons(_ article: DedupeInput) throws -> [(id: String, features: [Double])] {
    let query = PreparedArticle(paragraphs: article.paragraphs)
    return try ArticleLookup.candidates(query, in: storage).compactMap { row in
      storage.article(row: row).map { ($0.id, NearDuplicates.features(query, $0.sketch)) }
    }
  }
}
