import PostgreSQL

/// The prepared statements of the index, each a literal: what comes from outside is bound, never spliced in.
enum PostgreSQLStatement: String, CaseIterable {
  case addTally, articles, deleteArticles, deletePostings, export, generation, health, heirs, insertArticles,
    insertPostings, known,
    lastRow, lockAll, lockKeys, lockShared, nextGeneration,
    older, postings, records, rows, stats, statsOfCockroachDB

  /// Those that a server can prepare.
  static func prepared(_ dialect: PostgreSQLDialect) -> [Self] {
    allCases.filter { statement in
      switch statement {
      case .stats: dialect.product != .cockroachDB
      case .statsOfCockroachDB: dialect.product == .cockroachDB
      case .lastRow, .lockAll, .lockKeys, .lockShared: dialect.usesLocks
      default: true
      }
    }
  }

  var sql: String {
    switch self {
    case .addTally:
      """
      INSERT INTO article_index.tally AS t (part, articles) VALUES ($1::bigint, $2::bigint)
      ON CONFLICT (part) DO UPDATE SET articles = t.articles + excluded.articles
      """
    case .articles:
      // The candidates, and what they are copies of.
      """
      SELECT a.row, a.id, a.canonical, a.record FROM article_index.article AS a WHERE a.row = ANY ($1::bigint[])
      UNION ALL
      SELECT c.row, c.id, c.canonical, c.record FROM article_index.article AS c WHERE c.row IN (
        SELECT a.canonical FROM article_index.article AS a
        WHERE a.row = ANY ($1::bigint[]) AND a.canonical <> a.row AND a.canonical <> ALL ($1::bigint[]))
      """
    case .deleteArticles: "DELETE FROM article_index.article AS a WHERE a.row = ANY ($1::bigint[])"
    case .deletePostings:
      """
      DELETE FROM article_index.posting AS p USING unnest($1::bigint[], $2::bigint[]) AS d (key, number)
      WHERE p.key = d.key AND p.row = d.number
      """
    case .export:
      """
      SELECT a.row, a.id, CASE WHEN a.canonical <> a.row THEN c.id END, a.published_at, a.added_at, a.record
      FROM article_index.article AS a LEFT JOIN article_index.article AS c ON c.row = a.canonical
      WHERE a.row > $1::bigint AND a.row <= $2::bigint ORDER BY a.row LIMIT $3::bigint
      """
    case .generation: "SELECT m.value FROM article_index.meta AS m WHERE m.name = 'generation'"
    case .health:
      """
      SELECT (CASE WHEN pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' THEN 1 ELSE 0 END)::bigint,
        (SELECT value FROM article_index.meta WHERE name = 'version')
      """
    case .heirs:
      // Of the copies of what has been deleted the oldest takes its place.
      """
      UPDATE article_index.article AS a SET canonical = h.heir
      FROM (
        SELECT c.canonical, min(c.row) AS heir FROM article_index.article AS c
        WHERE c.canonical = ANY ($1::bigint[]) AND c.canonical <> c.row GROUP BY c.canonical) AS h
      WHERE a.canonical = h.canonical AND a.canonical <> a.row
      """
    case .insertArticles:
      """
      INSERT INTO article_index.article (row, id, canonical, published_at, added_at, time, record)
      SELECT n.number, n.id, n.canonical, nullif(n.published, \(Self.none)), n.added,
        coalesce(nullif(n.published, \(Self.none)), n.added), n.record
      FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[])
        AS n (number, id, canonical, published, added, record)
      """
    case .insertPostings:
      "INSERT INTO article_index.posting (key, row) SELECT * FROM unnest($1::bigint[], $2::bigint[])"
    case .known:
      """
      SELECT a.row, a.id, a.canonical, c.id, substring(a.record FROM 1 FOR 17)
      FROM article_index.article AS a LEFT JOIN article_index.article AS c ON c.row = a.canonical
      WHERE a.id = ANY ($1::bytea[])
      """
    case .lastRow: "SELECT s.last_value FROM article_index.article_row AS s"
    case .lockAll: "SELECT pg_advisory_xact_lock(\(PostgreSQLLocks.index))"
    case .lockKeys: "SELECT pg_advisory_xact_lock(k) FROM unnest($1::bigint[]) AS k"
    case .lockShared: "SELECT pg_advisory_xact_lock_shared(\(PostgreSQLLocks.index))"
    case .nextGeneration: "UPDATE article_index.meta AS m SET value = m.value + 1 WHERE m.name = 'generation'"
    case .older:
      """
      SELECT a.row, a.record FROM article_index.article AS a WHERE a.time < $1::bigint ORDER BY a.time, a.row
      LIMIT $2::bigint
      """
    case .postings:
      // Without a limit for each key: that takes a scan for each, of three times the time. Who adds keeps them short
      // (``PostgreSQLSketches/surplus(of:)``).
      "SELECT p.key, p.row FROM article_index.posting AS p WHERE p.key = ANY ($1::bigint[])"
    case .records:
      "SELECT a.row, a.id, a.canonical, a.record FROM article_index.article AS a WHERE a.id = ANY ($1::bytea[])"
    case .rows: "SELECT nextval('article_index.article_row') FROM generate_series(1, $1::bigint)"
    case .stats:
      """
      SELECT (SELECT coalesce(sum(t.articles), 0)::bigint FROM article_index.tally AS t),
        (SELECT min(a.time) FROM article_index.article AS a), (SELECT max(a.time) FROM article_index.article AS a),
        pg_total_relation_size('article_index.article') + pg_total_relation_size('article_index.posting')
      """
    case .statsOfCockroachDB:
      // It does not tell what its tables take.
      """
      SELECT (SELECT coalesce(sum(t.articles), 0)::bigint FROM article_index.tally AS t),
        (SELECT min(a.time) FROM article_index.article AS a), (SELECT max(a.time) FROM article_index.article AS a), 0::bigint
      """
    }
  }

  /// Stands for NULL in a bigint[].
  static let none = Int64.min + 1
}

extension PostgreSQLPipeline {
  /// Adds a statement of the index.
  mutating func append(_ statement: PostgreSQLStatement, _ values: [PostgreSQLValue] = []) {
    append(statement.rawValue, values)
  }
}
