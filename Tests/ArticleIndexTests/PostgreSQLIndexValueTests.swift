import ArticleDedupe
import Testing

@testable import ArticleIndex

@Suite struct PostgreSQLIndexValueTests {
  @Test(
    "the index's own parameter is taken out of the address",
    arguments: [
      ("postgresql://db/news", "postgresql://db/news", nil),
      ("postgresql://db/news?article_isolation=serializable", "postgresql://db/news", .serializable),
      (
        "postgresql://db/news?sslmode=require&article_isolation=locks",
        "postgresql://db/news?sslmode=require", .locks
      ),
      ("postgresql:///n?article_isolation=automatic&host=/run", "postgresql:///n?host=/run", .automatic),
      ("host=/run dbname=news", "host=/run dbname=news", nil),
    ] as [(String, String, PostgreSQLIndexOptions.Isolation?)])
  func address(_ text: String, _ server: String, _ isolation: PostgreSQLIndexOptions.Isolation?) throws {
    let address = try PostgreSQLAddress(text)
    #expect(address.server == server)
    #expect(address.isolation == isolation)
  }

  @Test func unknownIsolation() {
    #expect(throws: IndexError.unavailable(.noAccess, retryable: false)) {
      _ = try PostgreSQLAddress("postgresql://db/news?article_isolation=none")
    }
  }

  @Test(
    "what a server is tells how writers are kept apart",
    arguments: [
      ("PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu", .postgreSQL, true),
      ("PostgreSQL 11.2-YB-2.20.1.0-b0 on x86_64-pc-linux-gnu", .yugabyteDB, false),
      ("PostgreSQL 15.12-YB-2025.1.0.0-b168 on x86_64-pc-linux-gnu", .yugabyteDB, true),
      ("CockroachDB CCL v24.1.0 (x86_64-pc-linux-gnu)", .cockroachDB, false),
    ] as [(String, PostgreSQLDialect.Product, Bool)])
  func dialect(_ version: String, _ product: PostgreSQLDialect.Product, _ usesLocks: Bool) {
    let dialect = PostgreSQLDialect(version: version, isolation: .automatic)
    #expect(dialect.product == product)
    #expect(dialect.usesLocks == usesLocks)
    #expect(PostgreSQLDialect(version: version, isolation: .serializable).usesLocks == false)
    #expect(PostgreSQLDialect(version: version, isolation: .locks).usesLocks)
  }

  @Test("a transaction locks few slots, ascending, or all")
  func locks() throws {
    let one = PostgreSQLLocks([PostgreSQLIndexTests.addition("a", 1)])
    guard case .keys(let keys) = one else {
      Issue.record("locks all for one article")
      return
    }
    #expect((3...PostgreSQLLocks.keysMax).contains(keys.count))
    #expect(keys == keys.sorted() && Set(keys).count == keys.count)
    #expect(!keys.contains(PostgreSQLLocks.index) && !keys.contains(PostgreSQLLocks.schema))
    #expect(PostgreSQLLocks((0..<64).map { PostgreSQLIndexTests.addition("a\($0)", $0) }) == .all)
  }
}
