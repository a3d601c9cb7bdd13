import Testing

@testable import ArticleText

@Suite("Dates and times") struct TimeExpressionsTests {
  /// A sentence, and the dates and times in it as "text TYPE norm", for a day of publication of 2025-03-12.
  @Test(
    "each form is found and resolved against the day of publication",
    arguments: [
      ("한솔시는 12일 계획을 밝혔다", ["12일 DT 2025-03-12"]),
      ("지난 28일 문을 열었다", ["지난 28일 DT 2025-02-28"]),
      ("오는 2일 문을 연다", ["오는 2일 DT 2025-04-02"]),
      ("지난 14일과 오는 10일", ["지난 14일 DT 2025-02-14", "오는 10일 DT 2025-04-10"]),
      ("다음 달 2일 문을 연다", ["다음 달 2일 DT 2025-04-02"]),
      ("지난달 20일부터 이달 말까지", ["지난달 20일 DT 2025-02-20", "이달 말 DT 2025-03"]),
      ("지난해 8월에 이어 내년에도", ["지난해 8월 DT 2024-08", "내년 DT 2026"]),
      ("올해 3분기와 내년 상반기", ["올해 3분기 DT 2025-Q3", "내년 상반기 DT 2026-H1"]),
      ("지난해 말 기준", ["지난해 말 DT 2024-12"]),
      ("지난 12월 3일과 오는 5월", ["지난 12월 3일 DT 2024-12-03", "오는 5월 DT 2025-05"]),
      ("2월 17~23일에 열린다", ["2월 17~23일 DT 2025-02-17/2025-02-23"]),
      ("5년간 이어진 10년 전의 다툼", ["5년간 DT P5Y", "10년 전 DT 2015"]),
      ("이틀 만에 다시", ["이틀 DT P2D"]),
      ("115일 만에 돌아왔다", ["115일 DT P115D"]),
      ("15일째 이어졌다", ["15일째 DT P15D"]),
      ("다음 주에 연다", ["다음 주 DT 2025-W12"]),
      ("지난 월요일에 만났다", ["지난 월요일 DT 2025-03-10"]),
      ("2019년 5월 7일", ["2019년 5월 7일 DT 2019-05-07"]),
      (
        "글피인 15일까지, [목요일|DT]인 13일",
        [
          "글피 DT 2025-03-15", "15일 DT 2025-03-15", "목요일 DT 2025-03-13", "13일 DT 2025-03-13",
        ]
      ),
      ("(1921~1988)와 1950년대", ["1921~1988 DT 1921/1988", "1950년대 DT 1950/1959"]),
      ("징역 2년6월", ["2년6월 DT P2Y6M"]),
      (
        "10일 만났다. “오늘 알았다”고 했다. 오늘",
        [
          "10일 DT 2025-03-10", "오늘 DT 2025-03-10", "오늘 DT 2025-03-12",
        ]
      ),
      ("어제와 오늘", ["어제 DT 2025-03-11", "오늘 DT 2025-03-12"]),
      ("10일 오후 0시 30분", ["10일 DT 2025-03-10", "오후 0시 30분 TI 2025-03-10T12:30"]),
      ("10일 24시까지", ["10일 DT 2025-03-10", "24시 TI 2025-03-10T24:00"]),
      ("10일 밤 12시", ["10일 DT 2025-03-10", "밤 12시 TI 2025-03-10T24:00"]),
      ("두 시간 뒤인 오후 2시 30분께", ["두 시간 TI PT2H", "오후 2시 30분 TI 2025-03-12T14:30"]),
      ("10일 오전 9시에", ["10일 DT 2025-03-10", "오전 9시 TI 2025-03-10T09:00"]),
      ("3일 낮 기온", ["3일 DT 2025-03-03", "낮 TI 2025-03-03TMI"]),
      ("매일 오전 8시부터 오후 6시까지", ["매일 DT P1D", "오전 8시 TI T08:00", "오후 6시 TI T18:00"]),
      (
        "7~8일 오전 6시에. 9일 오후 3시에",
        ["7~8일 DT 2025-03-07/2025-03-08", "오전 6시 TI T06:00", "9일 DT 2025-03-09", "오후 3시 TI 2025-03-09T15:00"]
      ),
      ("6·3 지방선거", ["6·3 DT 2025-06-03"]), ("밤새 눈이 왔다", []), ("180만주를 판다", []),
    ])
  func forms(_ sentence: String, _ expected: [String]) {
    #expect(MarkedText(sentence).report(publishedAt: "2025-03-12").lines(.date, .time) == expected)
  }

  @Test("이날 is the day spoken of last, and else the day of publication")
  func thatDay() {
    let report = MarkedText("이날 눈이 왔다. 9일 비가 왔다. 이날 강도 넘쳤다. 전날에는 맑았다.").report(publishedAt: "2025-03-12")
    #expect(
      report.lines(.date) == [
        "이날 DT 2025-03-12", "9일 DT 2025-03-09", "이날 DT 2025-03-09", "전날 DT 2025-03-08",
      ])
  }

  @Test("이날 is no day that is only announced")
  func announced() {
    let report = MarkedText("11일 모였다. 다음 모임은 20일이다. 이날 시장은 웃었다.").report(publishedAt: "2025-03-12")
    #expect(report.lines(.date) == ["11일 DT 2025-03-11", "20일 DT 2025-03-20", "이날 DT 2025-03-11"])
  }

  @Test("without a day of publication a relative date has no norm, and an absolute one has its own")
  func unresolved() {
    let report = MarkedText("지난해 시작해 28일 오후 3시, 2027년 1월에 끝난다").report()
    #expect(
      report.lines(.date, .time) == ["지난해 DT -", "28일 DT -", "오후 3시 TI -", "2027년 1월 DT 2027-01"])
  }

  @Test(
    "words that only look like a date are none", arguments: ["조달 계획", "한편 그는", "만일에 대비해", "올 것이 왔다", "2월드"])
  func words(_ text: String) {
    #expect(MarkedText(text).report(publishedAt: "2025-03-12").entities.isEmpty)
  }

  @Test(
    "a bare day is of the month of publication, but for the days around the turn of a month",
    arguments: [
      ("15일 열렸다", "2025-03-31", "2025-03-15"), ("2일 연다", "2025-03-31", "2025-04-02"),
      ("30일 열렸다", "2025-04-01", "2025-03-30"), ("10일 열렸다", "2025-03-29", "2025-03-10"),
    ])
  func bareDay(_ text: String, _ published: String, _ norm: String) {
    #expect(MarkedText(text).report(publishedAt: published).entities.first?.norm == .text(norm))
  }

  @Test("months and days that no calendar has stay without a norm")
  func impossibleMonths() {
    #expect(
      MarkedText("100개월 전, 10~15월").report(publishedAt: "0001-01-01").entities.allSatisfy {
        !"\($0.norm as Any)".contains("--") && !"\($0.norm as Any)".contains("-15")
      })
    #expect(CivilDate(iso: "2025-+3-28") == nil)
  }

  @Test("a day that no month has stays without a norm")
  func impossibleDay() {
    #expect(
      MarkedText("2023년 2월 30일").report(publishedAt: "2025-03-12").lines(.date) == ["2023년 2월 30일 DT -"])
  }
}
