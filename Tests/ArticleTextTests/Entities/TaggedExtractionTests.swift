import Testing

@testable import ArticleText

/// What needs the model that is built in; all else is tested with given spans.
@Suite("The extractor with its own tagger") struct TaggedExtractionTests {
  @Test("an article is read from end to end")
  func article() {
    let text = """
      윤태경 시장은 12일 서울에서 기자회견을 열고 “새 다리를 놓겠다”고 말했다.
      윤 시장은 예산 300억원을 확보했다고 밝혔다.
      /오지환 기자 oh@saebyuk.example
      """
    let report = EntityExtractor().extract(from: text, publishedAt: CivilDate(iso: "2025-03-12"))
    #expect(report.persons.map(\.name) == ["윤태경", "오지환"])
    #expect(report.quotes.map(\.speaker) == ["윤태경"])
    #expect(
      report.lines(.date, .quantity, .event, .email) == [
        "12일 DT 2025-03-12", "기자회견 EV -", "300억원 QT 30000000000 원",
        "oh@saebyuk.example EM oh@saebyuk.example",
      ])
    for entity in report.entities {
      let scalars = Array(text.unicodeScalars)[entity.start..<entity.end]
      #expect(String(String.UnicodeScalarView(scalars)) == entity.text)
    }
  }
}
