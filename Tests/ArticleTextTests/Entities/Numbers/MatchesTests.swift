import Testing

@testable import ArticleText

@Suite("Matches") struct MatchesTests {
  @Test(
    "minutes and innings are times of a match, of no day",
    arguments: [
      ("전반 13분 선제골", ["전반 13분 TI -"]),
      ("후반 추가시간 5분, 결승골", ["후반 추가시간 5분 TI -"]),
      ("연장 후반 3분 20초에", ["연장 후반 3분 20초 TI -"]),
      ("9회말 2사에서", ["9회말 TI -"]),
      ("8회초를 넘겼다", ["8회초 TI -"]),
    ])
  func times(_ text: String, _ expected: [String]) {
    #expect(MarkedText(text).report(publishedAt: "2025-05-05").lines(.time) == expected)
  }

  @Test(
    "scores and records are one quantity",
    arguments: [
      ("3-2로 이겼다", ["3-2 QT -"]),
      ("2-1 승리", ["2-1 QT -"]),
      ("22승1무13패로", ["22승1무13패 QT -"]),
      ("5타수 3안타를", ["5타수 3안타 QT -"]),
      ("시즌 14승을", ["14승 QT 14 승"]),
    ])
  func quantities(_ text: String, _ expected: [String]) {
    #expect(MarkedText(text).report().lines(.quantity) == expected)
  }

  @Test("numbers with dashes that are no scores", arguments: ["02-123-4567로", "2025-03-04에", "KF-21이"])
  func none(_ text: String) {
    #expect(MarkedText(text).report().lines(.quantity).isEmpty)
  }
}
