import Foundation

/// What a server that speaks PostgreSQL's protocol is and how the index works on it.
struct PostgreSQLDialect: Sendable, Equatable {
  enum Product: Sendable, Equatable {
    case postgreSQL, cockroachDB, yugabyteDB
  }

  let product: Product
  /// Whether advisory locks keep writers apart, rather than SERIALIZABLE.
  let usesLocks: Bool

  /// Reads `version()`, such as "PostgreSQL 15.18 (Debian …)", "PostgreSQL 11.2-YB-2.20.1.0-b0 on …" or
  /// "CockroachDB CCL v24.1.0 …".
  init(version: String, isolation: PostgreSQLIndexOptions.Isolation) {
    let hasLocks: Bool
    if version.contains("CockroachDB") {
      (product, hasLocks) = (.cockroachDB, false)
    } else if let mark = version.range(of: "-YB-") {
      // The locks came with 2025.1: https://docs.yugabyte.com/stable/explore/transactions/explicit-locking/.
      let year = Int(version[mark.upperBound...].prefix { $0.isASCII && $0.isNumber }) ?? 0
      (product, hasLocks) = (.yugabyteDB, year >= 2025)
    } else {
      (product, hasLocks) = (.postgreSQL, true)
    }
    usesLocks =
      switch isolation {
      case .automatic: hasLocks
      case .locks: true
      case .serializable: false
      }
  }

  /// Opens a transaction that writes. Not READ WRITE: who makes a database read-only by default means it.
  var begin: String { "BEGIN ISOLATION LEVEL \(usesLocks ? "READ COMMITTED" : "SERIALIZABLE")" }

  /// What a session is set to.
  ///
  /// An index can be new and without statistics, or double between two ANALYZE; whatever the planner takes the tables
  /// for, every statement here is best served by the indexes, and by one plan for all its values. `synchronous_commit`
  /// is raised if the server has it off, since an answered add must survive the loss of power.
  var settings: String? {
    guard product != .cockroachDB else { return nil }
    return """
      SET enable_seqscan = off; SET enable_bitmapscan = off; SET plan_cache_mode = force_generic_plan; SET jit = off;
      SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
      """
  }
}
