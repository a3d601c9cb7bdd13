import Testing

@testable import ArticleText

@Suite("The rules over a tagger") struct EntityExtractorTests {
  private static func kinds(_ marked: String) -> [String] {
    MarkedText(marked).report().entities.filter(\.isName).map { "\($0.text) \($0.type.rawValue)" }
  }

  @Test("a name found once is found again with its particle")
  func repeated() {
    #expect(Self.kinds("[다온나래|OG]가 왔다. 다온나래는 갔다.") == ["다온나래 OG", "다온나래 OG"])
  }

  @Test("a city that acts is a body, and a place where something happens in it")
  func city() {
    #expect(Self.kinds("[한솔시|LC]는 밝혔다. [한솔시|LC]에서 열린다.") == ["한솔시 OG", "한솔시 LC"])
  }

  @Test("a city inside a mayor's title is no mention")
  func mayor() {
    #expect(Self.kinds("[윤태경|PS] [한솔시|LC]장은") == ["윤태경 PS"])
  }

  @Test("the title comes out of a name's span")
  func trimmed() {
    #expect(Self.kinds("[윤태경|PS] 시장이 왔다. [윤 시장|PS]은 갔다.") == ["윤태경 PS", "윤 PS"])
  }

  @Test("a body's span gives back the person before it, whom the text names elsewhere")
  func personBeforeBody() {
    #expect(
      Self.kinds("[윤태경|PS] 교수가 왔다. [윤태경 나래대학교|OG] 교수는 갔다.")
        == ["윤태경 PS", "윤태경 PS", "나래대학교 OG"])
  }

  @Test("what reads as no time of the day is none, whatever the tagger says")
  func noTime() {
    let report = MarkedText("[한솔시|TI]가 [오후 3시|TI]에 연다.").report()
    #expect(report.entities.filter { $0.type == .time }.map(\.text) == ["오후 3시"])
  }

  @Test("a wire's dateline names its place, agency and reporter")
  func dateline() {
    let report = MarkedText("(한솔=새벽뉴스) [오지환|PS] 기자 = 비가 왔다.").report()
    #expect(report.entities.map(\.text) == ["한솔", "새벽뉴스", "오지환"])
    #expect(report.persons == [Person(id: "P1", name: "오지환", titles: ["기자"], org: "새벽뉴스")])
  }

  @Test("a government counts where it acts")
  func government() {
    #expect(Self.kinds("정부가 나섰다. 차기 [정부|OG]의 몫이다. [윤태경|PS] [정부|OG]는") == ["정부 OG", "윤태경 PS"])
  }

  @Test("an empty text has an empty report")
  func empty() {
    #expect(MarkedText("").report() == EntityReport())
  }

  @Test("the six classes never overlap, whatever the tagger sees")
  func noOverlap() {
    let report = MarkedText("[한솔|LC]에너지연구원 [3일|QT] [한국|PS] 특허청이 [5년|DT]간 (한솔=새벽뉴스) 기자 두 시간 동안 정부가").report()
    let layer = report.entities.filter { $0.type != .event }
    for (a, b) in zip(layer, layer.dropFirst()) { #expect(a.end <= b.start, "\(a.text) \(b.text)") }
  }

  /// Text that once was quadratic or could trap; the limit is a hundred times what each takes.
  @Test(
    "hostile text is answered, and soon", .timeLimit(.minutes(1)),
    arguments: [
      "“", "\"가 ", "(", "a@", "1~2~", "1,111,", "일", "한", "김철수 교수 김 교수는 ", "99999999999일 ", "가=나) ",
      "\u{FFFF}\r",
      "2월 30일 25시 61분 ", "제0회 0시 0년 전 ", "프로야구 한들FC ", "프로야구 가나 다라스 ", "▲ 서가람(가 교수)씨 별세, 발인·", "강원 두물시 ",
      "서가람(徐佳藍)", "전반 1분 1-1 1승1패", "장례식장 1호 ",
    ])
  func hostile(_ piece: String) {
    let text = String(repeating: piece, count: 20_000 / piece.unicodeScalars.count)
    let report = EntityExtractor { _, _ in [] }.extract(from: text, publishedAt: CivilDate(iso: "0001-01-01"))
    #expect(report.entities.allSatisfy { $0.start < $0.end && $0.end <= text.unicodeScalars.count })
  }
}

extension Entity {
  fileprivate var isName: Bool { type == .person || type == .organization || type == .place }
}
