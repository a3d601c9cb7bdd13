import Testing

@testable import ArticleText

@Suite("PageTrim")
struct PageTrimTests {
  private func trimmed(_ page: String) -> String {
    String(decoding: PageTrim.apply(Array(page.utf8)), as: UTF8.self)
  }

  @Test(
    "scripts, styles and comments go, text stays",
    arguments: [
      ("가<script>var a = '<p>x</p>';</script>나", "가<script></script>나"),
      ("<STYLE>p > b {}</STYLE>나", "<STYLE></STYLE>나"),
      ("가<!-- <p>x</p> -->나", "가나"), ("가<!-->나-->", "가나-->"), ("가<!--->나", "가나"), ("가<!-- a --!>나", "가나"),
      ("<!--[if IE]><p>x</p><![endif]-->나", "나"), ("가<!-- a > b -- c -->나", "가나"),
      ("<!doctype html><p>가", "<!doctype html><p>가"), ("가 < 나 <3", "가 < 나 <3"),
      // A comment without an end is the parser's to judge.
      ("가<!-- 나", "가<!-- 나"),
      // Only the right end tag ends a script.
      ("<script>a</style>b</scripts>c</script>나", "<script></script>나"),
      (
        "<script type=\"application/ld+json\">{\"a\":1}</script>",
        "<script type=\"application/ld+json\">{\"a\":1}</script>"
      ),
    ])
  func cuts(_ page: String, _ rest: String) { #expect(trimmed(page) == rest) }

  @Test("attributes and depth are bounded")
  func bounds() {
    let many = (0..<1000).map { "a\($0)=1" }.joined(separator: " ")
    #expect(trimmed("<p \(many)>가").utf8.count < 3000)
    let deep = trimmed(String(repeating: "<div>", count: 2000) + "가")
    #expect(deep == String(repeating: "<div>", count: PageTrim.depthMax) + "가")
  }
}
