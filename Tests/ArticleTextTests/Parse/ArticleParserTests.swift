import Foundation
import Testing

@testable import ArticleText

@Suite("ArticleParser")
struct ArticleParserTests {
  let parser = ArticleParser()

  @Test(
    "the sample article comes out clean: title, two subtitles, time, reporter, publisher, twelve paragraphs")
  func sample() throws {
    let article = try parser.parse(.text(ParseFixtures.example("sample.txt")), includingBlocks: true)
    #expect(article.title == "“한솔시, 물 걱정 없는 도시로…하천 데이터가 첫걸음”")
    #expect(
      article.subtitles == [
        "한솔시-한솔미래연구회, 제7회 도시정책포럼 ‘물과 도시’", "서지안 교수 ‘기후 위기 시대, 도시 하천의 쓸모’ 특강",
      ])
    #expect(article.publishedAt == "2026-04-16T14:20:00+09:00")
    #expect(article.modifiedAt == nil)
    #expect(article.bylines == [Byline(name: "노하린", email: "harin@saebyeok.example", role: "기자")])
    #expect(article.publisher == "새벽뉴스")
    #expect(article.language == "ko")
    #expect(article.paragraphs.count == 12)
    #expect(Set(article.paragraphs).count == 12)
    #expect(
      article.text == ([article.title ?? ""] + article.subtitles + article.paragraphs).joined(separator: "\n")
    )
    let blocks = try #require(article.blocks)
    #expect(blocks.filter { $0.text == "가가" }.map(\.kind) == [.residue])
    let repeats = blocks.filter { $0.kind == .repeat }
    #expect(repeats.count == 8)
    for block in repeats { #expect(block.repeatOf.map { blocks[$0].text } == block.text) }
  }

  @Test("the page of the sample gives the paragraphs of its text")
  func page() throws {
    let text = try parser.parse(.text(ParseFixtures.example("sample.txt")))
    let page = try parser.parse(.html(ParseFixtures.example("sample.html")))
    #expect(page.title == text.title)
    #expect(page.subtitles == [text.subtitles[0]])
    #expect(page.paragraphs == text.paragraphs)
    #expect(page.publishedAt == "2026-04-16T14:20:00+09:00")
    #expect(page.modifiedAt == "2026-04-16T15:02:00+09:00")
    #expect(page.bylines == text.bylines)
    #expect(page.publisher == "새벽뉴스")
    #expect(page.section == "지역")
  }

  @Test("the edited sample is read with its own title, time and house")
  func edited() throws {
    let article = try parser.parse(.text(ParseFixtures.example("sample-edited.txt")))
    #expect(article.paragraphs.count == 10)
    #expect(article.publishedAt == "2026-04-17T09:05:00+09:00")
    #expect(article.publisher == "나래일보")
    #expect(article.bylines.map(\.name) == ["구본휘"])
  }

  @Test("a skin with bullets: bare author's name, caption and related headlines stay out of the body")
  func bulleted() throws {
    let article = try parser.parse(.text(ParseFixtures.bulleted))
    #expect(article.title == "한솔천 산책로 2㎞ 다시 열린다")
    #expect(article.paragraphs.count == 2)
    #expect(article.bylines.map(\.name) == ["노하린"])
    #expect(article.publishedAt == "2026-03-02T19:41:00+09:00")
    #expect(article.publisher == "새벽뉴스")
  }

  @Test("a portal's text: noon and midnight of the 12-hour clock, two reporters, section")
  func portal() throws {
    let article = try parser.parse(.text(ParseFixtures.portal))
    #expect(article.title == "[단독] 한솔시 경보 40분 늦게 나갔다")
    #expect(article.subtitles == ["“장비들이 서로 말을 하지 않는 것이 문제”"])
    #expect(article.publishedAt == "2026-02-19T12:08:00+09:00")
    #expect(article.modifiedAt == "2026-02-19T00:44:00+09:00")
    #expect(article.bylines.map(\.email) == ["harin@saebyeok.example", "bonhwi@saebyeok.example"])
    #expect(article.section == "사회")
    #expect(article.paragraphs.count == 2)
  }

  @Test("a wire story: dateline and reporters leave the first paragraph, the lone address is the first one's")
  func wire() throws {
    let article = try parser.parse(.text(ParseFixtures.wire), includingBlocks: true)
    #expect(article.dateline == Dateline(place: "한솔", agency: "연합뉴스"))
    #expect(article.bylines.map(\.name) == ["노하린", "구본휘"])
    #expect(article.bylines.map(\.email) == ["harin@saebyeok.example", nil])
    #expect(article.paragraphs.first?.hasPrefix("한솔시가 하천") == true)
    #expect(article.blocks?.contains { $0.kind == .dateline } == true)
  }

  @Test("hints fill what the input does not say, and nothing else")
  func hints() throws {
    let bare = "한솔시는 지난해 여름 물에 잠겼던 한솔천 산책로를 고쳐 3일부터 다시 연다고 밝혔다.\n시는 5개월 동안 12억원을 들였다고 설명했다."
    let hints = ParseHints(publisher: "새벽뉴스", publishedAt: "2026-03-02T10:00:00Z", url: nil)
    let article = try parser.parse(.text(bare), hints: hints)
    #expect(article.title == nil)
    #expect(article.publisher == "새벽뉴스")
    #expect(article.publishedAt == "2026-03-02T19:00:00+09:00")
    let said = try parser.parse(
      .text(ParseFixtures.bulleted), hints: ParseHints(publisher: "나래일보", publishedAt: "2020-01-01"))
    #expect(said.publisher == "새벽뉴스")
    #expect(said.publishedAt == "2026-03-02T19:41:00+09:00")
  }

  @Test("decomposed Hangul comes out composed, and blocks still point into the input as it was")
  func decomposed() throws {
    let text = ParseFixtures.wire.decomposedStringWithCanonicalMapping
    let article = try parser.parse(.text(text), includingBlocks: true)
    let composed = try parser.parse(.text(ParseFixtures.wire))
    #expect(article.paragraphs.map { Array($0.utf8) } == composed.paragraphs.map { Array($0.utf8) })
    #expect(article.dateline == composed.dateline)
    let scalars = Array(text.unicodeScalars)
    for block in try #require(article.blocks) {
      #expect(Array(block.text.unicodeScalars) == Array(scalars[block.start..<block.end]))
    }
  }

  @Test("what is no article is refused", arguments: ["", " \n\t\n", "\u{200B}\u{FEFF}", "---\n***"])
  func empty(_ text: String) {
    #expect(throws: ParseError.self) { try parser.parse(.text(text)) }
  }
}
