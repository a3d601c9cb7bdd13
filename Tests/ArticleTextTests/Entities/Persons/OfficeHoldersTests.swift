import Testing

@testable import ArticleText

/// What stands beside a name says what it is, where the tagger knows it not.
@Suite("Names by their context") struct OfficeHoldersTests {
  private func found(_ marked: String, _ kind: Entity.Kind) -> [String] {
    MarkedText(marked).report().entities.filter { $0.type == kind }.map(\.text)
  }

  @Test(
    "a body and a title behind a word show person and body",
    arguments: [
      ("서가람 외교부 국장은 떠났다.", ["서가람"], ["외교부"]),
      ("서가람 나래병원 가정의학과 교수와 만났다.", ["서가람"], ["나래병원 가정의학과"]),
      ("서가람 KFW 선임연구위원은 말했다.", ["서가람"], ["KFW"]),
      ("회의를 지휘한 서가람 나래경찰서 과장은 말했다.", ["서가람"], ["나래경찰서"]),
      ("장신후(張信厚) 재무부 차관이 왔다.", ["장신후", "張信厚"], ["재무부"]),
      ("[서가람 나래연구원|OG] 연구위원은 말했다.", ["서가람"], ["나래연구원"]),
    ])
  func offices(_ marked: String, _ persons: [String], _ bodies: [String]) {
    #expect(found(marked, .person) == persons)
    #expect(found(marked, .organization) == bodies)
  }

  @Test(
    "a place to park is no title, and a word before a name is no name",
    arguments: ["금곡동 나래병원 주차장에서", "이날 교육부 앞에서"])
  func nobody(_ text: String) {
    #expect(found(text, .person).isEmpty)
  }

  @Test("what looks like a particle before a title belongs to a foreign name")
  func foreignName() {
    #expect(found("[카를로 데 오르티|PS]가 청장은 말했다.", .person) == ["카를로 데 오르티가"])
    #expect(found("[윤태경|PS]이 청장에게 갔다.", .person) == ["윤태경"])
  }

  @Test("the head of a body in brackets, beside its abbreviation")
  func brackets() {
    let report = MarkedText("[나래미래원|OG](NMI·원장 [서가람|PS])은 연다. NMI는 크다.").report()
    #expect(report.persons.map(\.titles) == [["원장"]])
    #expect(report.persons.map(\.org) == ["나래미래원"])
    #expect(Set(report.entities.filter { $0.type == .organization }.map(\.cluster)).count == 1)
  }

  @Test("a name in hanja behind a name is the same person")
  func hanja() {
    let report = MarkedText("[서가람|PS]([徐佳藍|PS]) 교수는 말했다.").report()
    #expect(report.persons.map(\.name) == ["서가람"])
  }

  @Test(
    "a name in hanja, seen by nobody, with as many hanja as syllables",
    arguments: [("주인인 정여직(鄭汝直·1741~1809)은", ["정여직", "鄭汝直"]), ("영결식(永訣式)은", []), ("학회장(葬)으로", [])])
  func unseenHanja(_ text: String, _ expected: [String]) {
    #expect(found(text, .person) == expected)
  }

  @Test(
    "a bracket shows a name, or whose it is",
    arguments: [
      ("영화 ‘막차’(감독 옹다래)가", ["옹다래"]), ("공갑순(91) 할머니는", ["공갑순"]), ("서가람(새빛은행 부행장)은", ["서가람"]),
      ("정부안(12)을", []), ("서울역(1호선 역장)은", []),
    ])
  func bracketedNames(_ text: String, _ expected: [String]) {
    #expect(found(text, .person) == expected)
  }

  @Test("who is named behind the title is meant, and no verb before it")
  func verbs() {
    #expect(found("차장을 연기한 배우 [서가람|PS]은", .person) == ["서가람"])
  }

  @Test("a reporter's line of name, role and address")
  func byline() {
    #expect(found("비가 왔다.\n[금보라미|OG] 기자 borami@narae.example", .person) == ["금보라미"])
  }

  @Test("a city that the tagger takes for a person, where the text has its mayor")
  func cities() {
    let report = MarkedText("[나래시|PS]는 연다. 서가람 나래시장은 [나래|PS] 앞바다를 보았다.").report()
    #expect(report.entities.filter { $0.text == "나래시" }.map(\.type) == [.organization])
    #expect(report.entities.filter { $0.text == "나래" }.map(\.type) == [.place])
  }
}

@Suite("Addresses") struct AddressesTests {
  private func places(_ marked: String) -> [String] {
    MarkedText(marked).report().entities.filter { $0.type == .place }.map(\.text)
  }

  @Test(
    "a place takes in what goes on in it",
    arguments: [
      ("[전남|LC] 고샘군 노을면의 학교", ["전남 고샘군 노을면"]), ("[전남 고샘군|OG] 노을면에서", ["전남 고샘군 노을면"]),
      ("[미국|LC] 남부에 비", ["미국 남부"]), ("[서울|LC] 거리에서", ["서울"]), ("[부산|LC] 감동의 밤", ["부산"]),
      ("[전남|LC] 지역에 비", ["전남"]),
    ])
  func continuations(_ marked: String, _ expected: [String]) {
    #expect(places(marked) == expected)
  }

  @Test("initials of countries are a place each, other initials are none")
  func initials() {
    #expect(places("한·중·일 회의가 열렸다") == ["한", "중", "일"])
    #expect(places("미·중은 만난다") == ["미", "중"])
    #expect(places("민·관·학이 만난다. 중·고등학교가 쉰다. 독·과점이다.").isEmpty)
  }

  @Test("화성 is a planet where the text speaks of the sky, and a city elsewhere")
  func sky() {
    #expect(places("탐사선이 [화성|LC] 궤도에 들었다").isEmpty)
    #expect(places("경찰이 [화성|LC]에 갔다") == ["화성"])
  }
}
