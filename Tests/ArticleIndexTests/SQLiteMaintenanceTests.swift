import Foundation
import GRDB
import Testing

@testable import ArticleDedupe
@testable import ArticleIndex

@Suite("Moving, keeping and migrating the index in a file")
struct SQLiteMaintenanceTests {
  @Test("what was exported is restored elsewhere: the same matches and canonicals, once")
  func restore() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      for number in 0..<30 {
        _ = try await store.add(SQLiteFixture.input("a\(number)", number / 2, "2025-03-01"))
      }
      let page = try await store.export(after: 0, limit: 100)
      try await SQLiteFixture.inDirectory { other in
        let copy = try SQLiteIndex(directory: other)
        #expect(try await copy.restore(page) == 30)
        #expect(try await copy.restore(page) == 0)
        for number in 0..<15 {
          let expected = try await store.check(SQLiteFixture.input(nil, number))
          #expect(try await copy.check(SQLiteFixture.input(nil, number)) == expected)
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
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory)
      for number in 0..<20 { _ = try await store.add(SQLiteFixture.input("a\(number)", number)) }
      let file = try await store.backUp(name: "one")
      #expect(file == "backups/one.sqlite")
      await #expect(throws: IndexError.self) { _ = try await store.backUp(name: "one") }
      _ = try await store.add(SQLiteFixture.input("later", 99))
      try await SQLiteFixture.inDirectory { other in
        try FileManager.default.copyItem(atPath: directory + "/" + file, toPath: other + "/index.sqlite")
        let copy = try SQLiteIndex(directory: other)
        #expect(try await copy.stats().articles == 20)
        #expect(try await copy.check(SQLiteFixture.input(nil, 7)).canonicalId == "a7")
        #expect(try await copy.check(SQLiteFixture.input(nil, 99)).status == .new)
        #expect(try await copy.verify() == [])
      }
    }
  }

  @Test("verify names what is damaged")
  func verify() async throws {
    try await SQLiteFixture.inDirectory { directory in
      var store = try SQLiteIndex(directory: directory)
      for number in 0..<5 { _ = try await store.add(SQLiteFixture.input("a\(number)", number)) }
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

  @Test(
    "an index of version 1 is migrated: its articles are kept, never compared, and stored anew when they come again"
  )
  func migration() async throws {
    try await SQLiteFixture.inDirectory { directory in
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
      let report = try await store.add(SQLiteFixture.input("b", 1))
      #expect(report.status == .new && report.added)
      #expect(try await store.check(SQLiteFixture.input(nil, 1)).canonicalId == "b")
      #expect(try await store.stats().articles == 2)
      #expect(try await store.remove(id: "a"))
    }
  }

  @Test("an index of a newer version is refused")
  func newer() async throws {
    try await SQLiteFixture.inDirectory { directory in
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
}
