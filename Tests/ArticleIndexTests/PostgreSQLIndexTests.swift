import ArticleDedupe
import PostgreSQL
import TestSupport
import Testing

@testable import ArticleIndex

/// The suites that need a server share one, with a database for each index.
@Suite(.enabled(if: PostgreSQLCluster.isInstalled), .serialized, .indexCluster)
struct PostgreSQLIndexTests {
  /// A new index in a database of its own.
  static func make(_ isolation: PostgreSQLIndexOptions.Isolation = .automatic) throws -> PostgreSQLIndex {
    var options = PostgreSQLIndexOptions()
    options.isolation = isolation
    return try PostgreSQLIndex(address: newDatabase(), options: options)
  }

  /// The address of a new database of the shared server.
  static func newDatabase() throws -> String {
    let cluster = try #require(IndexCluster.current)
    let name = "index_\(UInt64.random(in: 0 ..< .max))"
    let connection = try PostgreSQLConnection(to: cluster.address, library: .load())
    try connection.execute("CREATE DATABASE \(name)", within: .seconds(30))
    return cluster.address.replacing("/postgres?", with: "/\(name)?")
  }

  @Test(
    "a mix of all calls answers as in memory",
    arguments: [.locks, .serializable] as [PostgreSQLIndexOptions.Isolation])
  func likeMemory(_ isolation: PostgreSQLIndexOptions.Isolation) async throws {
    try await IndexConformance.answersLikeMemory { try Self.make(isolation) }
  }

  @Test("an index that can keep few articles in memory answers the same")
  func smallCache() async throws {
    var options = PostgreSQLIndexOptions()
    options.cachedMax = 3
    let address = try Self.newDatabase()
    try await IndexConformance.answersLikeMemory {
      try PostgreSQLIndex(address: address, options: options)
    }
  }

  @Test func manyCopies() async throws { try await IndexConformance.manyCopies { try Self.make() } }
  @Test func conflicts() async throws { try await IndexConformance.conflicts { try Self.make() } }
  @Test func ids() async throws { try await IndexConformance.ids { try Self.make() } }
  @Test func concurrentAdders() async throws {
    try await IndexConformance.concurrentAdders { try Self.make() }
  }
  @Test func concurrentIds() async throws { try await IndexConformance.concurrentIds { try Self.make() } }
  @Test func heirs() async throws { try await IndexConformance.heirs { try Self.make() } }
  @Test func prune() async throws { try await IndexConformance.prune { try Self.make() } }
  @Test func exportAndRestore() async throws {
    try await IndexConformance.exportAndRestore { try Self.make() }
  }
  @Test func otherVersion() async throws { try await IndexConformance.otherVersion { try Self.make() } }
  @Test func closing() async throws { try await IndexConformance.closing { try Self.make() } }
  @Test func cancellation() async throws { try await IndexConformance.cancellation { try Self.make() } }
}

/// A server for the time of a suite.
struct IndexCluster: SuiteTrait, TestScoping {
  @TaskLocal static var current: PostgreSQLCluster?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let cluster = try PostgreSQLCluster(settings: ["max_connections = 30"])
    defer { cluster.remove() }
    try await Self.$current.withValue(cluster) { try await function() }
  }
}

extension Trait where Self == IndexCluster {
  static var indexCluster: Self { IndexCluster() }
}
