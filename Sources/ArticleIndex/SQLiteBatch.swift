import ArticleDedupe
import Foundation
import GRDB

/// One transaction of the writer: what it reads and changes, and what that means for the keys in memory.
///
/// Every statement is a literal of this file or of ``SQLiteRows``; what comes from outside is bound, never spliced in.
struct SQLiteBatch {
  let rows: SQLiteRows
  private let table: SearchTable
  private let recent: RecentCache
  /// Keys that were noted, to be taken out if the transaction fails.
  private var noted: [(keys: [IndexKey], row: UInt32)] = []
  /// Keys to be taken out once it is committed.
  private var dropped: [(keys: [IndexKey], row: UInt32)] = []
  private var removedRows: Set<UInt32> = []
  private var summary = SQLiteSummary.Change()

  init(_ db: Database, _ table: SearchTable, _ recent: RecentCache) throws {
    rows = try SQLiteRows(db)
    self.table = table
    self.recent = recent
  }

  private var db: Database { rows.db }

  /// Looks an article up and stores it.
  mutating func add(_ addition: Addition) throws -> DedupeReport {
    let (id, query) = (addition.id, addition.query)
    if let known = try stored(id: id) {
      if case .current(let article) = known.content, article.digest == query.digest {
        let canonical = try rows.id(row: article.canonicalRow)
        return try ArticleLookup(query, in: self)
          .report(ofKnown: id, canonicalId: canonical, limit: addition.limit, query)
      }
      // What another version stored cannot be compared: it is read anew.
      if case .current = known.content, !addition.replace { throw IndexError.idConflict }
      try remove(known)
    }
    let lookup = try ArticleLookup(query, in: self)
    let canonical = lookup.canonical
    let row = try insert(
      SQLiteRows.New(
        id: id, canonicalRow: canonical?.row, publishedAt: addition.publishedAt, addedAt: addition.addedAt,
        content: ArticleRecord.bytes(of: query)),
      keys: [IndexKey(digest: query.digest)] + query.sketch.keys.map { IndexKey(gram: $0) })
    recent.keep(
      StoredArticle(
        row: row, id: id, canonicalRow: canonical?.row ?? row, digest: query.digest, sketch: query.sketch))
    return lookup.report(id: id, canonicalId: canonical?.id, added: true, limit: addition.limit, query)
  }

  /// What is stored under an id.
  func stored(id: String) throws -> SQLiteRows.Stored? {
    var candidates: [UInt32] = []
    try forEachRow(IndexKey(id: id)) { candidates.append($0) }
    return try candidates.lazy.compactMap { try rows.stored(row: $0) }.first {
      // Not ==, to which composed and decomposed letters are one.
      $0.id.utf8.elementsEqual(id.utf8)
    }
  }

  /// Stores an article under a new row.
  @discardableResult
  mutating func insert(_ new: SQLiteRows.New, keys: [IndexKey]) throws -> UInt32 {
    let row = try rows.insert(new)
    var keys = keys
    keys.append(IndexKey(id: new.id))
    if let canonical = new.canonicalRow { keys.append(IndexKey(copiesOf: canonical)) }
    note(keys, row)
    summary.add(time: new.publishedAt ?? new.addedAt)
    return row
  }

  /// Removes an article; of those it stood for, the oldest takes its place.
  mutating func remove(_ stored: SQLiteRows.Stored) throws {
    try rows.delete(row: stored.row)
    recent.forget(stored.row)
    removedRows.insert(stored.row)
    summary.remove()
    var keys = stored.keys
    keys.append(IndexKey(id: stored.id))
    if let canonical = stored.canonicalRow { keys.append(IndexKey(copiesOf: canonical)) }
    dropped.append((keys, stored.row))
    try bequeath(stored.row)
  }

  private mutating func bequeath(_ row: UInt32) throws {
    let key = IndexKey(copiesOf: row)
    var copies: [UInt32] = []
    try forEachRow(key) { copies.append($0) }
    copies = try copies.filter { try rows.stored(row: $0)?.canonicalRow == row }.sorted()
    guard let heir = copies.first else { return }
    for copy in copies {
      dropped.append(([key], copy))
      try rows.setCanonical(of: copy, to: copy == heir ? nil : heir)
      recent.forget(copy)
      if copy != heir { note([IndexKey(copiesOf: heir)], copy) }
    }
  }

  private mutating func note(_ keys: [IndexKey], _ row: UInt32) {
    table.insert(keys, row)
    noted.append((keys, row))
  }

  /// Writes what the transaction changed of the whole; the last before it is committed.
  func writeSummary() throws { try summary.apply(db) }

  /// After the commit: what was added is seen by all, what was removed is gone.
  func committed() {
    table.commit(upTo: noted.map(\.row).max() ?? 0)
    for (keys, row) in dropped { table.remove(keys, row) }
  }

  /// After a failure: as if nothing had been done.
  func rolledBack() {
    for (keys, row) in noted {
      table.remove(keys, row)
      recent.forget(row)
    }
    // Copies of what was not removed after all, which may have been read as standing for themselves.
    for (_, row) in dropped { recent.forget(row) }
  }
}

extension SQLiteBatch: SketchStorage {
  func forEachRow(_ key: IndexKey, _ body: (UInt32) -> Void) throws {
    table.forEachRow(key, upTo: .max) { row in if !removedRows.contains(row) { body(row) } }
  }

  func article(row: UInt32) throws -> StoredArticle? {
    if let article = recent[row] { return article }
    let article = try rows.article(row: row)
    if let article { recent.keep(article) }
    return article
  }
}

/// An article that is to be stored.
struct Addition: Sendable {
  var id: String
  var query: PreparedArticle
  /// Seconds since 1970.
  var publishedAt: Int64?
  var addedAt: Int64
  /// The most matches to report.
  var limit: Int
  var replace: Bool
}

/// What readers see of the index: the rows that were committed when they began.
struct SQLiteSnapshot: SketchStorage {
  let rows: SQLiteRows
  let table: SearchTable
  let lastRow: UInt32

  func forEachRow(_ key: IndexKey, _ body: (UInt32) -> Void) throws {
    table.forEachRow(key, upTo: lastRow, body)
  }

  func article(row: UInt32) throws -> StoredArticle? { try rows.article(row: row) }
}
