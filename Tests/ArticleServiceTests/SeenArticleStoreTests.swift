import ArticleText
import Foundation
import Testing

@testable import ArticleService

@Suite("The durable index")
struct SeenArticleStoreTests {
  private static func paragraphs(_ seed: Int) -> [String] {
    [
      "한솔시 제\(seed)마을 주민회는 \(seed * 37 + 11)번 정류장 앞 빈터에 작은 쉼터를 만들기로 했다고 밝혔다.",
      (0..<40).map { "낱말\((seed &* 7919 &+ $0 &* 104_729) % 99_991)" }.joined(separator: " "),
      "주민 \(seed + 20)명이 모은 \(seed * 13 + 500)만원으로 의자와 그늘막을 사고 남은 돈은 나무를 심는 데 쓴다.",
    ]
  }

  private static func input(_ id: String?, _ seed: Int, _ time: String? = nil) -> DedupeInput {
    DedupeInput(id: id, paragraphs: paragraphs(seed), publishedAt: time)
  }

  private static func inDirectory(_ body: (String) async throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("store-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: url) }
    try await body(url.path)
  }

  @Test("what was added is found by another opener, and the index syncs every commit")
  func durable() async throws {
    try await Self.inDirectory { directory in
      let store = try SeenArticleStore(directory: directory)
      #expect(try await store.synchronous() == 2)
      #expect(try await store.add(Self.input("a1", 1)).status == .new)
      let reopened = try SeenArticleStore(directory: directory)
      let report = try await reopened.check(Self.input("b1", 1))
      #expect(report.status == .exact)
      #expect(report.canonicalId == "a1")
      #expect(try await reopened.stats().articles == 1)
    }
  }

  @Test("the store answers like the index in memory")
  func likeMemory() async throws {
    try await Self.inDirectory { directory in
      let store = try SeenArticleStore(directory: directory)
      let memory = SeenArticlesInMemory()
      var inputs = (0..<20).map { Self.input("a\($0)", $0) }
      inputs += (0..<20).map { number in
        var copy = Self.input("b\(number)", number)
        if number % 3 == 0 { copy.paragraphs.removeLast(2) }
        if number % 3 == 1 { copy.paragraphs.append("오민재 기자 desk@dawn.example") }
        return copy
      }
      inputs.append(Self.input("a3", 3))
      for input in inputs {
        let expected = try await memory.add(input)
        #expect(try await store.add(input) == expected)
      }
      let removed = await memory.remove(id: "a4")
      #expect(try await store.remove(id: "a4") == removed)
      let expected = try await memory.check(Self.input(nil, 4))
      #expect(try await store.check(Self.input(nil, 4)) == expected)
    }
  }

  @Test("a known id with other content is a conflict that changes nothing, unless replaced")
  func conflict() async throws {
    try await Self.inDirectory { directory in
      let store = try SeenArticleStore(directory: directory)
      _ = try await store.add(Self.input("a1", 1))
      let again = try await store.add(Self.input("a1", 1))
      #expect(again.status == .exact && !again.added && again.matches.first?.id == "a1")
      let error = await #expect(throws: StoreError.self) { _ = try await store.add(Self.input("a1", 2)) }
      #expect(error == .idConflict)
      #expect(error?.code == 1005)
      #expect(try await store.check(Self.input(nil, 1)).status == .exact)
      #expect(try await store.dedupe(Self.input("a1", 2), mode: .add, limit: 5, replace: true).added)
      #expect(try await store.check(Self.input(nil, 1)).status == .new)
      #expect(try await store.check(Self.input(nil, 2)).status == .exact)
    }
  }

  @Test("of many concurrent adders of one text exactly one finds it new, and none is lost")
  func concurrent() async throws {
    try await Self.inDirectory { directory in
      let store = try SeenArticleStore(directory: directory)
      let reports = try await withThrowingTaskGroup(of: DedupeReport.self) { group in
        for number in 0..<60 {
          group.addTask { try await store.add(Self.input("a\(number)", number % 10)) }
        }
        return try await group.reduce(into: [DedupeReport]()) { $0.append($1) }
      }
      #expect(reports.count { $0.status == .new } == 10)
      #expect(reports.count { $0.status == .exact } == 50)
      #expect(reports.count { $0.added } == 60)
      #expect(try await store.stats().articles == 60)
    }
  }

  @Test("prune forgets what is older, whatever the zone of its time")
  func prune() async throws {
    try await Self.inDirectory { directory in
      let store = try SeenArticleStore(directory: directory)
      _ = try await store.add(Self.input("old", 1, "2025-03-01T08:59:59+09:00"))
      _ = try await store.add(Self.input("new", 2, "2025-03-01T00:00:00Z"))
      _ = try await store.add(Self.input("undated", 3))
      #expect(try await store.prune(before: "2025-03-01T00:00:00Z") == 1)
      #expect(try await store.remove(id: "old") == false)
      let stats = try await store.stats()
      #expect(stats.articles == 2)
      #expect(stats.oldest == "2025-03-01T00:00:00Z")
      await #expect(throws: StoreError.invalidTime) { _ = try await store.prune(before: "작년") }
      await #expect(throws: StoreError.invalidTime) { _ = try await store.add(Self.input("x", 4, "어제")) }
      await #expect(throws: StoreError.idRequired) { _ = try await store.add(Self.input(nil, 4)) }
    }
  }

  @Test("export hands out every article once, page by page")
  func export() async throws {
    try await Self.inDirectory { directory in
      let store = try SeenArticleStore(directory: directory)
      for number in 0..<7 { _ = try await store.add(Self.input("a\(number)", number / 2)) }
      var ids: [String] = []
      var cursor: Int64 = 0
      while true {
        let page = try await store.export(after: cursor, limit: 3)
        ids += page.map(\.id)
        #expect(page.allSatisfy { ArticleSketch(encoded: Array($0.sketch)) != nil })
        guard let last = page.last else { break }
        cursor = last.row
      }
      #expect(ids == (0..<7).map { "a\($0)" })
      #expect(try await store.export(after: 1, limit: 1).first?.canonicalId == "a0")
    }
  }

  @Test(
    "a file that is not the index is refused, with an error that names no path", arguments: [false, true])
  func foreign(whole: Bool) async throws {
    try await Self.inDirectory { directory in
      if whole {
        try Data("이것은 색인이 아니다. 그저 글이 적힌 파일이며 SQLite 형식의 머리도 없다.".utf8)
          .write(to: URL(fileURLWithPath: directory + "/index.sqlite"))
      } else {
        let store = try SeenArticleStore(directory: directory)
        for number in 0..<60 { _ = try await store.add(Self.input("a\(number)", number)) }
        try await store.close()
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: directory + "/index.sqlite"))
        for page in 2..<30 {
          try handle.seek(toOffset: UInt64(page * 4096))
          handle.write(Data(repeating: 0xA5, count: 4096))
        }
        try handle.close()
      }
      let error = #expect(throws: StoreError.self) { _ = try SeenArticleStore(directory: directory) }
      #expect(error == .unavailable(.corrupt, retryable: false))
      #expect(error?.code == 1006)
      #expect(!"\(String(describing: error))".contains(directory))
    }
  }

  @Test("a directory that is not there cannot be opened")
  func missing() throws {
    #expect(throws: StoreError.unavailable(.noAccess, retryable: false)) {
      _ = try SeenArticleStore(directory: "/nonexistent/place")
    }
  }

  @Test("a healthy index says so")
  func health() async throws {
    try await Self.inDirectory { directory in
      try await SeenArticleStore(directory: directory).checkHealth()
    }
  }
}
