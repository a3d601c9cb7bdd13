import ArticleDedupe
import Dispatch
import PostgreSQL
import Testing

@testable import ArticleIndex

/// Several services on one index.
extension PostgreSQLIndexTests {
  @Test(
    "of two services that add two wordings of one text at once exactly one has the canonical",
    arguments: [.locks, .serializable] as [PostgreSQLIndexOptions.Isolation])
  func racing(_ isolation: PostgreSQLIndexOptions.Isolation) async throws {
    let address = try Self.newDatabase() + "&article_isolation=\(isolation.rawValue)"
    let indexes = [try PostgreSQLIndex(address: address), try PostgreSQLIndex(address: address)]
    for round in 0..<20 {
      let reports = try await withThrowingTaskGroup(of: (Int, DedupeReport).self) { group in
        for pair in round * 5..<round * 5 + 5 {
          for (side, index) in indexes.enumerated() {
            group.addTask {
              (pair, try await index.add(IndexConformance.variant("p\(pair)-\(side)", pair, side * 2)))
            }
          }
        }
        var reports: [(Int, DedupeReport)] = []
        for try await report in group { reports.append(report) }
        return reports
      }
      for (pair, both) in Dictionary(grouping: reports, by: \.0) {
        let first = both.filter { $0.1.status == .new }.map(\.1)
        #expect(first.count == 1, "pair \(pair)")
        #expect(both.allSatisfy { $0.1.added && $0.1.canonicalId == first.first?.id }, "pair \(pair)")
      }
    }
    #expect(try await indexes[0].stats().articles == 200)
    for index in indexes { try await index.close() }
  }

  @Test("services that open a new database at once all find the index there")
  func openedTogether() async throws {
    let address = try Self.newDatabase()
    let opened = try await withThrowingTaskGroup(of: PostgreSQLIndex.self) { group in
      for number in 0..<4 {
        group.addTask {
          try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "open.\(number)").async {
              continuation.resume(with: Result { try PostgreSQLIndex(address: address) })
            }
          }
        }
      }
      var opened: [PostgreSQLIndex] = []
      for try await index in group { opened.append(index) }
      return opened
    }
    for (number, index) in opened.enumerated() {
      #expect(
        try await index.add(IndexConformance.input("a\(number)", 1)).status == (number == 0 ? .new : .exact))
      try await index.close()
    }
  }

  @Test("what a service stored, removed or replaced the other sees at once")
  func shared() async throws {
    let address = try Self.newDatabase()
    let (one, other) = (try PostgreSQLIndex(address: address), try PostgreSQLIndex(address: address))
    for number in 0..<3 { _ = try await one.add(IndexConformance.input("a\(number)", 1)) }
    #expect(try await other.check(IndexConformance.input(nil, 1)).canonicalId == "a0")
    #expect(try await one.remove(id: "a0"))
    #expect(try await other.check(IndexConformance.input(nil, 1)).canonicalId == "a1")
    #expect(try await other.add(IndexConformance.input("b", 1)).canonicalId == "a1")
    #expect(try await one.add(IndexConformance.input("a1", 2), limit: 5, replace: true).added)
    #expect(try await other.add(IndexConformance.input("c", 1)).canonicalId == "a2")
    #expect(try await other.prune(before: "2030-01-01") == 4)
    #expect(try await one.check(IndexConformance.input(nil, 1)).status == .new)
    #expect(try await one.add(IndexConformance.input("d", 1)).status == .new)
    for index in [one, other] { try await index.close() }
  }

  @Test(
    "whatever services do at once, every copy has a canonical that stands for itself, and all is counted",
    arguments: [.locks, .serializable] as [PostgreSQLIndexOptions.Isolation])
  func invariants(_ isolation: PostgreSQLIndexOptions.Isolation) async throws {
    let address = try Self.newDatabase() + "&article_isolation=\(isolation.rawValue)"
    let indexes = [try PostgreSQLIndex(address: address), try PostgreSQLIndex(address: address)]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          var random = Generator(state: UInt64(worker))
          for _ in 0..<40 {
            let index = indexes[worker % 2]
            let id = "a\(Int.random(in: 0..<50, using: &random))"
            let seed = Int.random(in: 0..<6, using: &random)
            do {
              switch Int.random(in: 0..<10, using: &random) {
              case 0..<5: _ = try await index.add(IndexConformance.variant(id, seed, seed))
              case 5, 6:
                _ = try await index.add(IndexConformance.variant(id, seed, 2), limit: 5, replace: true)
              case 7, 8: _ = try await index.remove(id: id)
              default: _ = try await index.check(IndexConformance.input(nil, seed))
              }
            } catch IndexError.idConflict {
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let connection = try PostgreSQLConnection(
      to: address.replacing("&article_isolation=\(isolation.rawValue)", with: ""), library: .load())
    let wrong = try connection.query(
      """
      SELECT count(*) FILTER (WHERE c.row IS NULL OR c.canonical <> c.row OR c.row > a.row), count(*),
        (SELECT count(*) FROM article_index.posting AS p LEFT JOIN article_index.article AS b ON b.row = p.row
         WHERE b.row IS NULL)
      FROM article_index.article AS a LEFT JOIN article_index.article AS c ON c.row = a.canonical
      """)
    #expect(try wrong.int64(row: 0, column: 0) == 0)
    #expect(try wrong.int64(row: 0, column: 2) == 0)
    let count = try #require(try wrong.int64(row: 0, column: 1))
    #expect(try await indexes[0].stats().articles == Int(count))
    for index in indexes { try await index.close() }
  }
}
