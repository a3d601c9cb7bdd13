import PostgreSQL
import TestSupport
import Testing

/// The tests that need a server share one. One at a time: they block, and Swift's pool is as wide as the machine.
@Suite(.enabled(if: PostgreSQLCluster.isInstalled), .serialized, .sharedCluster)
struct ServerTests {
  static func connect(
    user: String = "postgres", password: String? = nil, timeouts: PostgreSQLTimeouts = .init()
  ) throws -> PostgreSQLConnection {
    let cluster = try #require(SharedCluster.current)
    return try PostgreSQLConnection(
      to: cluster.address(user: user, password: password), library: .load(), timeouts: timeouts)
  }
}

/// A server for the time of a suite.
struct SharedCluster: SuiteTrait, TestScoping {
  @TaskLocal static var current: PostgreSQLCluster?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let cluster = try PostgreSQLCluster(settings: ["max_connections = 20"])
    defer { cluster.remove() }
    try await Self.$current.withValue(cluster) { try await function() }
  }
}

extension Trait where Self == SharedCluster {
  static var sharedCluster: Self { SharedCluster() }
}

/// What `body` throws, if it is an error of ours.
func postgresError(_ body: () throws -> Void) -> PostgreSQLError? {
  do {
    try body()
    return nil
  } catch {
    return error as? PostgreSQLError
  }
}
