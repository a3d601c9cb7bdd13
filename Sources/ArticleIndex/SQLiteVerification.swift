import ArticleDedupe
import Foundation
import GRDB

/// Reads a whole index and says what is wrong with it.
enum SQLiteVerification {
  private static let problemsMax = 100

  /// What is wrong, in words, at most a hundred.
  static func problems(_ db: Database, _ table: SearchTable) throws -> [String] {
    var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check(\(problemsMax))").filter {
      $0 != "ok"
    }
    var count = 0
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT a.row, a.id, a.content, a.canonical, c.row IS NOT NULL AND c.canonical IS NULL
        FROM record a LEFT JOIN record c ON c.row = a.canonical ORDER BY a.row
        """)
    while problems.count < problemsMax, let row = try rows.next() {
      count += 1
      let (number, id) = (row[0] as Int64, SQLiteRows.id(row[1]))
      let isSound = try row.withUnsafeData(atIndex: 2) { $0?.withUnsafeBytes(ArticleRecord.read) != nil }
      if !isSound { problems.append("row \(number): the record is damaged") }
      if row[3] as Int64? != nil, !(row[4] as Bool) {
        problems.append("row \(number): what it is a copy of is not stored, or is a copy itself")
      }
      var isFound = false
      table.forEachRow(IndexKey(id: id), upTo: .max) { if Int64($0) == number { isFound = true } }
      if !isFound { problems.append("row \(number): the keys in memory do not have it") }
    }
    let summary = try SQLiteSummary.read(db)
    if problems.isEmpty, summary.articles != count {
      problems.append("\(count) articles are stored, \(summary.articles) were counted")
    }
    return problems
  }
}
