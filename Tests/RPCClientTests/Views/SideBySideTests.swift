import Testing

@testable import rpc_client

@Suite("Side by side") struct SideBySideTests {
  @Test("the words that differ are found on both sides")
  func difference() {
    let difference = WordDifference("예산 30억원을 들여 짓는다", "예산 35억원을 들여 크게 짓는다")
    #expect(difference.first.filter(\.isDifferent).map(\.text) == ["30억원을"])
    #expect(difference.second.filter(\.isDifferent).map(\.text) == ["35억원을", "크게"])
  }

  @Test("columns stay straight, with Hangul and with words wider than a column")
  func columns() {
    let text = SideBySide(columns: 50, colours: false).text(
      "가나다라마바사아자차카타파하가나다라마바사 아 abc", "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열하나")
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "│", omittingEmptySubsequences: false)
      #expect(parts.count == 2)
      #expect(TextWidth.columns(of: String(parts[0])) == 24)
      #expect(TextWidth.columns(of: String(line)) <= 50)
    }
  }

  @Test("marks are colours where there are some, and brackets else")
  func marks() {
    #expect(SideBySide(columns: 60, colours: false).text("가", "나").contains("[가]"))
    let coloured = SideBySide(columns: 60, colours: true).text("가", "나")
    #expect(
      coloured.contains("\u{1B}[31m가") && coloured.contains("\u{1B}[32m나") && !coloured.contains("[" + "가]"))
  }
}
