import Testing

@testable import ArticleText

@Suite("An index of names") struct NameIndexTests {
  private static func matches(_ names: [String], _ text: String, at offset: Int = 0) -> [String] {
    let index = NameIndex(names.map { ($0, $0) })
    let text = ScalarText(text)
    return index.matches(Scan(text, 0..<text.count), at: offset).map(\.value)
  }

  @Test("all names that begin at a place are found, shortest first, and no others")
  func prefixes() {
    let names = ["한솔", "한솔시", "한솔시청", "한솔군", "한", "나래", "솔시"]
    #expect(Self.matches(names, "한솔시청은") == ["한", "한솔", "한솔시", "한솔시청"])
    #expect(Self.matches(names, "한솔시") == ["한", "한솔", "한솔시"])
    #expect(Self.matches(names, "한솔시", at: 1) == ["솔시"])
    #expect(Self.matches(names, "한나래") == ["한"])
    #expect(Self.matches(names, "다온").isEmpty)
    #expect(Self.matches([], "한솔").isEmpty)
  }

  @Test("a name means something as a whole only")
  func whole() {
    let index = NameIndex([("한솔시", 1), ("한솔", 2)])
    #expect(index["한솔시"] == 1)
    #expect(index["한솔"] == 2)
    #expect(index["한솔시청"] == nil)
    #expect(index["한"] == nil)
    #expect(index[""] == nil)
  }

  @Test("each of many names with one beginning is found")
  func many() {
    let syllables = (0..<100).compactMap { Unicode.Scalar(0xAC00 + $0 * 28) }
    let names = syllables.flatMap { first in syllables.map { "가나\(first)\($0)" } }
    let index = NameIndex(names.enumerated().map { ($1, $0) })
    #expect(names.indices.allSatisfy { index[names[$0]] == $0 })
  }
}
