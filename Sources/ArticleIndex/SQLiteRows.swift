import ArticleDedupe
import Foundation
import GRDB

/// The rows of the table `record`, read and written. Lives within one transaction.
struct SQLiteRows {
  let db: Database
  /// Held for as long as it is used: to find it by its text takes as long as to run it.
  private let select: Statement

  init(_ db: Database) throws {
    self.db = db
    select = try db.cachedStatement(sql: "SELECT id, canonical, content FROM record WHERE row = ?")
  }

  /// A row as it is stored.
  struct Stored {
    var row: UInt32
    var id: String
    /// `nil` where the article stands for itself.
    var canonicalRow: UInt32?
    /// The keys of the text.
    var keys: [IndexKey]
    var content: Content

    enum Content {
      case current(StoredArticle)
      case otherVersion
    }
  }

  /// A row to be stored.
  struct New {
    var id: String
    var canonicalRow: UInt32?
    var publishedAt: Int64?
    var addedAt: Int64
    var content: [UInt8]
  }

  /// An id as it is stored.
  static func blob(_ id: String) -> Data { Data(id.utf8) }

  /// An id that was stored.
  static func id(_ blob: Data) -> String { String(decoding: blob, as: UTF8.self) }

  // MARK: Reading

  /// The article of a row; `nil` where there is none that can be compared.
  func article(row: UInt32) throws -> StoredArticle? {
    guard case .current(let article)? = try stored(row: row)?.content else { return nil }
    return article
  }

  /// What a row holds.
  ///
  /// - Throws: bytes that don't decode were not written by us: damage, to be said rather than passed over, since a lookup
  ///   that skips an article would call its copy new.
  func stored(row: UInt32) throws -> Stored? {
    let cursor = try Row.fetchCursor(select, arguments: [Int64(row)])
    // A row is that of its cursor's statement, which is reset with the cursor.
    return try withExtendedLifetime(cursor) { try cursor.next().map { try Self.read($0, row) } }
  }

  /// The id of a row.
  func id(row: UInt32) throws -> String? {
    try Data.fetchOne(db.cachedStatement(sql: "SELECT id FROM record WHERE row = ?"), arguments: [Int64(row)])
      .map(Self.id)
  }

  /// The stored record of a row.
  func content(row: UInt32) throws -> [UInt8]? {
    let statement = try db.cachedStatement(sql: "SELECT content FROM record WHERE row = ?")
    return try Data.fetchOne(statement, arguments: [Int64(row)]).map(Array.init)
  }

  private static func read(_ columns: Row, _ row: UInt32) throws -> Stored {
    let (id, canonical) = (id(columns[0]), columns[1] as UInt32?)
    return try columns.withUnsafeData(atIndex: 2) { data in
      guard let data, let content = data.withUnsafeBytes(ArticleRecord.read) else {
        throw IndexError.unavailable(.corrupt, retryable: false)
      }
      switch content {
      case .otherVersion:
        return Stored(row: row, id: id, canonicalRow: canonical, keys: [], content: .otherVersion)
      case .current(let digest, let sketch):
        let article = StoredArticle(
          row: row, id: id, canonicalRow: canonical ?? row, digest: digest, sketch: sketch)
        return Stored(
          row: row, id: id, canonicalRow: canonical, keys: article.textKeys, content: .current(article))
      }
    }
  }

  // MARK: Writing

  /// Stores a row and gives its number.
  func insert(_ new: New) throws -> UInt32 {
    let statement = try db.cachedStatement(
      sql: "INSERT INTO record (id, canonical, publishedAt, addedAt, content) VALUES (?, ?, ?, ?, ?)")
    try statement.execute(
      arguments: [
        Self.blob(new.id), new.canonicalRow.map { Int64($0) }, new.publishedAt, new.addedAt,
        Data(new.content),
      ])
    // Four billion articles are two hundred years of all Korean news; the keys have no room for more.
    guard let row = UInt32(exactly: db.lastInsertedRowID) else {
      throw IndexError.unavailable(.full, retryable: false)
    }
    return row
  }

  func delete(row: UInt32) throws {
    try db.cachedStatement(sql: "DELETE FROM record WHERE row = ?").execute(arguments: [Int64(row)])
  }

  /// Makes an article a copy of another, or stand for itself.
  func setCanonical(of row: UInt32, to canonical: UInt32?) throws {
    try db.cachedStatement(sql: "UPDATE record SET canonical = ? WHERE row = ?")
      .execute(arguments: [canonical.map { Int64($0) }, Int64(row)])
  }
}
