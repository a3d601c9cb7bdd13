import Testing

@testable import ArticleText

@Suite("HTMLText")
struct HTMLTextTests {
  private func lines(_ page: String) -> [String] { HTMLText.read(page).lines.map(\.text) }

  @Test("breaks and blocks end lines; scripts and hidden elements are left out; entities are decoded")
  func lines() {
    let page = """
      <body><script>var a = "<p>x</p>";</script><style>p{}</style><div style="display: none">숨김</div>
      <div>하나<br>둘<br><br>셋 &amp; 넷&nbsp;다섯</div><table><tr><td>칸<td>칸2</table><p>가<b>나</b>다</body>
      """
    #expect(lines(page) == ["하나", "둘", "셋 & 넷 다섯", "칸", "칸2", "가나다"])
  }

  @Test("one break is a wrap, two are a paragraph's end")
  func breaks() {
    #expect(
      HTMLText.read("<div>하나<br>둘<br><br>셋</div>").lines.map { $0.lead == .line } == [false, true, false])
  }

  @Test("metadata are collected")
  func metadata() {
    let page = HTMLText.read(
      """
      <html lang="ko"><head><title>제목</title><meta property="og:title" content="제목 A">
      <script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"노하린"}]}</script></head>
      <body><span data-date-time="2026-02-19 12:08:29">x</span><time datetime="2026-02-19">y</time></body></html>
      """)
    #expect(page.metadata.title == "제목")
    #expect(page.metadata.meta["og:title"] == "제목 A")
    #expect(page.metadata.times == ["2026-02-19 12:08:29", "2026-02-19"])
    #expect(LinkedData(scripts: page.metadata.linkedData).authors == ["노하린"])
  }

  @Test("a charset in the page does not decode it again")
  func charset() {
    #expect(lines("<meta charset=euc-kr><p>한솔시 소식</p>") == ["한솔시 소식"])
  }

  @Test("text below 100,000 nested elements is kept, and quickly", .timeLimit(.minutes(1)))
  func deep() {
    let page =
      String(repeating: "<div>", count: 100_000) + "깊은 곳" + String(repeating: "</div>", count: 100_000)
    #expect(lines(page) == ["깊은 곳"])
  }

  @Test("100,000 attributes on one element cost nothing", .timeLimit(.minutes(1)))
  func attributes() {
    let names = (0..<100_000).map { "a\($0)=1" }.joined(separator: " ")
    #expect(lines("<p \(names)>한솔</p><p>소식</p>") == ["한솔", "소식"])
  }

  @Test(
    "hostile pages end", .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: "<b>", count: 20_000) + "가", String(repeating: "<a><b>", count: 20_000),
      String(repeating: "<table><tr><td>", count: 5_000) + "나", String(repeating: "</x>", count: 100_000),
      String(repeating: "<i>", count: 50_000) + String(repeating: "</b>", count: 50_000),
      "<a href=\"" + String(repeating: "x", count: 300_000),
      "<!--" + String(repeating: "-", count: 100_000), String(repeating: "<", count: 100_000),
      "<script>" + String(repeating: "<p>", count: 9_999),
      String(repeating: "<p>가<br>", count: 60_000), "\u{0}<p>\u{0}가",
    ])
  func hostile(_ page: String) {
    _ = try? ArticleParser().parse(.html(page), includingBlocks: true)
  }
}
