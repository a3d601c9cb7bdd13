import Testing

@testable import PostgreSQL

@Suite struct PostgreSQLLibraryTests {
  @Test("a missing library is told with the package that has it")
  func missing() {
    let error = postgresError { _ = try PostgreSQLLibrary(named: "libpq-of-nobody.so.5") }
    guard case .libraryMissing(let reason) = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("libpq-of-nobody.so.5"))
    #expect(error?.description.contains("libpq5") == true)
  }

  @Test("a library that is not libpq is refused")
  func foreign() {
    let error = postgresError { _ = try PostgreSQLLibrary(named: "libc.so.6") }
    #expect(error?.kind == .libraryMissing("libc.so.6: no PQconninfoParse"))
  }
}
