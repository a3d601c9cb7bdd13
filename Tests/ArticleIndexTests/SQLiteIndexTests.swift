import Foundation
import GRDB
import Testing

@testable import ArticleDedupe
@testable import ArticleIndex

@Suite("The durable index in a file")
struct SQLiteIndexTests {
  @Test("what was added is found after a power cut, and the index syncs every commit")
  func durable() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      #expect(try await store.synchronous() == 2)
      #expect(try await store.add(SQLiteFixture.input("a1", 1)).status == .new)
      try await SQLiteFixture.afterPowerCut(directory) { copy in
        let reopened = try SQLiteIndex(directory: copy)
        let report = try await reopened.check(SQLiteFixture.input("b1", 1))
        #expect(report.status == .exact)
        #expect(report.canonicalId == "a1")
        #expect(try await reopened.stats().articles == 1)
      }
    }
  }

  @Test("a second process is refused while the first has the index")
  func lock() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      let error = #expect(throws: IndexError.self) { _ = try SQLiteIndex(directory: directory) }
      #expect(error == .unavailable(.inUse, retryable: true))
      try await store.close()
    }
  }

  @Test("the store answers like the index in memory")
  func likeMemory() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      let memory = SeenArticlesInMemory()
      var inputs = (0..<20).map { SQLiteFixture.input("a\($0)", $0) }
      inputs += (0..<20).map { number in
        var copy = SQLiteFixture.input("b\(number)", number)
        if number % 3 == 0 { copy.paragraphs.removeLast(2) }
        if number % 3 == 1 { copy.paragraphs.append("오민재 기자 desk@dawn.example") }
        return copy
      }
      inputs.append(SQLiteFixture.input("a3", 3))
      for input in inputs {
        let expected = try await memory.add(input)
        #expect(try await store.add(input) == expected)
      }
      let removed = await memory.remove(id: "a4")
      #expect(try await store.remove(id: "a4") == removed)
      let expected = try await memory.check(SQLiteFixture.input(nil, 4))
      #expect(try await store.check(SQLiteFixture.input(nil, 4)) == expected)
    }
  }

  @Test("a known id with other content is a conflict that changes nothing, unless replaced")
  func conflict() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      _ = try await store.add(SQLiteFixture.input("a1", 1))
      let again = try await store.add(SQLiteFixture.input("a1", 1))
      #expect(again.status == .exact && !again.added && again.matches.first?.id == "a1")
      let error = await #expect(throws: IndexError.self) {
        _ = try await store.add(SQLiteFixture.input("a1", 2))
      }
      #expect(error == .idConflict)
      #expect(try await store.check(SQLiteFixture.input(nil, 1)).status == .exact)
      #expect(try await store.dedupe(SQLiteFixture.input("a1", 2), mode: .add, limit: 5, replace: true).added)
      #expect(try await store.check(SQLiteFixture.input(nil, 1)).status == .new)
      #expect(try await store.check(SQLiteFixture.input(nil, 2)).status == .exact)
    }
  }

  @Test("of many concurrent adders of one text exactly one finds it new, and none is lost")
  func concurrent() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      let reports = try await withThrowingTaskGroup(of: DedupeReport.self) { group in
        for number in 0..<60 {
          group.addTask { try await store.add(SQLiteFixture.input("a\(number)", number % 10)) }
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
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      _ = try await store.add(SQLiteFixture.input("old", 1, "2025-03-01T08:59:59+09:00"))
      _ = try await store.add(SQLiteFixture.input("new", 2, "2025-03-01T00:00:00Z"))
      _ = try await store.add(SQLiteFixture.input("undated", 3))
      #expect(try await store.prune(before: "2025-03-01T00:00:00Z") == 1)
      #expect(try await store.remove(id: "old") == false)
      let stats = try await store.stats()
      #expect(stats.articles == 2)
      #expect(stats.oldest == "2025-03-01T00:00:00Z")
      await #expect(throws: IndexError.invalidTime) { _ = try await store.prune(before: "작년") }
      await #expect(throws: IndexError.invalidTime) {
        _ = try await store.add(SQLiteFixture.input("x", 4, "어제"))
      }
      await #expect(throws: IndexError.idRequired) { _ = try await store.add(SQLiteFixture.input(nil, 4)) }
    }
  }

  @Test("export hands out every article once, page by page")
  func export() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      for number in 0..<7 { _ = try await store.add(SQLiteFixture.input("a\(number)", number / 2)) }
      var ids: [String] = []
      var cursor: Int64 = 0
      while true {
        let page = try await store.export(after: cursor, limit: 3)
        ids += page.map(\.id)
        #expect(page.allSatisfy { $0.record.withUnsafeBytes(ArticleRecord.read) != nil })
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
    try await SQLiteFixture.inDirectory { directory in
      if whole {
        try Data("이것은 색인이 아니다. 그저 글이 적힌 파일이며 SQLite 형식의 머리도 없다.".utf8)
          .write(to: URL(fileURLWithPath: directory + "/index.sqlite"))
      } else {
        let store = try SQLiteIndex(directory: directory)
        for number in 0..<60 { _ = try await store.add(SQLiteFixture.input("a\(number)", number)) }
        try await store.close()
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: directory + "/index.sqlite"))
        for page in 2..<5 {
          try handle.seek(toOffset: UInt64(page * 8192))
          handle.write(Data(repeating: 0xA5, count: 8192))
        }
        try handle.close()
      }
      let error = #expect(throws: IndexError.self) { _ = try SQLiteIndex(directory: directory) }
      #expect(error == .unavailable(.corrupt, retryable: false))
      #expect(!"\(String(describing: error))".contains(directory))
    }
  }

  @Test("a directory that is not there cannot be opened")
  func missing() throws {
    #expect(throws: IndexError.unavailable(.noAccess, retryable: false)) {
      _ = try SQLiteIndex(directory: "/nonexistent/place")
    }
  }

  @Test("a healthy index says so")
  func health() async throws {
    try await SQLiteFixture.inDirectory { directory in
      try await SQLiteIndex(directory: directory).checkHealth()
    }
  }

  @Test("the first of copies is removed: the oldest of the others takes its place")
  func heirs() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      for id in ["a", "b", "c", "d"] { _ = try await store.add(SQLiteFixture.input(id, 1)) }
      #expect(try await store.remove(id: "a"))
      #expect(try await store.check(SQLiteFixture.input(nil, 1)).canonicalId == "b")
      #expect(try await store.export(after: 0, limit: 9).map(\.canonicalId) == [nil, "b", "b"])
      #expect(try await store.remove(id: "b"))
      #expect(try await store.export(after: 0, limit: 9).map(\.canonicalId) == [nil, "c"])
      #expect(try await store.verify() == [])
    }
  }

  // MARK: Transactions

  @Test("an error that concerns one article does not touch the others of its transaction")
  func oneOfMany() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      _ = try await store.add(SQLiteFixture.input("a0", 0))
      let results = await withTaskGroup(of: Bool.self) { group in
        for number in 1...40 {
          group.addTask {
            // Every fourth asks for the id of another article.
            let input = SQLiteFixture.input(number % 4 == 0 ? "a0" : "a\(number)", number)
            return (try? await store.add(input)) != nil
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(results.count { $0 } == 30)
      #expect(try await store.stats().articles == 31)
      #expect(try await store.verify() == [])
    }
  }

  @Test("a transaction that fails leaves nothing: not in the file, not in memory")
  func rollback() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      _ = try await store.add(SQLiteFixture.input("a0", 0))
      await #expect(throws: IndexError.unavailable(.corrupt, retryable: false)) {
        try await store.writer.submit { batch in
          _ = try batch.add(
            Addition(
              id: "a1", query: PreparedArticle(paragraphs: SQLiteFixture.paragraphs(1)), publishedAt: nil,
              addedAt: 5,
              limit: 5, replace: false))
          guard let stored = try batch.stored(id: "a0") else { return }
          try batch.remove(stored)
          throw IndexError.unavailable(.corrupt, retryable: false)
        }
      }
      #expect(try await store.check(SQLiteFixture.input(nil, 0)).canonicalId == "a0")
      #expect(try await store.check(SQLiteFixture.input(nil, 1)).status == .new)
      #expect(try await store.add(SQLiteFixture.input("a1", 1)).status == .new)
      #expect(try await store.verify() == [])
    }
  }
}
