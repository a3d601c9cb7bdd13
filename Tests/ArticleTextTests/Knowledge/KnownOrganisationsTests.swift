import Testing

@testable import ArticleText

@Suite("Organisations that the operator knows") struct KnownOrganisationsTests {
  private static func report(_ marked: String, _ rows: String) throws -> EntityReport {
    try MarkedText(marked).report(knowledge: OperatorKnowledge(organisations: rows))
  }

  private static func organisations(_ marked: String, _ rows: String) throws -> [String] {
    try report(marked, rows).entities.filter { $0.type == .organization }.map(\.text)
  }

  @Test("name and aliases are one body's, and without the row they are none")
  func aliases() throws {
    let text = "다온누리는 12일 밝혔다. 디엔아이가 세운 DNI를 다온누리가 샀다."
    let report = try Self.report(text, "다온누리\t디엔아이|DNI")
    #expect(
      report.entities.filter { $0.type == .organization }.map(\.text) == ["다온누리", "디엔아이", "DNI", "다온누리"])
    #expect(report.clusters["O1"]?.count == 4)
    #expect(try Self.organisations(text, "").isEmpty)
  }

  @Test("two rows are two bodies, however alike their names are")
  func apart() throws {
    let text = "[다온|OG]과 [다온전자|OG]가 만났다."
    #expect(try Self.report(text, "").clusters["O1"]?.count == 2)
    let report = try Self.report(text, "다온\n다온전자")
    #expect(report.clusters["O1"]?.count == 1)
    #expect(report.clusters["O2"]?.count == 1)
  }

  @Test("a body that the tagger takes for a place or a person is one")
  func mislabelled() throws {
    #expect(try Self.organisations("[다온|LC]은 밝혔다. [다온|PS]의 뜻이다.", "다온") == ["다온", "다온"])
  }

  @Test(
    "a name inside a longer word is none",
    arguments: ["새다온은", "다온시는", "다온당은", "다온고는", "다온인", "다온는", "다온나무가", "다온2", "다온A", "A다온"])
  func insideWords(_ text: String) throws {
    #expect(try Self.organisations(text, "다온").isEmpty)
  }

  @Test("a name of letters inside a longer one or an address is none")
  func letters() throws {
    #expect(try Self.organisations("DNIX와 DNI-2, www.DNI.example, a@dni.example", "다온누리\tDNI|dni").isEmpty)
    #expect(try Self.organisations("DNI는 (DNI) DNI.", "다온누리\tDNI") == ["DNI", "DNI", "DNI"])
  }

  @Test("a name in any longer name is part of it")
  func insideNames() throws {
    let text = "[다온 나래 생태공원|LC]에서 [영국 다온|OG]이 제2회 다온 포럼을 열었다."
    #expect(try Self.report(text, "다온") == MarkedText(text).report())
  }

  @Test("the longest name counts")
  func longest() throws {
    #expect(try Self.organisations("다온 나래은행은 컸다.", "다온\n다온 나래은행\n나래은행") == ["다온 나래은행"])
  }

  @Test(
    "known names overlap nothing, whatever the tagger sees, and many of them take no longer",
    .timeLimit(.minutes(1)))
  func hostile() throws {
    let knowledge = try OperatorKnowledge(persons: "다온별\n다온별 나래", organisations: "나래 다온\t다온|나래")
    let piece = "다온별 나래 다온 나래은 제1회 다온 포럼 나래@다온.example "
    let text = String(repeating: piece, count: 2_000)
    let extractor = EntityExtractor(knowledge: knowledge) { _, range in
      stride(from: range.lowerBound, to: range.upperBound - 5, by: 5).map {
        TaggedSpan(range: $0..<$0 + 4, kind: $0 % 2 == 0 ? .person : .organization, confidence: 0.9)
      }
    }
    let entities = extractor.extract(from: text, publishedAt: nil).entities.filter { $0.type != .event }
    #expect(entities.filter { $0.confidence == 1 }.count >= 2_000)
    #expect(zip(entities, entities.dropFirst()).allSatisfy { $0.end <= $1.start })
  }

  @Test("a person beside a known body belongs to it")
  func persons() throws {
    let report = try Self.report("다온누리 [윤태경|PS] 연구원은 말했다.", "다온누리")
    #expect(report.persons == [Person(id: "P1", name: "윤태경", titles: ["연구원"], org: "다온누리")])
  }
}
