import Foundation
import GRDB
import Testing

@testable import ArticleDedupe
@testable import ArticleIndex

@Suite("The file of keys")
struct SQLiteKeyFileTests {
  @Test("a start from the file of keys, from a part of it or from none finds the same articles")
  func keys() async throws {
    try await SQLiteFixture.inDirectory { directory in
      var store = try SQLiteIndex(directory: directory)
      for number in 0..<40 { _ = try await store.add(SQLiteFixture.input("a\(number)", number)) }
      try await store.close()
      #expect(FileManager.default.fileExists(atPath: directory + "/index.keys"))
      store = try SQLiteIndex(directory: directory)
      for number in 40..<60 { _ = try await store.add(SQLiteFixture.input("a\(number)", number)) }
      for damage in ["none", "stale", "cut", "changed"] {
        try await SQLiteFixture.afterPowerCut(directory) { copy in
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
            let report = try await reopened.check(SQLiteFixture.input(nil, number))
            #expect(report.canonicalId == "a\(number)", "\(damage)")
          }
          #expect(try await reopened.verify() == [])
        }
      }
    }
  }

  @Test("the file of keys is written while articles come in, and what came during and after is found too")
  func keysWhileAdding() async throws {
    try await SQLiteFixture.inDirectory { directory in
      let store = try SQLiteIndex(directory: directory, keysEvery: 10)
      for number in 0..<100 { _ = try await store.add(SQLiteFixture.input("a\(number)", number)) }
      for _ in 0..<200 where !FileManager.default.fileExists(atPath: directory + "/index.keys") {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(FileManager.default.fileExists(atPath: directory + "/index.keys"))
      try await SQLiteFixture.afterPowerCut(directory) { copy in
        let reopened = try SQLiteIndex(directory: copy)
        for number in 0..<100 {
          #expect(try await reopened.check(SQLiteFixture.input(nil, number)).canonicalId == "a\(number)")
        }
        #expect(try await reopened.verify() == [])
      }
    }
  }

  @Test("a removal makes the file of keys unfit: what is gone is not found, and what came in its place is")
  func removalAfterKeys() async throws {
    try await SQLiteFixture.inDirectory { directory in
      var store = try SQLiteIndex(directory: directory)
      for number in 0..<10 { _ = try await store.add(SQLiteFixture.input("a\(number)", number)) }
      try await store.close()
      store = try SQLiteIndex(directory: directory)
      #expect(try await store.remove(id: "a3"))
      _ = try await store.dedupe(SQLiteFixture.input("a4", 44), mode: .add, limit: 5, replace: true)
      try await SQLiteFixture.afterPowerCut(directory) { copy in
        let reopened = try SQLiteIndex(directory: copy)
        #expect(try await reopened.check(SQLiteFixture.input(nil, 3)).status == .new)
        #expect(try await reopened.check(SQLiteFixture.input(nil, 4)).status == .new)
        #expect(try await reopened.check(SQLiteFixture.input(nil, 44)).canonicalId == "a4")
        #expect(try await reopened.verify() == [])
      }
    }
  }
}
