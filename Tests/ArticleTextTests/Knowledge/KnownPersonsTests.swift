import Testing

@testable import ArticleText

@Suite("Persons that the operator knows") struct KnownPersonsTests {
  private static func persons(_ marked: String, _ rows: String) throws -> [String] {
    try MarkedText(marked).report(knowledge: OperatorKnowledge(persons: rows)).entities
      .filter { $0.type == .person }.map(\.text)
  }

  @Test("a name that the tagger misses is a person's, and without the row it is none")
  func missed() throws {
    let text = "다온별솔은 말이 없었다. 기자가 다온별솔에게 물었다."
    #expect(try Self.persons(text, "다온별솔") == ["다온별솔", "다온별솔"])
    #expect(try Self.persons(text, "").isEmpty)
  }

  @Test("a name that the tagger takes for something else is a person's")
  func mislabelled() throws {
    let text = "[한별온|OG]은 말했다. [한별온 나래|PS]는 웃었다. [한별|LC]온이 왔다."
    let report = try MarkedText(text).report(knowledge: OperatorKnowledge(persons: "한별온"))
    #expect(report.entities.map { "\($0.text) \($0.type.rawValue)" } == ["한별온 PS", "한별온 PS", "한별온 PS"])
    #expect(report.clusters == ["P1": [[0, 3], [10, 13], [23, 26]]])
    #expect(report.entities.allSatisfy { $0.confidence == 1 })
  }

  @Test(
    "a name stands before the end, a mark, a particle or a title",
    arguments: [
      "다온별", "다온별.", "“다온별”", "(다온별)", "다온별,", "다온별은", "다온별이", "다온별에게", "다온별이라고", "다온별씨는", "다온별 시장", "다온별시장은",
      "다온별기자", "다온별 씨", "다온별·서지안",
    ])
  func ends(_ text: String) throws {
    #expect(try Self.persons(text, "다온별") == ["다온별"])
  }

  @Test(
    "a name inside a longer word is none",
    arguments: ["나다온별은", "다온별빛축제", "다온별당은", "다온별고가", "A다온별", "다온별A", "3다온별", "다온별3", "다온별는", "다온별나무"])
  func insideWords(_ text: String) throws {
    #expect(try Self.persons(text, "다온별").isEmpty)
  }

  @Test("a name in a body's, a place's or an event's longer name is part of it")
  func insideNames() throws {
    let text = "[다온별 재단|OG]이 [다온별 기념관|LC]에서 제3회 다온별 포럼을 열었다."
    let report = try MarkedText(text).report(knowledge: OperatorKnowledge(persons: "다온별"))
    #expect(report == MarkedText(text).report())
    #expect(report.entities.contains { $0.text == "제3회 다온별 포럼" })
  }

  @Test("a name inside an address is none")
  func insideAddresses() throws {
    #expect(try Self.persons("rin@saebyeok.example, rin.example, https://rin.example", "rin").isEmpty)
    #expect(try Self.persons("rin은 왔다", "rin") == ["rin"])
  }

  @Test("three syllables that the tagger sees as a name are not two and a particle")
  func particleInName() throws {
    #expect(try Self.persons("[허온이|PS] 교수는 말했다.", "허온") == ["허온이"])
    #expect(try Self.persons("허온이 말했다.", "허온") == ["허온"])
  }

  @Test("a foreign name is part of a longer one that the tagger sees")
  func foreign() throws {
    #expect(try Self.persons("[마르코 벨리니|PS]가 왔다. 벨리니는 갔다.", "벨리니") == ["마르코 벨리니", "벨리니"])
    #expect(try Self.persons("[마르코 벨리니 주니어|PS]가 왔다.", "마르코 벨리니") == ["마르코 벨리니 주니어"])
    #expect(try Self.persons("[벨리니가|PS] 왔다.", "벨리니") == ["벨리니"])
  }

  @Test("the longest name counts, and names of several words")
  func longest() throws {
    #expect(try Self.persons("마르코 벨리니가 왔다.", "마르코\n마르코 벨리니") == ["마르코 벨리니"])
    #expect(try Self.persons("마르코 벨루치가 왔다.", "마르코\n마르코 벨리니") == ["마르코"])
  }

  @Test("title and organisation are the row's where the text has none")
  func details() throws {
    let knowledge = try OperatorKnowledge(persons: "윤태경\t시장\t한솔시\n서지안\t교수")
    #expect(
      MarkedText("윤태경은 웃었다. 서지안도 웃었다.").report(knowledge: knowledge).persons
        == [
          Person(id: "P1", name: "윤태경", titles: ["시장"], org: "한솔시"),
          Person(id: "P2", name: "서지안", titles: ["교수"], org: nil),
        ])
    #expect(
      MarkedText("[윤태경|PS] [누리증권|OG] 대표는 웃었다.").report(knowledge: knowledge).persons
        == [Person(id: "P1", name: "윤태경", titles: ["대표"], org: "누리증권")])
  }

  @Test("who is known by a row speaks, and is meant by the surname")
  func consequences() throws {
    let text = "배우 한별온은 “비가 온다”고 말했다. 한 배우는 떠났다."
    let report = try MarkedText(text).report(knowledge: OperatorKnowledge(persons: "한별온"))
    #expect(report.clusters["P1"]?.count == 2)
    #expect(report.quotes.map(\.speakerCluster) == ["P1"])
    #expect(MarkedText(text).report().quotes.map(\.speakerCluster) == [nil])
  }
}
