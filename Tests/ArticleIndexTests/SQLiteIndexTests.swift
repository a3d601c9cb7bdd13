import Foundation
import GRDB
import Testing

@testable import ArticleDedupe
@testable import ArticleIndex

@Suite("The durable index in a file")
struct SQLiteIndexTests {
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

  /// The files of an index as a power cut leaves them, in a directory of their own.
  private static func afterPowerCut(_ directory: String, _ body: (String) async throws -> Void) async throws {
    try await inDirectory { copy in
      for name in ["index.sqlite", "index.sqlite-wal", "index.keys"] {
        let file = URL(fileURLWithPath: directory + "/" + name)
        guard FileManager.default.fileExists(atPath: file.path) else { continue }
        try FileManager.default.copyItem(at: file, to: URL(fileURLWithPath: copy + "/" + name))
      }
      try await body(copy)
    }
  }

  @Test("what was added is found after a power cut, and the index syncs every commit")
  func durable() async throws {
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      #expect(try await store.synchronous() == 2)
      #expect(try await store.add(Self.input("a1", 1)).status == .new)
      try await Self.afterPowerCut(directory) { copy in
        let reopened = try SQLiteIndex(directory: copy)
        let report = try await reopened.check(Self.input("b1", 1))
        #expect(report.status == .exact)
        #expect(report.canonicalId == "a1")
        #expect(try await reopened.stats().articles == 1)
      }
    }
  }

  @Test("a second process is refused while the first has the index")
  func lock() async throws {
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      let error = #expect(throws: IndexError.self) { _ = try SQLiteIndex(directory: directory) }
      #expect(error == .unavailable(.inUse, retryable: true))
      try await store.close()
    }
  }

  @Test("the store answers like the index in memory")
  func likeMemory() async throws {
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
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
      let store = try SQLiteIndex(directory: directory)
      _ = try await store.add(Self.input("a1", 1))
      let again = try await store.add(Self.input("a1", 1))
      #expect(again.status == .exact && !again.added && again.matches.first?.id == "a1")
      let error = await #expect(throws: IndexError.self) { _ = try await store.add(Self.input("a1", 2)) }
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
      let store = try SQLiteIndex(directory: directory)
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
      let store = try SQLiteIndex(directory: directory)
      _ = try await store.add(Self.input("old", 1, "2025-03-01T08:59:59+09:00"))
      _ = try await store.add(Self.input("new", 2, "2025-03-01T00:00:00Z"))
      _ = try await store.add(Self.input("undated", 3))
      #expect(try await store.prune(before: "2025-03-01T00:00:00Z") == 1)
      #expect(try await store.remove(id: "old") == false)
      let stats = try await store.stats()
      #expect(stats.articles == 2)
      #expect(stats.oldest == "2025-03-01T00:00:00Z")
      await #expect(throws: IndexError.invalidTime) { _ = try await store.prune(before: "작년") }
      await #expect(throws: IndexError.invalidTime) { _ = try await store.add(Self.input("x", 4, "어제")) }
      await #expect(throws: IndexError.idRequired) { _ = try await store.add(Self.input(nil, 4)) }
    }
  }

  @Test("export hands out every article once, page by page")
  func export() async throws {
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      for number in 0..<7 { _ = try await store.add(Self.input("a\(number)", number / 2)) }
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
    try await Self.inDirectory { directory in
      if whole {
        try Data("이것은 색인이 아니다. 그저 글이 적힌 파일이며 SQLite 형식의 머리도 없다.".utf8)
          .write(to: URL(fileURLWithPath: directory + "/index.sqlite"))
      } else {
        let store = try SQLiteIndex(directory: directory)
        for number in 0..<60 { _ = try await store.add(Self.input("a\(number)", number)) }
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
      #expect(error?.code == 1006)
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
    try await Self.inDirectory { directory in
      try await SQLiteIndex(directory: directory).checkHealth()
    }
  }

  // MARK: The file of keys

  @Test("a start from the file of keys, from a part of it or from none finds the same articles")
  func keys() async throws {
    try await Self.inDirectory { directory in
      var store = try SQLiteIndex(directory: directory)
      for number in 0..<40 { _ = try await store.add(Self.input("a\(number)", number)) }
      try await store.close()
      #expect(FileManager.default.fileExists(atPath: directory + "/index.keys"))
      store = try SQLiteIndex(directory: directory)
      for number in 40..<60 { _ = try await store.add(Self.input("a\(number)", number)) }
      for damage in ["none", "stale", "cut", "changed"] {
        try await Self.afterPowerCut(directory) { copy in
          let keys = URL(fileURLWithPath: copy + "/index.keys")
          var bytes = try Data(contentsOf: keys)
          switch damage {
          case "stale": try FileManager.default.removeItem(at: keys)
          case "cut": try bytes.prefix(bytes.count - 8).write(to: keys)
          case "changed":
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: keys)
          default: break
          }
          let reopened = try SQLiteIndex(directory: copy)
          for number in 0..<60 {
            let report = try await reopened.check(Self.input(nil, number))
            #expect(report.canonicalId == "a\(number)", "\(damage)")
          }
          #expect(try await reopened.verify() == [])
        }
      }
    }
  }

  @Test("the file of keys is written while articles come in, and what came during and after is found too")
  func keysWhileAdding() async throws {
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory, keysEvery: 10)
      for number in 0..<100 { _ = try await store.add(Self.input("a\(number)", number)) }
      for _ in 0..<200 where !FileManager.default.fileExists(atPath: directory + "/index.keys") {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(FileManager.default.fileExists(atPath: directory + "/index.keys"))
      try await Self.afterPowerCut(directory) { copy in
        let reopened = try SQLiteIndex(directory: copy)
        for number in 0..<100 {
          #expect(try await reopened.check(Self.input(nil, number)).canonicalId == "a\(number)")
        }
        #expect(try await reopened.verify() == [])
      }
    }
  }

  @Test("a removal makes the file of keys unfit: what is gone is not found, and what came in its place is")
  func removalAfterKeys() async throws {
    try await Self.inDirectory { directory in
      var store = try SQLiteIndex(directory: directory)
      for number in 0..<10 { _ = try await store.add(Self.input("a\(number)", number)) }
      try await store.close()
      store = try SQLiteIndex(directory: directory)
      #expect(try await store.remove(id: "a3"))
      _ = try await store.dedupe(Self.input("a4", 44), mode: .add, limit: 5, replace: true)
      try await Self.afterPowerCut(directory) { copy in
        let reopened = try SQLiteIndex(directory: copy)
        #expect(try await reopened.check(Self.input(nil, 3)).status == .new)
        #expect(try await reopened.check(Self.input(nil, 4)).status == .new)
        #expect(try await reopened.check(Self.input(nil, 44)).canonicalId == "a4")
        #expect(try await reopened.verify() == [])
      }
    }
  }

  // MARK: Moving and keeping

  @Test("what was exported is restored elsewhere: the same matches and canonicals, once")
  func restore() async throws {
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      for number in 0..<30 { _ = try await store.add(Self.input("a\(number)", number / 2, "2025-03-01")) }
      let page = try await store.export(after: 0, limit: 100)
      try await Self.inDirectory { other in
        let copy = try SQLiteIndex(directory: other)
        #expect(try await copy.restore(page) == 30)
        #expect(try await copy.restore(page) == 0)
        for number in 0..<15 {
          let expected = try await store.check(Self.input(nil, number))
          #expect(try await copy.check(Self.input(nil, number)) == expected)
        }
        #expect(try await copy.stats().oldest == store.stats().oldest)
        #expect(try await copy.verify() == [])
        var foreign = page[0]
        foreign.record = page[2].record
        await #expect(throws: IndexError.idConflict) { _ = try await copy.restore([foreign]) }
        foreign.id = "new"
        foreign.record[20] ^= 0xFF
        foreign.record.removeLast()
        await #expect(throws: IndexError.invalidRecord) { _ = try await copy.restore([foreign]) }
      }
    }
  }

  @Test("a backup made while articles come in is an index of its own")
  func backUp() async throws {
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      for number in 0..<20 { _ = try await store.add(Self.input("a\(number)", number)) }
      let file = try await store.backUp(name: "one")
      #expect(file == "backups/one.sqlite")
      await #expect(throws: IndexError.self) { _ = try await store.backUp(name: "one") }
      _ = try await store.add(Self.input("later", 99))
      try await Self.inDirectory { other in
        try FileManager.default.copyItem(atPath: directory + "/" + file, toPath: other + "/index.sqlite")
        let copy = try SQLiteIndex(directory: other)
        #expect(try await copy.stats().articles == 20)
        #expect(try await copy.check(Self.input(nil, 7)).canonicalId == "a7")
        #expect(try await copy.check(Self.input(nil, 99)).status == .new)
        #expect(try await copy.verify() == [])
      }
    }
  }

  @Test("verify names what is damaged")
  func verify() async throws {
    try await Self.inDirectory { directory in
      var store = try SQLiteIndex(directory: directory)
      for number in 0..<5 { _ = try await store.add(Self.input("a\(number)", number)) }
      #expect(try await store.verify() == [])
      try await store.close()
      let file = try DatabaseQueue(path: directory + "/index.sqlite")
      try await file.write { db in
        try db.execute(
          sql: "UPDATE record SET content = substr(content, 1, 40) WHERE id = CAST('a2' AS BLOB)")
        try db.execute(sql: "UPDATE record SET canonical = 77 WHERE id = CAST('a3' AS BLOB)")
      }
      try file.close()
      store = try SQLiteIndex(directory: directory)
      let problems = try await store.verify()
      #expect(problems.count == 2)
      #expect(problems.contains { $0.hasPrefix("row 3") } && problems.contains { $0.hasPrefix("row 4") })
    }
  }

  @Test("the first of copies is removed: the oldest of the others takes its place")
  func heirs() async throws {
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      for id in ["a", "b", "c", "d"] { _ = try await store.add(Self.input(id, 1)) }
      #expect(try await store.remove(id: "a"))
      #expect(try await store.check(Self.input(nil, 1)).canonicalId == "b")
      #expect(try await store.export(after: 0, limit: 9).map(\.canonicalId) == [nil, "b", "b"])
      #expect(try await store.remove(id: "b"))
      #expect(try await store.export(after: 0, limit: 9).map(\.canonicalId) == [nil, "c"])
      #expect(try await store.verify() == [])
    }
  }

  // MARK: Versions

  @Test(
    "an index of version 1 is migrated: its articles are kept, never compared, and stored anew when they come again"
  )
  func migration() async throws {
    try await Self.inDirectory { directory in
      let old = try DatabaseQueue(path: directory + "/index.sqlite")
      try SQLiteSchema.migrator.migrate(old, upTo: "1: articles and postings")
      try await old.write { db in
        for (row, id) in ["a", "b"].enumerated() {
          try db.execute(
            sql: """
              INSERT INTO article (row, id, digest, sketch, canonical, publishedAt, addedAt, time)
              VALUES (?, ?, ?, x'0100', 1, NULL, 1000, 1000)
              """, arguments: [row + 1, id, Data(repeating: 7, count: 32)])
        }
      }
      try old.close()
      let store = try SQLiteIndex(directory: directory)
      #expect(try await store.stats().articles == 2)
      #expect(try await store.export(after: 0, limit: 9).map(\.canonicalId) == [nil, "a"])
      #expect(try await store.verify() == [])
      let report = try await store.add(Self.input("b", 1))
      #expect(report.status == .new && report.added)
      #expect(try await store.check(Self.input(nil, 1)).canonicalId == "b")
      #expect(try await store.stats().articles == 2)
      #expect(try await store.remove(id: "a"))
    }
  }

  @Test("an index of a newer version is refused")
  func newer() async throws {
    try await Self.inDirectory { directory in
      try await SQLiteIndex(directory: directory).close()
      let file = try DatabaseQueue(path: directory + "/index.sqlite")
      try await file.write {
        try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99: from the future')")
      }
      try file.close()
      #expect(throws: IndexError.unavailable(.foreign, retryable: false)) {
        _ = try SQLiteIndex(directory: directory)
      }
    }
  }

  // MARK: Transactions

  @Test("an error that concerns one article does not touch the others of its transaction")
  func oneOfMany() async throws {
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      _ = try await store.add(Self.input("a0", 0))
      let results = await withTaskGroup(of: Bool.self) { group in
        for number in 1...40 {
          group.addTask {
            // Every fourth asks for the id of another article.
            let input = Self.input(number % 4 == 0 ? "a0" : "a\(number)", number)
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
    try await Self.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      _ = try await store.add(Self.input("a0", 0))
      await #expect(throws: IndexError.unavailable(.corrupt, retryable: false)) {
        try await store.writer.submit { batch in
          _ = try batch.add(
            Addition(
              id: "a1", query: PreparedArticle(paragraphs: Self.paragraphs(1)), publishedAt: nil, addedAt: 5,
              limit: 5, replace: false))
          guard let stored = try batch.stored(id: "a0") else { return }
          try batch.remove(stored)
          throw IndexError.unavailable(.corrupt, retryable: false)
        }
      }
      #expect(try await store.check(Self.input(nil, 0)).canonicalId == "a0")
      #expect(try await store.check(Self.input(nil, 1)).status == .new)
      #expect(try await store.add(Self.input("a1", 1)).status == .new)
      #expect(try await store.verify() == [])
    }
  }
}
