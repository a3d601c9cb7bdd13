import ArticleDedupe
import Foundation
import PostgreSQL
import Synchronization
import TestSupport
import Testing

@testable import ArticleIndex

/// The index and its server: what it asks, and what becomes of it when the server goes.
extension PostgreSQLIndexTests {
  private typealias Conformance = IndexConformance

  // MARK: The server

  @Test(
    "a server that is killed under load loses nothing that was answered, and the index recovers by itself")
  func killed() async throws {
    let cluster = try #require(IndexCluster.current)
    let index = try PostgreSQLIndex(address: try Self.newDatabase())
    let load = Load()
    let answered = try await withThrowingTaskGroup(of: [String].self) { group in
      for adder in 0..<16 {
        group.addTask {
          var answered: [String] = []
          var number = 0
          while !load.isOver.load(ordering: .relaxed) {
            number += 1
            do {
              let id = "\(adder)-\(number)"
              let report = try await index.add(Conformance.input(id, adder * 10_000 + number))
              #expect(report.added)
              answered.append(id)
            } catch let error as IndexError {
              load.errors.withLock { $0.append(error) }
              try await Task.sleep(for: .milliseconds(20))
            }
          }
          return answered
        }
      }
      for _ in 0..<3 {
        try await Task.sleep(for: .milliseconds(700))
        try cluster.restart(.killed)
      }
      try await Task.sleep(for: .milliseconds(700))
      load.isOver.store(true, ordering: .relaxed)
      var answered: [String] = []
      for try await ids in group { answered += ids }
      return answered
    }
    #expect(answered.count > 20)
    #expect(load.errors.withLock { $0.allSatisfy { $0 == .unavailable(.lost, retryable: true) } })
    var stored: Set<String> = []
    var cursor: Int64 = 0
    while case let page = try await index.export(after: cursor, limit: 1000), let last = page.last {
      stored.formUnion(page.map(\.id))
      cursor = last.row
    }
    #expect(stored.isSuperset(of: answered))
    #expect(try await index.stats().articles == stored.count)
    try await index.close()
  }

  @Test("while the server is down calls fail soon and can be tried again; once it is up they succeed")
  func down() async throws {
    let cluster = try #require(IndexCluster.current)
    let address = try Self.newDatabase()
    var options = PostgreSQLIndexOptions()
    // Short, but a machine that does everything at once still opens the index in it.
    options.patience = .seconds(3)
    let index = try PostgreSQLIndex(address: address, options: options)
    _ = try await index.add(Conformance.input("a1", 1))
    try cluster.stop(.fast)
    let lost = IndexError.unavailable(.lost, retryable: true)
    await #expect(throws: lost) { _ = try await index.add(Conformance.input("a2", 2)) }
    await #expect(throws: lost) { try await index.checkHealth() }
    let start = ContinuousClock.now
    for _ in 0..<20 {
      await #expect(throws: lost) { _ = try await index.add(Conformance.input("a2", 2)) }
      await #expect(throws: lost) { _ = try await index.check(Conformance.input(nil, 2)) }
    }
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(throws: lost) { _ = try PostgreSQLIndex(address: address) }
    try cluster.start()
    let deadline = ContinuousClock.now + .seconds(20)
    var report: DedupeReport?
    while report == nil, ContinuousClock.now < deadline {
      report = try? await index.add(Conformance.input("a2", 1))
      if report == nil { try await Task.sleep(for: .milliseconds(50)) }
    }
    #expect(report?.canonicalId == "a1")
    #expect(try await index.check(Conformance.input(nil, 1)).status == .exact)
    try await index.close()
  }

  @Test("a commit whose answer was lost is told from another's and not done again")
  func unansweredCommit() async throws {
    let address = try Self.newDatabase()
    let index = try PostgreSQLIndex(address: address)
    _ = try await index.add(Conformance.input("first", 1))
    var additions = [Self.addition("mine", 1), Self.addition("new", 2)]
    let before = try Self.add(&additions, to: address)
    let again = try Self.add(&additions, to: address)
    #expect(before == again)
    #expect(before.count { $0.added } == 2)
    #expect(try await index.stats().articles == 3)
    // Whoever comes without having tried finds them known.
    var others = [Self.addition("mine", 1)]
    let known = try Self.add(&others, to: address)
    #expect(known.map(\.added) == [false])
    try await index.close()
  }

  // MARK: Batches

  @Test("the articles of one batch see each other as if they came one by one")
  func batch() async throws {
    let address = try Self.newDatabase()
    let (index, memory) = (try PostgreSQLIndex(address: address), SeenArticlesInMemory())
    var expected: [DedupeReport] = []
    var additions: [PostgreSQLAddition] = []
    for number in 0..<64 {
      let article = Conformance.variant(
        "a\(number == 50 ? 3 : number)", number == 50 ? 3 : number % 9, number == 50 ? 3 : number)
      expected.append(try await memory.add(article))
      additions.append(Self.addition(article))
    }
    let reports = try Self.add(&additions, to: address)
    #expect(reports == expected)
    let check = try await memory.check(Conformance.input(nil, 4), limit: 20)
    #expect(try await index.check(Conformance.input(nil, 4), limit: 20) == check)
    try await index.close()
  }

  @Test("a batch costs the same few statements however many articles it has")
  func statements() async throws {
    let cluster = try #require(IndexCluster.current)
    let address = try Self.newDatabase()
    let index = try PostgreSQLIndex(address: address)
    for number in 0..<30 { _ = try await index.add(Conformance.input("a\(number)", number)) }
    try Self.set("log_statement = 'all'", at: address)
    var additions = (0..<64).map { Self.addition("b\($0)", $0 % 40) }
    _ = try Self.add(&additions, to: address)
    let log = try String(contentsOfFile: cluster.directory + "/log", encoding: .utf8)
    let executed = log.split(separator: "\n").filter { line in
      line.contains("execute ")
        && (line.contains("article_index.") || line.contains("COMMIT") || line.contains("lock"))
    }
    #expect((8...13).contains(executed.count), "\(executed.count)")
    try await index.close()
  }

  @Test("a phrase that every article has keeps few postings")
  func postings() async throws {
    let address = try Self.newDatabase()
    let index = try PostgreSQLIndex(address: address)
    for batch in 0..<10 {
      var additions = (batch * 30..<batch * 30 + 30).map { Self.addition("a\($0)", 1) }
      _ = try Self.add(&additions, to: address)
    }
    let longest = try PostgreSQLConnection(to: address, library: .load()).query(
      "SELECT max(n) FROM (SELECT count(*) AS n FROM article_index.posting GROUP BY key) AS k")
    let most = KeyTable.postingsMax + PostgreSQLSketches.postingsSlack
    let count = Int(try longest.int64(row: 0, column: 0) ?? 0)
    #expect((KeyTable.postingsMax...most).contains(count), "\(count)")
    #expect(try await index.check(Conformance.input(nil, 1)).canonicalId == "a0")
    try await index.close()
  }

  // MARK: Opening

  @Test("tables of a newer version and those of others are refused", arguments: [true, false])
  func foreign(isNewer: Bool) async throws {
    let address = try Self.newDatabase()
    let connection = try PostgreSQLConnection(to: address, library: .load())
    if isNewer {
      try await PostgreSQLIndex(address: address).close()
      try connection.execute("UPDATE article_index.meta SET value = 99 WHERE name = 'version'")
    } else {
      try connection.execute("CREATE SCHEMA article_index; CREATE TABLE article_index.article (number int)")
    }
    #expect(throws: IndexError.unavailable(.foreign, retryable: false)) {
      _ = try PostgreSQLIndex(address: address)
    }
  }

  @Test("a database that is read-only says so")
  func readOnly() async throws {
    let address = try Self.newDatabase()
    try await PostgreSQLIndex(address: address).close()
    try Self.set("default_transaction_read_only = on", at: address)
    let index = try PostgreSQLIndex(address: address)
    let readOnly = IndexError.unavailable(.readOnly, retryable: true)
    await #expect(throws: readOnly) { _ = try await index.add(Conformance.input("a1", 1)) }
    await #expect(throws: readOnly) { try await index.checkHealth() }
    #expect(try await index.check(Conformance.input(nil, 1)).status == .new)
    try await index.close()
  }

  @Test("a commit waits for the disk even where the server would not")
  func synchronous() async throws {
    let address = try Self.newDatabase()
    try Self.set("synchronous_commit = off", at: address)
    var link = try PostgreSQLLink(to: address, .automatic, .init(), state: PostgreSQLLinkState())
    let setting = try link.retrying { connection, _ in
      try connection.query("SELECT current_setting('synchronous_commit')").text(row: 0, column: 0)
    }
    #expect(setting == "on")
  }

  // MARK: Helpers

  /// Sets what new sessions of a database find.
  private static func set(_ setting: String, at address: String) throws {
    try PostgreSQLConnection(to: address, library: .load()).execute(
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ' || $s$\(setting)$s$, current_database()); END $$")
  }

  /// What adders and the test tell each other.
  private final class Load: Sendable {
    let isOver = Atomic(false)
    let errors = Mutex<[IndexError]>([])
  }

  static func addition(_ article: DedupeInput) -> PostgreSQLAddition {
    PostgreSQLAddition(
      id: article.id ?? "", query: PreparedArticle(paragraphs: article.paragraphs), publishedAt: 1,
      addedAt: 2,
      limit: 20, replace: false)
  }

  static func addition(_ id: String, _ seed: Int) -> PostgreSQLAddition {
    addition(Conformance.input(id, seed))
  }

  /// Adds in one transaction, through a connection of its own.
  static func add(_ additions: inout [PostgreSQLAddition], to address: String) throws -> [DedupeReport] {
    var link = try PostgreSQLLink(to: address, .automatic, .init(), state: PostgreSQLLinkState())
    let outcomes = try link.retrying { connection, dialect in
      var batch = PostgreSQLBatch(connection, dialect, tallyPart: 1)
      var cache = PostgreSQLCache(capacity: 10)
      return try batch.add(&additions, &cache)
    }
    return outcomes.compactMap { if case .report(let report) = $0 { report } else { nil } }
  }
}
