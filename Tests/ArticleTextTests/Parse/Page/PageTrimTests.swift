import Foundation
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
      ("<svg><style/></svg><p>가", "<svg><style/></svg><p>가"), ("<script>가", "<script>가"),
      ("<style-guide>가</style-guide>", "<style-guide>가</style-guide>"),
      ("<title>가 <!-- 나</title><p>다<!-- 라 -->", "<title>가 !-- 나</title><p>다"),
      ("<textarea><!--</textarea><p>가", "<textarea>!--</textarea><p>가"),
      ("<?x <!-- ?><p>가<!-- 나 -->", "<?x <!-- ?><p>가"),
      (
        "<script type=\"application/ld&#x2B;json\">{}</script>",
        "<script type=\"application/ld&#x2B;json\">{}</script>"
      ),
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
    let many = (0..<5000).map { "a\($0)=1" }.joined(separator: " ")
    #expect(trimmed("<p \(many)>가").utf8.count < 5000)
    let close = (0..<5000).map { "a\($0)=''" }.joined()
    #expect(trimmed("<p \(close)>가").utf8.count < 5000)
    let deep = trimmed(String(repeating: "<div>", count: 2000) + "가")
    #expect(deep == String(repeating: "<div>", count: PageTrim.depthMax) + "가")
    // End tags of what is not open do not make room for more.
    let mixed = trimmed(String(repeating: "<b></x>", count: 2000))
    #expect(mixed.components(separatedBy: "<b>").count - 1 == PageTrim.depthMax)
    // Elements that close themselves, or end when the next of their kind begins, do not deepen.
    for page in ["<path d=\"x\"/>", "<br>", "<p>가", "<li>가"].map({ String(repeating: $0, count: 2000) }) {
      #expect(trimmed(page) == page)
    }
  }

  @Test("an attribute of megabytes goes whole, and what comes after it stays")
  func longAttributes() {
    let picture = "data:image/png;base64," + String(repeating: "가>", count: 50_000)
    #expect(
      trimmed("<img alt='x' src=\"\(picture)\"><p class=\"y\">나</p>") == "<img alt='x' ><p class=\"y\">나</p>")
    #expect(trimmed("<a \"<b>가</b>") == "<a \"<b>가</b>", "a quotation mark that begins no value")
    #expect(trimmed("<a title=\"가>나") == "<a title=\"가>나", "one that never ends")
  }

  @Test("pages that are hard for libxml2 end soon", .timeLimit(.minutes(1)))
  func hostile() {
    for piece in [
      "<b></x>", "<wbr>", "<script></script>", "<a \"<b>", "<p a=''b=''c=''d=''e=''>", "<dt></x>",
      "<b><div></b>",
    ] {
      let page =
        String(repeating: piece, count: 60_000) + String(repeating: "</x>", count: 60_000)
        + "<p>한솔시 소식이다.</p>"
      _ = HTMLText.read(page)
    }
  }
}
