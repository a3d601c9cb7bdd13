import Testing

@testable import ArticleText

@Suite("Persons") struct PersonsTests {
  /// A text and the one person in it.
  struct Case: Sendable {
    let text: String
    let titles: [String]
    let organization: String?

    init(_ text: String, _ titles: [String], _ organization: String? = nil) {
      self.text = text
      self.titles = titles
      self.organization = organization
    }
  }

  static let cases: [Case] = [
    Case("[윤태경|PS] 한솔시장은", ["한솔시장"], "한솔시"),
    Case("[윤태경|PS] [푸른당|OG] 청년특별위원장은", ["청년특별위원장"], "푸른당"),
    Case("[누리연구소|OG] [윤태경|PS] 선임연구원이", ["선임연구원"], "누리연구소"),
    Case("[가람투자|OG]의 [윤태경|PS] 애널리스트는", ["애널리스트"], "가람투자"),
    Case("[윤태경|PS] 전 [다온연구원|OG] 원장을", ["전 원장"], "다온연구원"),
    Case("[윤태경|PS] [영국 한솔대|OG] [지구과학부|OG] 교수팀은", ["교수"], "영국 한솔대"),
    Case("[한국다온원|OG]([KDW|OG]) [윤태경|PS] 박사는", ["박사"], "한국다온원"),
    Case("배우 [윤태경|PS]은", ["배우"], nil),
    Case("[윤태경|PS] 씨는", [], nil),
    Case("[다온전자|OG] 대표인 [윤태경|PS] 최고재무책임자(CFO)는", ["최고재무책임자", "CFO"], nil),
  ]

  @Test("titles and organisation are read around the name", arguments: cases)
  func titles(_ example: Case) {
    let expected = Person(id: "P1", name: "윤태경", titles: example.titles, org: example.organization)
    #expect(MarkedText(example.text).report().persons == [expected])
  }

  @Test("a surname with the title is joined to the full name, two of one surname are kept apart")
  func surnames() {
    let report = MarkedText(
      """
      [윤태경|PS] 시장과 [윤서린|PS] 의장이 만났다.
      윤 시장은 웃었다. 윤 의장도 웃었다. 윤 시장은 떠났다.
      """
    ).report()
    #expect(report.persons.map(\.name) == ["윤태경", "윤서린"])
    #expect(report.clusters["P1"]?.count == 3)
    #expect(report.clusters["P2"]?.count == 2)
    #expect(report.entities.filter { $0.type == .person }.map(\.text) == ["윤태경", "윤서린", "윤", "윤", "윤"])
  }

  @Test("a surname with a title that nobody of the surname bears is not joined")
  func stranger() {
    let report = MarkedText("[윤태경|PS] 시장이 왔다. [윤|PS] 교수는 갔다.").report()
    #expect(report.persons.map(\.name) == ["윤태경", "윤"])
  }

  @Test("who is named by a surname only is nobody whose name the text gives")
  func withheld() {
    let report = MarkedText("[김태섭|PS] 단장이 왔다. [김|PS]모(35)씨가 깼다. [김|PS]씨는 떠났다.").report()
    #expect(report.persons.map(\.name) == ["김태섭", "김"])
    #expect(report.clusters["P2"]?.count == 2)
  }

  @Test("the office and body in the bracket behind a name")
  func brackets() {
    let report = MarkedText("[윤태경|PS](24·[다온시청|OG])이 [서이든|PS](전 [다온은행|OG] 이사)을 만났다.").report()
    #expect(report.persons.map(\.org) == ["다온시청", "다온은행"])
    #expect(report.persons.map(\.titles) == [[], ["전 이사"]])
  }

  @Test("a surname of two syllables with a title is a person, whatever the tagger says")
  func doubleSurname() {
    let report = MarkedText("남궁현주 단장은 왔다. [남궁|LC] 단장은 갔다.").report()
    #expect(report.persons.map(\.name) == ["남궁현주"])
    #expect(report.clusters["P1"]?.count == 2)
  }

  @Test("a demonstrative before a title is no surname", arguments: ["이 위원은", "한 의원은", "전 대표는"])
  func demonstratives(_ words: String) {
    let report = MarkedText("[윤태경|PS] 시장이 왔다. \(words) 갔다.").report()
    #expect(report.entities.filter { $0.type == .person }.count == 1)
  }

  @Test("the last word of a foreign name is the same person")
  func foreign() {
    let report = MarkedText("[마르코 벨리니|PS] 교수가 왔다. [벨리니|PS] 교수는 말이 없었다.").report()
    #expect(report.persons == [Person(id: "P1", name: "마르코 벨리니", titles: ["교수"])])
    #expect(report.clusters["P1"]?.count == 2)
  }
}
