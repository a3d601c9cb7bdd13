import GRDB

/// What the index file says of itself: the one row of the table `summary`.
struct SQLiteSummary: Equatable {
  /// A random number given to the file when it was made.
  var generation: Int64
  var articles: Int
  /// How many articles were ever taken out.
  var removals: Int64
  /// No stored article is older, or newer, than these, in seconds since 1970.
  var oldest: Int64?
  var newest: Int64?

  static func read(_ db: Database) throws -> SQLiteSummary {
    let statement = try db.cachedStatement(
      sql: "SELECT generation, articles, removals, oldest, newest FROM summary")
    guard let row = try Row.fetchOne(statement) else {
      throw IndexError.unavailable(.corrupt, retryable: false)
    }
    return SQLiteSummary(
      generation: row[0], articles: row[1], removals: row[2], oldest: row[3], newest: row[4])
  }

  /// Notes the times that a look at every article found.
  static func setTimes(oldest: Int64?, newest: Int64?, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE summary SET oldest = ?, newest = ?").execute(arguments: [
      oldest, newest,
    ])
  }

  /// What one transaction changes of it.
  struct Change {
    private var added = 0
    private var removed = 0
    private var oldest: Int64?
    private var newest: Int64?

    mutating func add(time: Int64) {
      added += 1
      oldest = min(oldest ?? time, time)
      newest = max(newest ?? time, time)
    }

    mutating func remove() { removed += 1 }

    func apply(_ db: Database) throws {
      guard added > 0 || removed > 0 else { return }
      // min() and max() of SQLite are NULL where one of their arguments is.
      try db.cachedStatement(
        sql: """
          UPDATE summary SET articles = articles + ?, removals = removals + ?,
            oldest = min(ifnull(oldest, ?3), ifnull(?3, oldest)), newest = max(ifnull(newest, ?4), ifnull(?4, newest))
          """
      ).execute(arguments: [added - removed, removed, oldest, newest])
    }
  }
}
