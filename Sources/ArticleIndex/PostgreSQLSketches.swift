import ArticleDedupe
import PostgreSQL

/// What was fetched of the index for the lookups of a batch, and the articles of the batch itself.
///
/// An article of the batch has a provisional row until it is known how many are stored: from ``firstProvisional`` on, in
/// their order, above all rows that the index gives.
struct PostgreSQLSketches: SketchStorage {
  static let firstProvisional = UInt32(PostgreSQLSchema.rowMax) + 1

  /// Newest first.
  private var fetched: [IndexKey: [UInt32]] = [:]
  /// Of the batch, ascending.
  private var provisional: [IndexKey: [UInt32]] = [:]
  private var articles: [UInt32: StoredArticle] = [:]
  /// Rows from here on are not there yet for the article that is looked up.
  var end = firstProvisional

  func forEachRow(_ key: IndexKey, _ body: (UInt32) -> Void) {
    var count = 0
    for row in provisional[key, default: []].reversed() where row < end && count < KeyTable.postingsMax {
      body(row)
      count += 1
    }
    for row in fetched[key, default: []].prefix(KeyTable.postingsMax - count) { body(row) }
  }

  func article(row: UInt32) -> StoredArticle? { articles[row] }

  // MARK: Filling

  /// Takes the answer of ``PostgreSQLStatement/postings`` for these keys.
  mutating func take(postings result: PostgreSQLResult, keys: [Int64: IndexKey]) throws {
    fetched.removeAll(keepingCapacity: true)
    fetched.reserveCapacity(keys.count)
    for index in 0..<result.rowCount {
      guard let value = try result.int64(row: index, column: 0), let key = keys[value],
        let row = try result.int64(row: index, column: 1)
      else { throw IndexError.unavailable(.unknown, retryable: false) }
      fetched[key, default: []].append(try Self.row(row))
    }
    for key in fetched.keys { fetched[key]?.sort(by: >) }
  }

  /// The stored postings that new ones have pushed out of the newest ``KeyTable/postingsMax`` of their key. Some more are
  /// let be, so that not every article that has a phrase of all has one deleted.
  func surplus(of keys: Set<IndexKey>) -> [(key: Int64, row: Int64)] {
    keys.flatMap { key -> [(key: Int64, row: Int64)] in
      let (rows, new) = (fetched[key, default: []], provisional[key, default: []].count)
      guard rows.count + new >= KeyTable.postingsMax + Self.postingsSlack else { return [] }
      return rows.dropFirst(max(0, KeyTable.postingsMax - new)).map { (Int64(key.value), Int64($0)) }
    }
  }

  /// How many more of a key are stored than are looked at.
  static let postingsSlack = 32

  /// Takes the answer of ``PostgreSQLStatement/articles``, and gives the rows.
  @discardableResult
  mutating func take(articles result: PostgreSQLResult) throws -> [PostgreSQLStoredArticle] {
    try (0..<result.rowCount).map { index in
      let stored = try PostgreSQLStoredArticle(result, index)
      if let article = stored.comparable { articles[stored.row] = article }
      return stored
    }
  }

  /// Takes from a cache what it has of these rows and of what they are copies of; gives the rows to be fetched.
  mutating func take(_ rows: Set<UInt32>, from cache: inout PostgreSQLCache) -> [Int64] {
    var missing: Set<Int64> = []
    var seen = rows
    var left = Array(rows)
    while let row = left.popLast() {
      guard let entry = cache[row] else {
        missing.insert(Int64(row))
        continue
      }
      if case .article(let article) = entry { articles[row] = article }
      if seen.insert(entry.canonicalRow).inserted { left.append(entry.canonicalRow) }
    }
    return missing.sorted()
  }

  /// Notes an article of the batch by its keys.
  mutating func note(_ keys: Set<IndexKey>, provisionalRow row: UInt32) {
    for key in keys { provisional[key, default: []].append(row) }
  }

  /// Adds an article of the batch.
  mutating func insert(_ article: StoredArticle) { articles[article.row] = article }

  /// The row of a number; one that is none is damage.
  static func row(_ number: Int64) throws -> UInt32 {
    guard (1...PostgreSQLSchema.rowMax).contains(number) else {
      throw IndexError.unavailable(.corrupt, retryable: false)
    }
    return UInt32(number)
  }
}

extension PreparedArticle {
  /// The keys under which its text is found, each once.
  var textKeys: Set<IndexKey> {
    var keys = Set(sketch.keys.map { IndexKey(gram: $0) })
    keys.insert(IndexKey(digest: digest))
    return keys
  }

  /// The keys by which its lookup will ask, told by the lookup itself.
  var lookupKeys: Set<IndexKey> {
    guard sketch.length > 0 else { return [] }
    let recorder = KeyRecorder()
    // The recorder does not throw, and gives no rows to compare.
    _ = try? ArticleLookup.candidates(self, in: recorder)
    return recorder.keys
  }
}

/// Notes what is asked for and answers that there is nothing.
private final class KeyRecorder: SketchStorage {
  private(set) var keys: Set<IndexKey> = []

  func forEachRow(_ key: IndexKey, _ body: (UInt32) -> Void) { keys.insert(key) }

  func article(row: UInt32) -> StoredArticle? { nil }
}

/// A row of `article` as it was fetched: row, id, canonical, record.
struct PostgreSQLStoredArticle {
  let row: UInt32
  let id: String
  let canonicalRow: UInt32
  /// `nil` for a record of another version.
  let comparable: StoredArticle?

  /// How the cache keeps it.
  var entry: PostgreSQLCache.Entry {
    comparable.map { .article($0) } ?? .incomparable(canonicalRow: canonicalRow)
  }

  /// Reads a row.
  ///
  /// - Throws: a record that cannot be read was not written by us: damage, to be said rather than passed over, since a
  ///   lookup that skips an article would call its copy new.
  init(_ result: PostgreSQLResult, _ index: Int) throws {
    let content = try result.withBytes(row: index, column: 3) { $0.flatMap(ArticleRecord.read) }
    guard let number = try result.int64(row: index, column: 0), let id = try result.id(row: index, column: 1),
      let canonical = try result.int64(row: index, column: 2), let content
    else { throw IndexError.unavailable(.corrupt, retryable: false) }
    (row, canonicalRow, self.id) = (
      try PostgreSQLSketches.row(number), try PostgreSQLSketches.row(canonical), id
    )
    switch content {
    case .otherVersion: comparable = nil
    case .current(let digest, let sketch):
      comparable = StoredArticle(row: row, id: id, canonicalRow: canonicalRow, digest: digest, sketch: sketch)
    }
  }
}

extension PostgreSQLResult {
  /// An id, which is stored as its bytes in UTF-8; `nil` for NULL.
  func id(row: Int, column: Int) throws -> String? {
    guard let bytes = try bytes(row: row, column: column) else { return nil }
    guard let id = String(validating: bytes, as: UTF8.self) else {
      throw IndexError.unavailable(.corrupt, retryable: false)
    }
    return id
  }
}
