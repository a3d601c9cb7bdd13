import Testing

@testable import ArticleText

@Suite("Residue that the operator lists") struct ListedResidueTests {
  private static func article(_ text: String, _ rows: String) throws -> Article {
    try ArticleParser(knowledge: OperatorKnowledge(residue: rows)).parse(.text(text), includingBlocks: true)
  }

  private static let promotion = "▶ 새벽뉴스가 매일 아침 고른 소식을 편지로 받아 보세요, 읽는 데 5분이면 충분합니다."

  private static let text = """
    한솔천 산책로 2㎞ 다시 열린다
    한솔시는 지난해 여름 물에 잠겼던 한솔천 산책로 2㎞ 구간을 고쳐 3일부터 다시 연다고 밝혔다.
    \(promotion)
    시는 지난 5개월 동안 12억원을 들여 바닥을 물이 스며드는 재료로 바꾸고 경보등 40개를 달았다.
    """

  @Test("a listed line is no paragraph, whatever marks and blanks it is printed with")
  func listed() throws {
    let row = "새벽뉴스가 매일아침 고른 소식을 편지로 받아보세요 (읽는 데 5분이면 충분합니다)"
    let article = try Self.article(Self.text, row)
    #expect(article.paragraphs.count == 2)
    let block = try #require(article.blocks?.first { $0.text == Self.promotion })
    #expect(block.kind == .residue)
    #expect(block.reason == "listed-line")
    #expect(try Self.article(Self.text, "").paragraphs.count == 3)
  }

  @Test("only whole lines count")
  func whole() throws {
    #expect(try Self.article(Self.text, "새벽뉴스가 매일 아침 고른 소식을").paragraphs.count == 3)
  }

  @Test("a long line counts too")
  func long() throws {
    let line = String(repeating: "새벽뉴스의 글은 새벽뉴스의 것입니다 ", count: 20)
    let text = Self.text + "\n" + line + "\n한솔시는 둑을 따라 나무도 심기로 했다고 12일 덧붙여 말했다."
    #expect(try Self.article(text, line).paragraphs.count == 4)
    #expect(try Self.article(text, "").paragraphs.count == 5)
  }

  @Test("what is residue anyway keeps its own reason, and a title is not taken from a listed line")
  func order() throws {
    let text = "새벽뉴스 오늘의 한 장면\n가가\n" + Self.text
    let article = try Self.article(text, "새벽뉴스 오늘의 한 장면\n가가")
    #expect(article.title == "한솔천 산책로 2㎞ 다시 열린다")
    #expect(article.blocks?.prefix(2).map(\.reason) == ["listed-line", "ui-control"])
  }
}
