import ArticleDedupe
import Foundation

/// Articles for the tests of the index in a file, and places for it.
enum SQLiteFixture {
  static func paragraphs(_ seed: Int) -> [String] {
    [
      "한솔시 제\(seed)마을 주민회는 \(seed * 37 + 11)번 정류장 앞 빈터에 작은 쉼터를 만들기로 했다고 밝혔다.",
      (0..<40).map { "낱말\((seed &* 7919 &+ $0 &* 104_729) % 99_991)" }.joined(separator: " "),
      "주민 \(seed + 20)명이 모은 \(seed * 13 + 500)만원으로 의자와 그늘막을 사고 남은 돈은 나무를 심는 데 쓴다.",
    ]
  }

  static func input(_ id: String?, _ seed: Int, _ time: String? = nil) -> DedupeInput {
    DedupeInput(id: id, paragraphs: paragraphs(seed), publishedAt: time)
  }

  static func inDirectory(_ body: (String) async throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("store-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: url) }
    try await body(url.path)
  }

  /// The files of an index as a power cut leaves them, in a directory of their own.
  static func afterPowerCut(_ directory: String, _ body: (String) async throws -> Void) async throws {
    try await inDirectory { copy in
      for name in ["index.sqlite", "index.sqlite-wal", "index.keys"] {
        let file = URL(fileURLWithPath: directory + "/" + name)
        guard FileManager.default.fileExists(atPath: file.path) else { continue }
        try FileManager.default.copyItem(at: file, to: URL(fileURLWithPath: copy + "/" + name))
      }
      try await body(copy)
    }
  }
}
