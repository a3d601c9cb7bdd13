import ArticleDedupe
import PostgreSQL

extension PostgreSQLWriter {
  /// Forgets an article; `false` when the id is not known.
  func remove(id: [UInt8]) throws(IndexError) -> Bool {
    try removing { pipeline in
      pipeline.append(.records, [.byteaArray([id])])
      return (rowColumn: 0, recordColumn: 3)
    } > 0
  }

  /// Forgets at most `limit` of the articles older than `time`, and tells how many.
  func prune(before time: Int64, limit: Int) throws(IndexError) -> Int {
    try removing { pipeline in
      pipeline.append(.older, [.int8(time), .int8(Int64(limit))])
      return (rowColumn: 0, recordColumn: 1)
    }
  }

  /// Removes the articles that a query finds, with two round trips, and tells how many.
  private func removing(
    _ find: (inout PostgreSQLPipeline) -> (rowColumn: Int, recordColumn: Int)
  ) throws(IndexError) -> Int {
    let part = tallyPart
    // What the last attempt wanted to remove. Its COMMIT may have been done without an answer, all of it or nothing.
    var attempted: [Int64] = []
    return try transact { connection, dialect in
      var pipeline = PostgreSQLPipeline()
      pipeline.begin(dialect, .all)
      let columns = find(&pipeline)
      pipeline.append(.articles, [.int8Array(attempted)])
      let results = try connection.run(pipeline)
      if !attempted.isEmpty, results[results.count - 1].rowCount == 0 {
        try connection.execute("ROLLBACK")
        return attempted.count
      }
      let removal = try PostgreSQLRemoval(
        rowsAndRecords: results[results.count - 2], rowColumn: columns.rowColumn,
        recordColumn: columns.recordColumn)
      attempted = removal.rows
      pipeline = PostgreSQLPipeline()
      removal.append(to: &pipeline)
      pipeline.append(change: -removal.rows.count, part)
      pipeline.append(sql: "COMMIT")
      try connection.run(pipeline)
      return removal.rows.count
    }
  }

  /// Stores exported articles, and tells how many.
  func restore(_ restoration: PostgreSQLRestoration) throws(IndexError) -> Int {
    let part = tallyPart
    var restoration = restoration
    return try transact { connection, dialect in try restoration.run(connection, dialect, tallyPart: part) }
  }
}
