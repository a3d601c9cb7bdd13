import GRDB

/// The tables of the index, version by version. A migration that was released is never edited: add one.
enum StoreSchema {
  /// Marks the file as ours ("ARTX"), so that another program's database is refused and not migrated.
  ///
  /// Source: https://sqlite.org/pragma.html#pragma_application_id.
  static let applicationID = 0x4152_5458

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: articles and postings") { db in
      try db.execute(literal: "PRAGMA application_id = \(sql: String(applicationID))")
      // Rows are never given twice (AUTOINCREMENT): "newest" and the export cursor rest on their order.
      try db.execute(
        sql: """
          CREATE TABLE article (
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            digest BLOB NOT NULL,
            sketch BLOB NOT NULL,
            canonical INTEGER NOT NULL,
            publishedAt TEXT,
            addedAt INTEGER NOT NULL,
            time INTEGER NOT NULL
          ) STRICT;
          CREATE INDEX articleByDigest ON article (digest);
          CREATE INDEX articleByCanonical ON article (canonical);
          CREATE INDEX articleByTime ON article (time);
          CREATE TABLE posting (
            key INTEGER NOT NULL,
            article INTEGER NOT NULL,
            PRIMARY KEY (key, article)
          ) STRICT, WITHOUT ROWID;
          """)
    }
    return migrator
  }

  /// Brings a new or older index up to date; refuses files that are not an index or that a newer version
  /// wrote.
  static func prepare(_ pool: DatabasePool) throws {
    let (isForeign, isNewer) = try pool.read { db in
      let tag = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
      let tables = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_schema") ?? 0
      return (tables > 0 && tag != applicationID, try migrator.hasBeenSuperseded(db))
    }
    guard !isForeign, !isNewer else { throw StoreError.unavailable(.foreign, retryable: false) }
    try migrator.migrate(pool)
  }
}
