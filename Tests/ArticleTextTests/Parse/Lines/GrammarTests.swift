import Testing

@testable import ArticleText

@Suite("Line grammars")
struct GrammarTests {
  private let publishers = Publishers([])

  private func scalars(_ text: String) -> ArraySlice<Unicode.Scalar> { Array(text.unicodeScalars)[...] }

  @Test(
    "every printed form of a time is read",
    arguments: [
      ("입력 2022.04.06 (23:40)", "2022-04-06T23:40:00+09:00"),
      ("입력:2021-03-15 10:00", "2021-03-15T10:00:00+09:00"),
      ("2025년 03월 28일(금) 15:40 가가", "2025-03-28T15:40:00+09:00"),
      ("2018년 08월 07일 16시 31분", "2018-08-07T16:31:00+09:00"),
      ("기사입력 :[ 2018-09-28 17:32 ]", "2018-09-28T17:32:00+09:00"),
      ("2025.01.09. 오전 10:08", "2025-01-09T10:08:00+09:00"),
      ("2023. 11. 1. 05:48", "2023-11-01T05:48:00+09:00"),
      ("송고2026-01-06 16:46", "2026-01-06T16:46:00+09:00"),
      ("2021.10.29 08:21:13", "2021-10-29T08:21:13+09:00"),
      ("2026.02.19. 오후 12:08", "2026-02-19T12:08:00+09:00"),
      ("2026.02.19. 오전 12:08", "2026-02-19T00:08:00+09:00"),
      ("2026/01/06 16:46 송고", "2026-01-06T16:46:00+09:00"),
    ])
  func times(_ text: String, _ iso: String) {
    #expect(TimeLine.mentions(in: scalars(text)).map(\.moment.iso) == [iso])
  }

  @Test("labels tell publication from change")
  func labels() {
    let mentions = TimeLine.mentions(in: scalars("입력 2024.06.21. 10:19 업데이트 2024.06.21. 12:58"))
    #expect(mentions.map(\.role) == [.published, .modified])
  }

  @Test("no such day, no time", arguments: ["2026.02.30 10:00", "2026.13.01", "12026.01.01", "2026.1"])
  func noTimes(_ text: String) {
    #expect(TimeLine.mentions(in: scalars(text)).isEmpty)
  }

  @Test(
    "metadata times come out in Korean time",
    arguments: [
      ("2024-06-21T01:19:26.000Z", "2024-06-21T10:19:26+09:00"),
      ("20250215003000", "2025-02-15T00:30:00+09:00"),
      ("2025-12-31T23:30:00+00:00", "2026-01-01T08:30:00+09:00"),
      ("2026-02-19 12:08:29", "2026-02-19T12:08:29+09:00"),
      ("2026-03-01T05:00:00+0900", "2026-03-01T05:00:00+09:00"), ("2018-09-28", "2018-09-28"),
      ("March 28, 2025", "2025-03-28"),
    ])
  func metadata(_ text: String, _ iso: String) {
    #expect(Moment.metadata(text)?.iso == iso)
  }

  @Test("digits that are no day are none", arguments: ["1760101234", "17601012345", "00010101", "20251301"])
  func noMetadata(_ text: String) {
    #expect(Moment.metadata(text) == nil)
  }

  @Test(
    "bylines name their reporters",
    arguments: [
      ("/노하린 기자 harin@saebyeok.example", ["노하린 harin@saebyeok.example"]), ("한솔=구본휘 기자", ["구본휘"]),
      ("노하린 기자, 구본휘 기자, ", ["노하린", "구본휘"]),
      ("노하린·구본휘 기자 b@saebyeok.example", ["노하린", "구본휘 b@saebyeok.example"]),
      ("서지안 나래대학교 환경공학과 교수", ["서지안"]), ("노하린 인턴기자(나래대 국문학과, 4학년)", ["노하린"]),
      ("글·사진=배도윤 선임기자", ["배도윤"]), ("서지안 교육학 박사·서울 물빛초 교장", ["서지안"]), ("노하린기자", ["노하린"]),
      ("온라인뉴스팀", []), ("인터넷 기자", []),
    ])
  func bylines(_ text: String, _ names: [String]) throws {
    let reading = try #require(BylineLine.read(scalars(text), publishers))
    #expect(reading.bylines.map { [$0.name, $0.email].compactMap { $0 }.joined(separator: " ") } == names)
  }

  @Test(
    "sentences about reporters are no bylines",
    arguments: ["이 소식, 노하린 기자와 알아보겠습니다.", "배도윤 새벽뉴스 기자 모친상=3일 한솔병원", "16일 포럼이 열렸다."])
  func noBylines(_ text: String) {
    #expect(BylineLine.read(scalars(text), publishers) == nil)
  }

  @Test(
    "datelines give place, agency and reporters",
    arguments: [
      ("[한솔=뉴시스] 노하린 기자 = 한솔시가", "한솔", "뉴시스", ["노하린"]), ("[한솔=뉴시스]노하린 기자 = 한솔시가", "한솔", "뉴시스", ["노하린"]),
      ("(한솔=연합뉴스) 노하린 구본휘 기자 = 한솔시가", "한솔", "연합뉴스", ["노하린", "구본휘"]), ("[파이낸셜뉴스] 한솔시가", nil, "파이낸셜뉴스", []),
      ("【파이낸셜뉴스 한솔=노하린 기자】 한솔시가", "한솔", "파이낸셜뉴스", ["노하린"]), ("[경남데일리 = 노하린 기자] 한솔시가", nil, "경남데일리", ["노하린"]),
    ] as [(String, String?, String?, [String])])
  func datelines(_ text: String, _ place: String?, _ agency: String?, _ names: [String]) throws {
    let line = scalars(text)
    let reading = try #require(DatelineGrammar.read(line, publishers))
    #expect(reading.dateline == Dateline(place: place, agency: agency))
    #expect(reading.bylines.map(\.name) == names)
    #expect(line[reading.end...].string == "한솔시가")
  }

  @Test(
    "copyright lines name the house",
    arguments: [
      ("저작권자 © 새벽뉴스 무단전재 및 재배포 금지", "새벽뉴스"), ("<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "연합뉴스"),
      ("[저작권자ⓒ 시민일보. 무단전재-재배포 금지]", "시민일보"), ("Copyright ⓒ MBN(매일방송) 무단전재 및 재배포 금지", "MBN"),
      ("< Copyright ⓒ mbn. 무단전재 및 재배포 금지 >", "MBN"), ("Copyright © 새벽뉴스. All rights reserved.", "새벽뉴스"),
    ])
  func copyright(_ text: String, _ publisher: String) {
    #expect(CopyrightLine.read(scalars(text), publishers)?.publisher == publisher)
  }

  @Test(
    "picture credits are found",
    arguments: ["강연하는 교수. /뉴스1", "산책로 전경 《사진=연합뉴스》", "협약식 모습. (사진제공=한솔구청)", "로고. /뉴시스 [새벽뉴스 자료사진]"])
  func credits(_ text: String) {
    #expect(Captions.credit(in: scalars(text), publishers) != nil)
  }

  @Test(
    "a sentence with a slash has no credit", arguments: ["1/2로 줄었다.", "시는 3/4분기에 문을 연다고 밝혔다.", "그는 말했다."])
  func noCredits(_ text: String) {
    #expect(Captions.credit(in: scalars(text), publishers) == nil)
  }
}
