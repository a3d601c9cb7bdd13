import Testing

@testable import ArticleText

@Suite("Names from abroad") struct ForeignNamesTests {
  private func persons(_ marked: String) -> [String] { MarkedText(marked).report().persons.map(\.name) }

  @Test(
    "a name of which one word was seen is made whole where a title shows it",
    arguments: [
      ("베르나르트 [펠링가|PS] 교수는 말했다.", ["베르나르트 펠링가"]),
      ("[오니타|PS] 다쿠로 등을 태웠다.", ["오니타 다쿠로"]),
      ("카를로 [데르켈|OG] 박사와 만났다. [카를로|PS] 데르켈 박사는", ["카를로 데르켈"]),
      ("브루노 살데르 [솔빛구단|OG] 감독은", ["브루노 살데르"]),
      ("[솔빛구단|OG]의 조너선 헬렌 감독은", ["조너선 헬렌"]),
    ])
  func whole(_ text: String, _ expected: [String]) {
    #expect(persons(text) == expected)
  }

  @Test(
    "what stands before a name and is none of it",
    arguments: [
      ("당시 [펠링가|PS] 교수는", ["펠링가"]), ("세단에서 내린 [켈리|PS] 장관은", ["켈리"]), ("데이터 센터 [켈리|PS] 대표는", ["켈리"]),
      ("그룹 [나르멜|PS]의 노래", ["나르멜"]), ("런던 [켈리|PS] 시장은", ["켈리"]), ("아내 [김애리|PS] 교수는", ["김애리"]),
    ])
  func others(_ text: String, _ expected: [String]) {
    #expect(persons(text) == expected)
  }
}
