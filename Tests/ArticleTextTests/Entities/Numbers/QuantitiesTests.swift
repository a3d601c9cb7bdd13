import Testing

@testable import ArticleText

@Suite("Quantities") struct QuantitiesTests {
  @Test(
    "a number with its unit is found and read",
    arguments: [
      ("주민 100여명이 모였다", ["100여명 QT 100 명 approx"]),
      ("예산 1억2000여만원을 들였다", ["1억2000여만원 QT 120000000 원 approx"]),
      ("모두 2억 3천여만원이다", ["2억 3천여만원 QT 230000000 원 approx"]), ("관객 30여만명", ["30여만명 QT 300000 명 approx"]),
      ("예산 1조5000억원을", ["1조5000억원 QT 1500000000000 원"]),
      ("37만9000명의 가입자", ["37만9000명 QT 379000 명"]),
      ("25억 원씩 나눠", ["25억 원 QT 2500000000 원"]),
      ("5~7% 오를", ["5~7% QT 5..7 %"]),
      ("월 5만~70만원씩", ["5만~70만원 QT 50000..700000 원"]),
      ("3~5년이 걸린다", ["3~5년 QT 3..5 년"]),
      ("제11회 대회", ["제11회 QT 11 회 ordinal"]),
      ("두 번째 다리", ["두 번째 QT 2 번째 ordinal"]),
      ("열두 명과 세 사람", ["열두 명 QT 12 명", "세 사람 QT 3 사람"]),
      ("200W/㎏의 출력과 9㎞", ["200W/㎏ QT 200 W/kg", "9㎞ QT 9 km"]),
      ("170억달러와 800만스웨덴크로나", ["170억달러 QT 17000000000 달러", "800만스웨덴크로나 QT 8000000 스웨덴크로나"]),
      ("1,234.5m를", ["1,234.5m QT 1234.5 m"]),
      ("5년간 1200억 투입", ["1200억 QT 120000000000 원"]),
      ("아침 -14도와 영하 3도", ["-14도 QT -14 도", "영하 3도 QT -3 도"]),
      ("영하 3~14도, 영상 2도", ["영하 3~14도 QT -14..-3 도", "영상 2도 QT 2 도"]),
      ("-3~5도와 -2.5%", ["-3~5도 QT -3..5 도", "-2.5% QT -2.5 %"]),
      ("10-14도", ["10-14도 QT 10..14 도"]),
      ("소득의 5분의 3을", ["5분의 3 QT 0.6 "]),
      ("한 분이 소금 한 톨을", ["한 분 QT 1 분", "한 톨 QT 1 톨"]),
      ("2심에서 4쇄를", ["2심 QT 2 심 ordinal", "4쇄 QT 4 쇄 ordinal"]),
    ])
  func forms(_ sentence: String, _ expected: [String]) {
    #expect(MarkedText(sentence).report().lines(.quantity) == expected)
  }

  @Test(
    "numbers that belong to a name are no quantity",
    arguments: ["KF-21이 날았다", "MS-01호", "A4 용지", "여러 명", "두통과 복통", "코로나19로"])
  func names(_ text: String) {
    #expect(MarkedText(text).report().lines(.quantity).isEmpty)
  }

  @Test("an age in brackets behind a title has the unit 세")
  func age() {
    #expect(MarkedText("[윤태경|PS] 교수(72)와").report().lines(.quantity) == ["72 QT 72 세"])
  }

  @Test("a run of digits too long for a number is passed over")
  func longDigits() {
    #expect(MarkedText(String(repeating: "9", count: 5000) + "명").report().entities.isEmpty)
  }
}
