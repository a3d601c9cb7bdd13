import ArticleDedupe
import Foundation
import GRDB

/// Makes the keys in memory at the start: of the file of keys where it fits, and of the rows that came after it.
enum SQLiteKeys {
  /// The keys of all rows.
  static func table(_ db: Database, _ file: KeyFile) throws -> SearchTable {
    let summary = try SQLiteSummary.read(db)
    let known = file.read(generation: summary.generation, removals: summary.removals)
    var keys =
      known?.keys
      ?? KeyTable(
        postings: summary.articles * postingsPerArticle, seed: UInt64(bitPattern: summary.generation))
    var last = known?.lastRow ?? 0
    let statement = try db.makeStatement(
      sql: "SELECT row, id, canonical, content FROM record WHERE row > ? ORDER BY row")
    let rows = try Row.fetchCursor(statement, arguments: [Int64(last)])
    while let row = try rows.next() {
      guard let number = UInt32(exactly: row[0] as Int64) else {
        throw IndexError.unavailable(.corrupt, retryable: false)
      }
      last = number
      let textKeys = try row.withUnsafeData(atIndex: 3) { $0?.withUnsafeBytes(ArticleRecord.keys) }
      guard let textKeys else { throw IndexError.unavailable(.corrupt, retryable: false) }
      for key in textKeys { keys.insert(key, number) }
      keys.insert(IndexKey(id: SQLiteRows.id(row[1])), number)
      if let canonical = row[2] as UInt32? { keys.insert(IndexKey(copiesOf: canonical), number) }
    }
    return SearchTable(keys, committedRow: last)
  }

  /// Writes the file of keys as they are now.
  static func write(_ pool: DatabasePool, _ table: SearchTable, _ file: KeyFile) throws {
    let row = table.committedRow
    let summary = try pool.read(SQLiteSummary.read)
    try file.write(
      table, KeyFile.State(generation: summary.generation, removals: summary.removals, lastRow: row))
  }

  /// What an article of 900 scalars has.
  private static let postingsPerArticle = 38
}
