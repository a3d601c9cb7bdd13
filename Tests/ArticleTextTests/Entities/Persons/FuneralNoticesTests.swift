import Testing

@testable import ArticleText

@Suite("Notices of deaths") struct FuneralNoticesTests {
  private static let notice =
    "▲ 서가람(전 새빛은행 부행장)씨 별세, 서동윤(두레일보 편집국장)·동진(다솜중공업 과장)·동희씨 부친상 = 10일, 부산 해오름병원 장례식장 특2호실, 발인 12일"

  @Test("the bereaved, with body and office")
  func people() {
    let report = MarkedText(Self.notice).report()
    #expect(report.persons.map(\.name) == ["서가람", "서동윤", "동진", "동희"])
    #expect(report.persons.map(\.titles) == [["전 부행장"], ["편집국장"], ["과장"], []])
    #expect(report.persons.map(\.org) == ["새빛은행", "두레일보", "다솜중공업", nil])
  }

  @Test("the hall is one place with its house, city and room")
  func hall() {
    #expect(MarkedText(Self.notice).report().lines(.place) == ["부산 해오름병원 장례식장 특2호실 LC -"])
    #expect(MarkedText("빈소는 새솔의료원 장례식장에 있다.").report().lines(.place) == ["새솔의료원 장례식장 LC -"])
  }

  @Test("a line that only mentions a death is no notice")
  func story() {
    #expect(MarkedText("동희(다솜 과장)는 별세 소식을 들었다").report().persons.isEmpty)
  }
}
