import Testing

@testable import ArticleDedupe

@Suite("Repeats inside an article")
struct RepeatsTests {
  private static let first = "한솔시는 3일 낡은 시장 지붕을 고치는 데 12억원을 쓰기로 했다고 밝혔다."
  private static let second = "공사는 5월에 시작해 9월에 끝나며 상인 340명이 잠시 옆 공터로 자리를 옮긴다."

  @Test("a sentence that stands twice in one paragraph is named and left out once")
  func sentence() {
    let article = PreparedArticle(paragraphs: ["\(Self.first) \(Self.second) \(Self.first)"])
    #expect(article.repeats == [])
    #expect(article.sentenceRepeats.map { [$0.index, $0.repeatOf] } == [[0, 0]])
    let length = Self.first.unicodeScalars.count + Self.second.unicodeScalars.count + 2
    #expect(article.sentenceRepeats.first?.start == length)
    #expect(article.unique == ["\(Self.first) \(Self.second)"])
  }

  @Test("a paragraph that an earlier, longer one holds is a repeat; the longer one after it is not")
  func part() {
    let whole = "\(Self.first) \(Self.second)"
    let after = PreparedArticle(paragraphs: [whole, Self.first])
    #expect(after.repeats.map { [$0.index, $0.repeatOf] } == [[1, 0]])
    #expect(after.unique == [whole])
    let before = PreparedArticle(paragraphs: [Self.first, whole])
    #expect(before.repeats == [])
    #expect(before.sentenceRepeats.map { [$0.index, $0.repeatOf] } == [[1, 0]])
    #expect(before.unique == [Self.first, Self.second])
  }

  @Test("a sentence said again with another figure is no repeat")
  func figures() {
    let article = PreparedArticle(paragraphs: [Self.first, Self.first.replacing("12억", with: "15억")])
    #expect(article.repeats == [] && article.sentenceRepeats == [])
    #expect(article.unique.count == 2)
  }

  @Test("a byline and a copyright line do not make two articles alike, but tell exact copies apart")
  func residue() {
    let bylines = ["오민재 기자 desk@dawn.example", "저작권자 © 새벽신문 무단전재 및 재배포 금지"]
    let plain = FoldedText(paragraphs: [Self.first])
    let signed = FoldedText(paragraphs: [Self.first] + bylines)
    #expect(plain.scalars == signed.scalars && plain.words == signed.words)
    #expect(signed.starts.count == 4)
    #expect(plain.digest != signed.digest)
  }

  @Test(
    "large units and decimals are one number", arguments: [("19조6000억원", "19.6조원"), ("1만2천명", "1만2000명")])
  func numbers(first: String, second: String) {
    let values = [first, second].map { text in
      FoldedText(paragraphs: ["예산은 \(text)이다"]).scalars.withUnsafeBufferPointer { StoryFacts.facts(in: $0) }
        .map(\.value)
    }
    #expect(values[0] == values[1])
    #expect(values[0].count == 1)
  }
}
