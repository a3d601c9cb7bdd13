import Testing

@testable import ArticleText

@Suite("Teams") struct TeamsTests {
  private func bodies(_ marked: String) -> [String] {
    MarkedText(marked).report().entities.filter { $0.type == .organization }.map(\.text)
  }

  @Test("a team and what it is called by are one body, where the text is about a league")
  func team() {
    let report = MarkedText(
      "프로야구 새솔 펠리컨스가 [두레 이글스|OG]를 꺾었다. 새솔은 5연승이다. [펠리컨스|PS]는 두레와 다시 만난다."
    ).report()
    let teams = report.entities.filter { $0.type == .organization }
    #expect(teams.map(\.text) == ["새솔 펠리컨스", "두레 이글스", "새솔", "펠리컨스", "두레"])
    #expect(teams.map(\.cluster) == ["O1", "O2", "O1", "O1", "O2"])
  }

  @Test("letters behind a name are a club's")
  func clubs() {
    #expect(bodies("여자축구 한들WFC가 이겼다. 한들은 웃었다.") == ["한들WFC", "한들"])
  }

  @Test("a city that has a team stays a place where something happens")
  func cities() {
    let report = MarkedText("프로축구 광주FC가 [광주|LC]에서 이겼다. [광주|LC]는 5위다.").report()
    #expect(report.entities.map(\.type) == [.organization, .place, .organization, .quantity])
  }

  @Test("no team without a league, and none of a word that ends alike")
  func none() {
    #expect(bodies("새솔 펠리컨스가 날았다.").isEmpty)
    #expect(bodies("프로야구 중계 서비스가 열렸다. 반면 바이킹스의 배는").isEmpty)
  }

  @Test("the last word of a person's name that is a team's is none of it")
  func coach() {
    let report = MarkedText("프로배구 바다솔 마린스가 졌다. [율리아 브란트 마린스|PS] 감독은 웃었다.").report()
    #expect(report.persons.map(\.name) == ["율리아 브란트"])
    #expect(report.persons.map(\.org) == ["바다솔 마린스"])
  }
}
