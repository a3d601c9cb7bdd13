import Testing

@testable import ArticleText

@Suite("E-mail addresses") struct EmailsTests {
  @Test(
    "an address ends where its host ends, and its norm is lower-cased",
    arguments: [
      ("/오지환 기자 Oh.Jihwan@Saebyuk.example", "Oh.Jihwan@Saebyuk.example", "oh.jihwan@saebyuk.example"),
      ("제보는 tip@news.example로", "tip@news.example", "tip@news.example"),
      ("(desk+1@a-b.co.example).", "desk+1@a-b.co.example", "desk+1@a-b.co.example"),
    ])
  func found(_ text: String, _ address: String, _ norm: String) {
    #expect(MarkedText(text).report().lines(.email) == ["\(address) EM \(norm)"])
  }

  @Test("an at sign alone is no address", arguments: ["a@b", "@news.example", "3@1.2", "가@나.다"])
  func none(_ text: String) {
    #expect(MarkedText(text).report().lines(.email).isEmpty)
  }
}
