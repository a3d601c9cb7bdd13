import Testing

@testable import ArticleText

@Suite("Publishers that the operator knows") struct KnownPublishersTests {
  private static let rows = "dawn.example\t가온타임"

  private static func article(_ text: String, _ rows: String, url: String? = nil) throws -> Article {
    try ArticleParser(knowledge: OperatorKnowledge(publishers: rows))
      .parse(.text(text), hints: ParseHints(url: url), includingBlocks: true)
  }

  private static let body = """
    한솔천 산책로 2㎞ 다시 열린다
    한솔시는 지난해 여름 물에 잠겼던 한솔천 산책로 2㎞ 구간을 고쳐 3일부터 다시 연다고 밝혔다.
    """

  @Test("a reporter's mail address names its house, subdomains included")
  func mail() throws {
    let text = Self.body + "\n노하린 기자 harin@news.dawn.example"
    #expect(try Self.article(text, Self.rows).publisher == "가온타임")
    #expect(try Self.article(text, "").publisher == nil)
  }

  @Test("the article's address names its house")
  func url() throws {
    #expect(try Self.article(Self.body, Self.rows, url: "https://www.dawn.example/a/1").publisher == "가온타임")
    #expect(try Self.article(Self.body, "", url: "https://www.dawn.example/a/1").publisher == nil)
  }

  @Test("the operator's row goes before the built-in one, a longer domain before a shorter one")
  func override() throws {
    let text = Self.body + "\n노하린 기자 harin@ytn.co.kr"
    #expect(try Self.article(text, "").publisher == "YTN")
    #expect(try Self.article(text, "ytn.co.kr\t가온타임").publisher == "가온타임")
    let publishers = Publishers(try OperatorKnowledge(publishers: "hani.co.kr\t가온타임").publishers)
    #expect(publishers.name(ofDomain: "www.hani.co.kr") == "가온타임")
    #expect(publishers.name(ofDomain: "h21.hani.co.kr") == "한겨레21")
  }

  @Test("the operator's spelling goes before the built-in one")
  func spelling() throws {
    #expect(Publishers([]).canonical("mbn") == "MBN")
    #expect(
      Publishers(try OperatorKnowledge(publishers: "mbn.co.kr\tMbn").publishers).canonical("MBN") == "Mbn")
  }

  @Test("a line that is the house's name is no title, and a caption's credit may be the house")
  func lines() throws {
    let text = "가온타임\n" + Self.body + "\n다시 문을 연 산책로 모습 (가온타임)\n한솔시는 둑을 따라 나무도 심기로 했다고 12일 덧붙여 말했다."
    let known = try Self.article(text, Self.rows)
    #expect(known.title == "한솔천 산책로 2㎞ 다시 열린다")
    #expect(known.blocks?.first { $0.text.hasPrefix("다시 문을") }?.kind == .caption)
    let unknown = try Self.article(text, "")
    #expect(unknown.title == "가온타임")
    #expect(unknown.blocks?.first { $0.text.hasPrefix("다시 문을") }?.kind == .body)
  }

  @Test("a wire's dateline may name the house")
  func dateline() throws {
    let text = "한솔천 산책로 2㎞ 다시 열린다\n(한솔=가온타임) 노하린 기자 = 한솔시는 산책로를 고쳐 3일부터 다시 연다고 12일 밝혔다."
    #expect(try Self.article(text, Self.rows).dateline == Dateline(place: "한솔", agency: "가온타임"))
    #expect(try Self.article(text, "").dateline == nil)
  }

  @Test("a copyright line's house is spelt as the row has it")
  func copyright() throws {
    let text = Self.body + "\n저작권자 © 가온 타임, 무단 전재 및 재배포 금지"
    #expect(try Self.article(text, Self.rows).publisher == "가온타임")
    #expect(try Self.article(text, "").publisher == "가온 타임")
  }

  @Test("a page's title loses the house's name")
  func title() throws {
    let page = "<html><title>한솔천 산책로 다시 열린다 - 가온타임</title><body><p>\(Self.body)</p></body></html>"
    let title = { (rows: String) throws in
      try ArticleParser(knowledge: OperatorKnowledge(publishers: rows)).parse(.html(page)).title
    }
    #expect(try title(Self.rows) == "한솔천 산책로 다시 열린다")
    #expect(try title("") == "한솔천 산책로 다시 열린다 - 가온타임")
  }

  @Test("a house that looks like a person's name writes no article")
  func byline() throws {
    let text = Self.body + "\n한별온 기자"
    #expect(try Self.article(text, "").bylines.map(\.name) == ["한별온"])
    #expect(try Self.article(text, "byeol.example\t한별온").bylines.isEmpty)
  }
}
