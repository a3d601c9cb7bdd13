import ArticleDedupe
import PostgreSQL

/// Articles that a transaction stores, column by column.
struct PostgreSQLRows {
  private var rows: [Int64] = []
  private var ids: [[UInt8]?] = []
  private var canonicals: [Int64] = []
  private var publishedAt: [Int64] = []
  private var addedAt: [Int64] = []
  private var records: [[UInt8]?] = []
  private var postings: [(key: Int64, row: Int64)] = []

  /// How many there are.
  var count: Int { rows.count }

  mutating func append(_ addition: PostgreSQLAddition, row: Int64, canonicalRow: Int64) {
    append(
      row: row, id: addition.idBytes, canonicalRow: canonicalRow, publishedAt: addition.publishedAt,
      addedAt: addition.addedAt, record: addition.record, keys: addition.textKeys)
  }

  mutating func append(
    row: Int64, id: [UInt8], canonicalRow: Int64, publishedAt: Int64?, addedAt: Int64, record: [UInt8],
    keys: Set<IndexKey>
  ) {
    rows.append(row)
    ids.append(id)
    canonicals.append(canonicalRow)
    self.publishedAt.append(publishedAt ?? PostgreSQLStatement.none)
    self.addedAt.append(addedAt)
    records.append(record)
    for key in keys { postings.append((Int64(key.value), row)) }
  }

  /// Adds the statements that store them. Postings go in by their key, so that one place of the index is visited once.
  func append(to pipeline: inout PostgreSQLPipeline) {
    guard count > 0 else { return }
    let sorted = postings.sorted { $0 < $1 }
    pipeline.append(
      .insertArticles,
      [
        .int8Array(rows), .byteaArray(ids), .int8Array(canonicals), .int8Array(publishedAt),
        .int8Array(addedAt),
        .byteaArray(records),
      ])
    pipeline.append(.insertPostings, [.int8Array(sorted.map(\.key)), .int8Array(sorted.map(\.row))])
  }

  /// The rows that ``PostgreSQLStatement/rows`` gave, ascending.
  static func taken(_ result: PostgreSQLResult, _ count: Int) throws -> [Int64] {
    var rows: [Int64] = []
    for index in 0..<result.rowCount {
      if let row = try result.int64(row: index, column: 0) { rows.append(row) }
    }
    guard rows.count == count else { throw IndexError.unavailable(.unknown, retryable: false) }
    return rows.sorted()
  }
}

/// Articles that a transaction removes. It must have locked the whole index.
struct PostgreSQLRemoval {
  private(set) var rows: [Int64] = []
  private var postings: [(key: Int64, row: Int64)] = []

  /// Of rows as they were fetched. What another version noted of its articles stays: nothing tells its keys, and a
  /// posting without an article is passed over.
  init(rowsAndRecords result: PostgreSQLResult, rowColumn: Int, recordColumn: Int) throws {
    for index in 0..<result.rowCount {
      let keys = try result.withBytes(row: index, column: recordColumn) { $0.flatMap(ArticleRecord.keys) }
      guard let row = try result.int64(row: index, column: rowColumn), let keys else {
        throw IndexError.unavailable(.corrupt, retryable: false)
      }
      rows.append(row)
      for key in Set(keys) { postings.append((Int64(key.value), row)) }
    }
  }

  /// Adds the statements that remove them and put the oldest copy of each in its place.
  func append(to pipeline: inout PostgreSQLPipeline) {
    guard !rows.isEmpty else { return }
    pipeline.append(deleted: postings)
    pipeline.append(.deleteArticles, [.int8Array(rows)])
    pipeline.append(.heirs, [.int8Array(rows)])
    pipeline.append(.nextGeneration)
  }
}
