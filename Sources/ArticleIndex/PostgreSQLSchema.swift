import PostgreSQL

/// The tables of the index in their own schema, version by version. A migration that was released is never edited: add
/// one. A new ``ArticleRecord`` version needs one that empties `posting` of what can no longer be compared.
enum PostgreSQLSchema {
  /// The rows above it stand for the articles of a batch that have none yet (see ``PostgreSQLSketches``).
  static let rowMax: Int64 = 4_294_900_000

  /// Ids are bytes: no collation that a library's update could change under the index, and any text at all, U+0000 too.
  /// Statements of version n are `migrations[n - 1]`.
  private static let migrations = [
    [
      "CREATE SCHEMA IF NOT EXISTS article_index",
      "CREATE TABLE article_index.meta (name text PRIMARY KEY, value bigint NOT NULL)",
      "CREATE SEQUENCE article_index.article_row MINVALUE 1 MAXVALUE \(rowMax)",
      """
      CREATE TABLE article_index.article (
        row bigint PRIMARY KEY,
        id bytea NOT NULL UNIQUE,
        canonical bigint NOT NULL,
        published_at bigint,
        added_at bigint NOT NULL,
        time bigint NOT NULL,
        record bytea NOT NULL
      )
      """,
      "CREATE INDEX article_copies ON article_index.article (canonical, row) WHERE canonical <> row",
      "CREATE INDEX article_time ON article_index.article (time, row)",
      """
      CREATE TABLE article_index.posting (key bigint NOT NULL, row bigint NOT NULL, PRIMARY KEY (key, row))
      """,
      // The number of articles, as a sum of parts: writers of two services do not wait for each other's.
      "CREATE TABLE article_index.tally (part bigint PRIMARY KEY, articles bigint NOT NULL)",
      // The generation counts what was removed (PostgreSQLCache).
      "INSERT INTO article_index.meta VALUES ('version', 1), ('generation', 1)",
    ]
  ]

  /// The version of this program.
  static var version: Int64 { Int64(migrations.count) }

  /// Looks whether the tables are this version's.
  ///
  /// - Throws: ``IndexError/unavailable(_:retryable:)``: `foreign` for a newer version or a schema of somebody else's.
  static func check(_ connection: PostgreSQLConnection) throws {
    guard try storedVersion(connection) == version else {
      throw IndexError.unavailable(.foreign, retryable: false)
    }
  }

  /// Makes the tables or brings them up to date, where they are not.
  static func prepare(_ connection: PostgreSQLConnection, _ dialect: PostgreSQLDialect) throws {
    // Without a lock first, and without a right to create anything.
    if let stored = try storedVersion(connection) {
      guard stored <= version else { throw IndexError.unavailable(.foreign, retryable: false) }
      if stored == version { return }
    }
    try connection.execute("BEGIN")
    if dialect.usesLocks {
      try connection.execute(
        "SELECT pg_advisory_xact_lock(\(PostgreSQLLocks.schema))", within: migrationLimit)
    }
    let stored = try storedVersion(connection) ?? 0
    guard stored <= version else { throw IndexError.unavailable(.foreign, retryable: false) }
    if stored < version {
      try connection.execute("SET LOCAL statement_timeout = 0")
      for statement in migrations[Int(stored)...].joined() {
        try connection.execute(statement, within: migrationLimit)
      }
      try connection.run(
        PostgreSQLPipeline.of(
          sql: "UPDATE article_index.meta SET value = $1::bigint WHERE name = 'version'", [.int8(version)]))
    }
    try connection.execute("COMMIT")
  }

  private static let migrationLimit: Duration = .seconds(3600)

  /// The version of the stored tables; `nil` where there are none.
  private static func storedVersion(_ connection: PostgreSQLConnection) throws -> Int64? {
    let found = try connection.query(
      """
      SELECT count(*)::bigint, (count(*) FILTER (WHERE table_name = 'meta'))::bigint
      FROM information_schema.tables WHERE table_schema = 'article_index'
      """)
    guard try found.int64(row: 0, column: 0) ?? 0 > 0 else { return nil }
    guard try found.int64(row: 0, column: 1) == 1 else {
      throw IndexError.unavailable(.foreign, retryable: false)
    }
    let stored = try connection.query("SELECT value FROM article_index.meta WHERE name = 'version'")
    guard stored.rowCount == 1, let version = try stored.int64(row: 0, column: 0), version >= 1 else {
      throw IndexError.unavailable(.foreign, retryable: false)
    }
    return version
  }
}

extension PostgreSQLPipeline {
  /// A pipeline of one statement.
  static func of(sql: String, _ values: [PostgreSQLValue] = []) -> PostgreSQLPipeline {
    var pipeline = PostgreSQLPipeline()
    pipeline.append(sql: sql, values)
    return pipeline
  }
}
