import CPostgreSQL

/// libpq, PostgreSQL's client library, loaded when it is first asked for.
///
/// It is not linked: it would bring LDAP, Kerberos and GnuTLS into every start of a service that may never see a
/// PostgreSQL server.
///
/// The functions are written before a value of this type exists, never change afterwards and are never freed, and
/// libpq may be called from many threads as long as each connection is used by one at a time
/// (https://www.postgresql.org/docs/15/libpq-threading.html): hence `@unchecked Sendable`.
public struct PostgreSQLLibrary: @unchecked Sendable {
  let functions: UnsafePointer<libpq_functions>

  /// libpq.so.5 of the system, loaded once; a failure stays until the process ends.
  ///
  /// - Throws: ``PostgreSQLError`` of the kind `libraryMissing` when libpq of PostgreSQL 14 or newer is not there.
  public static func load() throws(PostgreSQLError) -> PostgreSQLLibrary { try system.get() }

  private static let system = Result { () throws(PostgreSQLError) in
    try PostgreSQLLibrary(named: "libpq.so.5")
  }

  /// Loads the library `name` as dlopen(3) finds it. It stays loaded.
  init(named name: String) throws(PostgreSQLError) {
    let reason = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 512)
    reason.initialize(repeating: 0)
    defer { reason.deallocate() }
    guard let functions = libpq_load(name, reason.baseAddress!, reason.count) else {
      throw PostgreSQLError(.libraryMissing(String(cString: reason.baseAddress!)))
    }
    self.functions = functions
  }
}
