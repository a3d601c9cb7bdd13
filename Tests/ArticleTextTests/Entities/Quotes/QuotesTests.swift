import Testing

@testable import ArticleText

@Suite("Quotations") struct QuotesTests {
  /// A text with its names marked, and the speakers of its quotations.
  @Test(
    "the speaker is named by the reporting clause",
    arguments: [
      ("[윤태경|PS] 시장은 “길을 찾겠다”고 말했다.", ["윤태경"]),
      ("“길을 찾겠다”라고 [윤태경|PS] 시장은 말했다.", ["윤태경"]),
      ("[윤태경|PS] 시장이 왔다.\n윤 시장은 “좋다”며 “가자”고 했다.", ["윤태경", "윤태경"]),
      ("[윤태경|PS] 시장은 “좋다”고 했지만, [서이든|PS] 의장은 “싫다”고 했다.", ["윤태경", "서이든"]),
      ("반면 [한솔시민모임|OG]은 성명을 내고 “늦었다”고 비판했다.", ["한솔시민모임"]),
      ("[한솔시|OG] 관계자는 “곧 연다”고 전했다.", ["한솔시 관계자"]),
      ("익명을 요구한 업계 관계자는 “어렵다”고 했다.", ["업계 관계자"]),
      ("야당 “반쪽 예산안”\n[한솔시|OG] 의회가 열렸다.", ["야당"]),
      ("“길을 찾겠다”고 했다.", [nil]),
      ("[한솔시|OG]는 “이틀이면 된다”는 신중한 입장을 냈다.", ["한솔시"]),
      ("“값이 오른다”는 지적도 나온다.", [nil]),
      ("[윤태경|PS](47)는 \"놀랐다\"며 \"뛰었다\"고 말했다.", ["윤태경", "윤태경"]),
      ("이장들은 “물이 먼저”라고 호소했다.", ["이장들"]),
      ("세 나라 대표단은 “함께 간다”고 밝혔다.", ["세 나라 대표단"]),
      ("“소리가 났다”는 목격자들의 말에 따라", ["목격자들"]),
      ("“걸은 덕분”이라는 [윤|PS]씨는 또 온다.", ["윤"]),
      ("[윤태경|PS] 감독은 웃었다. 관중석에는 “이겨라”라고 적힌 천이 걸렸다.", [nil]),
      ("[윤태경|PS]은 안타 세 개를 쳤다. 그는 “직구만 노렸다”고 했다.", ["윤태경"]),
      ("그는 \"새로운 시작이라는\n[윤태경|PS] 시장은 \"좋다\"고 말했다.", ["윤태경"]),
      ("“곧 나올 것입니다.” [윤태경|PS] 시장의 설명이다.", ["윤태경"]),
    ])
  func speakers(_ marked: String, _ expected: [String?]) {
    #expect(MarkedText(marked).report().quotes.map(\.speaker) == expected)
  }

  @Test("a headline's quotation belongs to the only speaker of the body")
  func headline() {
    let report = MarkedText("“새 길을 찾아야”\n[윤태경|PS] 시장은 “우리는 새 길을 찾아야 한다”고 했다.").report()
    #expect(report.quotes.map(\.speaker) == ["윤태경", "윤태경"])
  }

  @Test("a term in marks is no quotation", arguments: ["“스마트 항만” 사업을", "“바다”를 주제로", "\"열린 문\"의 뜻"])
  func terms(_ text: String) {
    #expect(MarkedText(text).report().quotes.isEmpty)
  }

  @Test("the span lies inside the marks and may cross a line break")
  func span() {
    let quotes = MarkedText("[윤태경|PS] 시장은 “첫째 줄\n둘째 줄”이라고 말했다.").report().quotes
    #expect(quotes.map(\.text) == ["첫째 줄\n둘째 줄"])
    #expect(quotes.first?.start == 9)
  }

  @Test("a mark that is never closed takes nothing with it", arguments: ["“열린 채로 끝난다", "\"열린 채로"])
  func unclosed(_ text: String) {
    #expect(MarkedText(text).report().quotes.isEmpty)
  }
}
