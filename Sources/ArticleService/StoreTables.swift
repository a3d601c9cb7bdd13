import ArticleText
import Foundation
import GRDB

/// The tables as a lookup reads them, and the statements that change them. Lives within one transaction.
///
/// Every statement is a literal of this file; what comes from outside is bound, never spliced in.
struct StoreTables: SketchStorage {
  let db: Database

  // MARK: Reading

  func rows(withKey key: UInt64, limit: Int) throws -> [Int64] {
    try fetch(
      "SELECT article FROM posting WHERE key = ? ORDER BY article DESC LIMIT ?",
      [Int64(clamping: key), limit])
  }

  func rows(withDigest digest: ContentDigest, limit: Int) throws -> [Int64] {
    let bytes = Data(digest.bytes)
    let oldest = try fetch("SELECT row FROM article WHERE digest = ? ORDER BY row LIMIT 1", [bytes])
    let newest = try fetch(
      "SELECT row FROM article WHERE digest = ? ORDER BY row DESC LIMIT ?", [bytes, limit - 1])
    return oldest + newest.filter { $0 != oldest.first }
  }

  func article(row: Int64) throws -> StoredArticle? {
    try article("SELECT row, id, canonical, digest, sketch FROM article WHERE row = ?", row)
  }

  func article(id: String) throws -> StoredArticle? {
    try article("SELECT row, id, canonical, digest, sketch FROM article WHERE id = ?", id)
  }

  func canonicalRow(of row: Int64) throws -> Int64? {
    try fetch("SELECT canonical FROM article WHERE row = ?", [row]).first
  }

  /// The rows of articles older than a time, at most `limit`.
  func rows(before time: Int64, limit: Int) throws -> [Int64] {
    try fetch("SELECT row FROM article WHERE time < ? ORDER BY time LIMIT ?", [time, limit])
  }

  private func fetch(_ sql: String, _ arguments: StatementArguments) throws -> [Int64] {
    try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
  }

  private func article(_ sql: String, _ key: some DatabaseValueConvertible) throws -> StoredArticle? {
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key]) else { return nil }
    // Bytes that don't decode were not written by us: damage, to be said rather than passed over, since a
    // lookup that skips an article would call its copy new.
    guard let digest = ContentDigest(bytes: row["digest"] as Data),
      let sketch = ArticleSketch(encoded: Array(row["sketch"] as Data))
    else { throw StoreError.unavailable(.corrupt, retryable: false) }
    return StoredArticle(
      row: row["row"], id: row["id"], canonicalRow: row["canonical"], digest: digest, sketch: sketch)
  }

  // MARK: Writing

  /// When an article was published and stored.
  struct Times {
    var publishedAt: String?
    var published: Int64?
    var added: Int64
  }

  func insert(_ id: String, _ query: PreparedArticle, canonicalRow: Int64?, _ times: Times) throws {
    try run(
      """
      INSERT INTO article (id, digest, sketch, canonical, publishedAt, addedAt, time)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, Data(query.digest.bytes), Data(query.sketch.encoded), canonicalRow ?? 0, times.publishedAt,
        times.added,
        times.published ?? times.added,
      ])
    let row = db.lastInsertedRowID
    if canonicalRow == nil { try run("UPDATE article SET canonical = row WHERE row = ?", [row]) }
    for key in query.sketch.keys {
      try run("INSERT INTO posting (key, article) VALUES (?, ?)", [Int64(clamping: key), row])
    }
  }

  /// Removes an article; of those it stood for, the oldest takes its place.
  func remove(_ article: StoredArticle) throws {
    for key in article.sketch.keys {
      try run("DELETE FROM posting WHERE key = ? AND article = ?", [Int64(clamping: key), article.row])
    }
    try run("DELETE FROM article WHERE row = ?", [article.row])
    let heir = try fetch("SELECT row FROM article WHERE canonical = ? ORDER BY row LIMIT 1", [article.row])
      .first
    if let heir { try run("UPDATE article SET canonical = ? WHERE canonical = ?", [heir, article.row]) }
  }

  private func run(_ sql: String, _ arguments: StatementArguments) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }
}
