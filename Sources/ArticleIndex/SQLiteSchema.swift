import ArticleDedupe
import Foundation
import GRDB

/// The tables of the index file, version by version. A migration that was released is never edited: add one.
///
/// The truth is one row an article. By what it is found is in memory (``SearchTable``), made of the rows at start.
enum SQLiteSchema {
  /// Marks the file as ours ("ARTX"), so that another program's database is refused and not migrated.
  ///
  /// Source: https://sqlite.org/pragma.html#pragma_application_id.
  static let applicationID = 0x4152_5458

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: articles and postings") { db in
      try db.execute(literal: "PRAGMA application_id = \(sql: String(applicationID))")
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
    migrator.registerMigration("2: one record an article, keys in memory") { db in
      try db.execute(
        sql: """
          CREATE TABLE record (
            -- Never given twice (AUTOINCREMENT): "newest" and the export cursor rest on the order of rows.
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            -- UTF-8; no text, which SQLite reads up to the first U+0000.
            id BLOB NOT NULL,
            -- The row of which it is a copy, NULL where it stands for itself.
            canonical INTEGER,
            -- Seconds since 1970.
            publishedAt INTEGER,
            addedAt INTEGER NOT NULL,
            content BLOB NOT NULL
          ) STRICT;
          -- One row. `generation` and `removals` tell whether a file of keys fits this one; `oldest` and `newest` bound
          -- the times of all articles.
          CREATE TABLE summary (
            generation INTEGER NOT NULL,
            articles INTEGER NOT NULL,
            removals INTEGER NOT NULL,
            oldest INTEGER,
            newest INTEGER
          ) STRICT;
          """)
      try moveRecords(db)
      try db.execute(sql: "DROP TABLE article; DROP TABLE posting")
    }
    return migrator
  }

  /// Version 1's sketches cannot be compared with today's: they keep their place and are found by id.
  private static func moveRecords(_ db: Database) throws {
    let old = try Row.fetchCursor(
      db,
      sql: """
        SELECT row, id, nullif(canonical, row), iif(publishedAt IS NULL, NULL, time), addedAt, digest, sketch FROM article
        """)
    let insert = try db.makeStatement(
      sql: "INSERT INTO record (row, id, canonical, publishedAt, addedAt, content) VALUES (?, ?, ?, ?, ?, ?)")
    while let row = try old.next() {
      let content = (row[5] as Data).prefix(ContentDigest.byteCount) + (row[6] as Data)
      try insert.execute(
        arguments: [
          row[0] as Int64, SQLiteRows.blob(row[1]), row[2] as Int64?, row[3] as Int64?, row[4] as Int64,
          content,
        ])
    }
    try db.execute(
      sql: """
        INSERT INTO summary (generation, articles, removals, oldest, newest)
          SELECT random(), count(*), 0, min(time), max(time) FROM article
        """)
  }

  /// Brings a new or older index up to date; refuses files that are not an index or that a newer version wrote.
  static func prepare(_ pool: DatabasePool) throws {
    let (isForeign, isNewer) = try pool.read { db in
      let tag = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
      let tables = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_schema") ?? 0
      return (tables > 0 && tag != applicationID, try migrator.hasBeenSuperseded(db))
    }
    guard !isForeign, !isNewer else { throw IndexError.unavailable(.foreign, retryable: false) }
    try migrator.migrate(pool)
  }
}
