import Testing

@testable import ArticleText

@Suite("Short words")
struct SyllableWordTests {
  @Test("words are equal as their syllables are")
  func equality() {
    #expect(SyllableWord("기자".unicodeScalars) == SyllableWord("기자".unicodeScalars))
    #expect(SyllableWord("기자".unicodeScalars) != SyllableWord("자기".unicodeScalars))
    #expect(SyllableWord("가".unicodeScalars) != SyllableWord("가가".unicodeScalars))
  }

  @Test("longer ones and what is not Hangul are no such words", arguments: ["온라인뉴스", "KBS", "기자1"])
  func refused(_ word: String) { #expect(SyllableWord(word.unicodeScalars) == nil) }

  @Test("a set of syllables has those of its text and no others")
  func syllableSet() {
    let set = SyllableSet("가힣 a김")
    let found = (UInt32(0)...0xFFFF).compactMap { Unicode.Scalar($0) }.filter(set.contains)
    #expect(found == ["가", "김", "힣"])
  }

  @Test("endings are found at the end only")
  func endings() {
    let endings: WordEndings = ["기자", "특파원"]
    #expect(endings.end(Array("인턴기자".unicodeScalars)[...]))
    #expect(endings.end(Array("기자".unicodeScalars)[...]))
    #expect(!endings.end(Array("기자단".unicodeScalars)[...]))
    #expect(!endings.end(Array("자".unicodeScalars)[...]))
    #expect(!endings.end([]))
  }
}
