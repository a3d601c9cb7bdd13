import Testing

@testable import ArticleText

@Suite("Events") struct EventsTests {
  @Test(
    "a named or specific meeting is an event",
    arguments: [
      ("시장은 기자회견을 열고", ["기자회견"]),
      ("‘제3회 다온 청년포럼’을 연다", ["제3회 다온 청년포럼"]),
      ("11회 정책포럼이 열렸다", ["11회 정책포럼"]),
      ("본회의에서 처리했다", ["본회의"]),
      ("다온국제마라톤에 나갔다", ["다온국제마라톤"]),
      ("제7회 해든영화제(HIFF)에서", ["제7회 해든영화제", "HIFF"]),
      ("영결식은 9시다", ["영결식"]),
    ])
  func found(_ text: String, _ events: [String]) {
    #expect(MarkedText(text).report().entities.filter { $0.type == .event }.map(\.text) == events)
  }

  @Test(
    "a bare meeting is none",
    arguments: ["회의를 열었다", "포럼에 갔다", "대회가 끝났다", "종이컵을 들고", "국제영화제를 꿈꾼다", "하프마라톤을 뛴다"])
  func none(_ text: String) {
    #expect(MarkedText(text).report().entities.filter { $0.type == .event }.isEmpty)
  }

  @Test("an event is a layer of its own: the number in it stays a mention")
  func layers() {
    let report = MarkedText("‘제3회 다온 청년포럼’을 연다").report()
    #expect(report.lines(.quantity) == ["제3회 QT 3 회 ordinal"])
  }
}
