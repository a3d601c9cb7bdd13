import Testing

@testable import PostgreSQL

@Suite struct PostgreSQLTimeoutsTests {
  @Test(
    "no time becomes forever",
    arguments: [
      (.zero, 1), (.seconds(-1), 1), (.microseconds(1), 1), (.milliseconds(1500), 1500),
      (.seconds(1e12), .max),
    ] as [(Duration, Int32)])
  func milliseconds(_ duration: Duration, _ expected: Int32) {
    #expect(duration.milliseconds == expected)
  }
}
