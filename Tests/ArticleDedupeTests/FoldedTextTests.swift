import Testing

@testable import ArticleDedupe

@Suite("The text as it is compared")
struct FoldedTextTests {
  private static func folded(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for value in FoldedText(paragraphs: [text]).scalars { view.append(Unicode.Scalar(value) ?? "?") }
    return String(view)
  }

  @Test(
    "forgets what a copy may change and keeps numbers",
    arguments: [
      ("‘한솔’ · \"시\"—A\u{A0}b", "한솔시ab"), ("1,053건", "1053건"), ("2538.46.", "2538.46"),
      ("(-0.32%)", "-0.32%"), ("3-5명", "35명"), ("ＡＢ１２㎞", "ab12km"), ("군수(郡守)가", "군수가"),
      ("기구(WTO)와", "기구와"), ("윤태경(52)", "윤태경52"), ("한솔", "한솔"), ("가ㆍ나", "가나"), ("", ""), ("()", ""),
    ])
  func folds(text: String, expected: String) {
    #expect(Self.folded(text) == expected)
  }

  @Test("a gloss is not compared but tells exact copies apart")
  func gloss() {
    let plain = FoldedText(paragraphs: ["군수가 말했다"])
    let glossed = FoldedText(paragraphs: ["군수(郡守)가 말했다"])
    #expect(plain.scalars == glossed.scalars)
    #expect(plain.digest != glossed.digest)
  }

  @Test("repeated paragraphs are named with the one they repeat; short lines and other figures are let be")
  func repeats() {
    var paragraphs = DedupeArticles.market
    paragraphs.insert("◇ 전보", at: 1)
    paragraphs.append("◇ 전보")
    paragraphs.append(DedupeArticles.market[3].replacing("계획이다", with: "예정이다"))
    paragraphs.append(DedupeArticles.market[2].replacing("350m", with: "450m"))
    paragraphs.append(DedupeArticles.market[0] + " ")
    let article = PreparedArticle(paragraphs: paragraphs)
    #expect(article.repeats.map { [$0.index, $0.repeatOf] } == [[9, 4], [11, 0]])
    #expect(article.repeats.map { $0.similarity == 1 } == [false, true])
    #expect(article.unique.count == paragraphs.count - 2)
  }

  @Test(
    "times are read with their zone, Korean without",
    arguments: [
      ("1970-01-01T09:00:00+09:00", 0), ("1970-01-01T09:00", 0), ("1970-01-02", 54_000),
      ("1970-01-01T00:00:01Z", 1),
      ("1970-01-01T00:00:01.5-01:00", 3601), ("1970-02-30", nil), ("1970-01-01T24:00", nil), ("어제", nil),
      ("", nil),
      ("1970-01-01T00:00:01Zx", nil),
    ] as [(String, Int64?)])
  func times(text: String, seconds: Int64?) {
    #expect(PublicationTime.seconds(text) == seconds)
  }
}
