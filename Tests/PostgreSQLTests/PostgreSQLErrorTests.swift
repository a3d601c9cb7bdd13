import Testing

@testable import PostgreSQL

@Suite struct PostgreSQLErrorTests {
  @Test(
    "a SQLSTATE has its kind",
    arguments: [
      ("08006", .connectionLost), ("22P03", .undefined("22P03")), ("23505", .uniqueViolation),
      ("25006", .readOnly), ("28P01", .authentication), ("40001", .serialization), ("40P01", .serialization),
      ("42501", .noAccess), ("53100", .diskFull), ("53200", .outOfMemory), ("53300", .tooManyConnections),
      ("54000", .tooLarge), ("57014", .timeout), ("57P01", .adminShutdown), ("57P03", .adminShutdown),
      ("58030", .inputOutput), ("XX001", .corrupt),
    ] as [(String, PostgreSQLError.Kind)])
  func kinds(_ sqlstate: String, _ kind: PostgreSQLError.Kind) {
    let error = PostgreSQLError(sqlstate: sqlstate, statement: 3)
    #expect(error.kind == kind)
    #expect(error.description.hasSuffix(" (SQLSTATE \(sqlstate), statement 3)"))
  }

  @Test(
    "what a server sends instead of a SQLSTATE is not repeated",
    arguments: ["", "secret", "2850", "28p01", "가"])
  func malformed(_ sqlstate: String) {
    let error = PostgreSQLError(sqlstate: sqlstate)
    #expect(error.kind == .undefined(""))
    #expect(error.sqlstate == nil)
    #expect(error.description == "PostgreSQL refused")
  }
}
