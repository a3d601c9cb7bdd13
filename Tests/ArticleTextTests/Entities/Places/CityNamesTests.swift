import Testing

@testable import ArticleText

@Suite("Cities") struct CityNamesTests {
  private func names(_ marked: String) -> [String] {
    MarkedText(marked).report().entities.filter { $0.type == .organization || $0.type == .place }
      .map { "\($0.text) \($0.type.rawValue)" }
  }

  @Test(
    "an address shows the city, which is found elsewhere too",
    arguments: [
      ("강원 두물시에서 불이 났다. 두물시는 돕는다.", ["강원 두물시 LC", "두물시 OG"]),
      ("여울시 모래내면의 학교", ["여울시 모래내면 LC"]),
      ("달내군수가 왔다. 달내군에서 열린다.", ["달내군 LC"]),
      ("달내군, 축제 연다\n달내군수는 말했다.", ["달내군 OG"]),
      ("충북 솔모루시가 짓는다", ["충북 솔모루시 OG"]),
    ])
  func cities(_ text: String, _ expected: [String]) {
    #expect(names(text) == expected)
  }

  @Test(
    "words that end like a city", arguments: ["경기 다시 시작한다", "서울 축구 팬", "국내 연구 활동", "경기 임시 운동장에서"])
  func none(_ text: String) {
    #expect(
      !names(text).contains {
        $0.hasSuffix("다시 LC") || $0.contains("축구") || $0.contains("연구") || $0.contains("임시")
      })
  }
}
