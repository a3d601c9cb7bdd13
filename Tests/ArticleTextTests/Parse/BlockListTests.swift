import Testing

@testable import ArticleText

@Suite("Blocks")
struct BlockListTests {
  /// Every scalar but line feeds and blanks is in exactly one block, and each block's text is the input's.
  private func expectTiling(_ article: Article, _ text: String, _ location: SourceLocation = #_sourceLocation)
  {
    let scalars = Array(text.unicodeScalars)
    var covered = [Int](repeating: 0, count: scalars.count)
    var end = 0
    for block in article.blocks ?? [] {
      guard block.start >= end, block.end > block.start, block.end <= scalars.count else {
        Issue.record("block out of order: \(block)", sourceLocation: location)
        return
      }
      end = block.end
      for index in block.start..<block.end { covered[index] += 1 }
      #expect(
        Array(block.text.unicodeScalars) == Array(scalars[block.start..<block.end]), sourceLocation: location)
      #expect(block.repeatOf ?? 0 < article.blocks?.count ?? 0, sourceLocation: location)
    }
    for (index, scalar) in scalars.enumerated() where covered[index] == 0 && !scalar.isBlank {
      Issue.record("scalar \(index) (\(scalar)) is in no block", sourceLocation: location)
      return
    }
  }

  @Test("blocks tile every text")
  func texts() throws {
    for text in try ParseFixtures.texts() {
      expectTiling(try ArticleParser().parse(.text(text), includingBlocks: true), text)
    }
  }

  @Test("blocks tile the flattened page")
  func page() throws {
    let article = try ArticleParser().parse(
      .html(ParseFixtures.example("sample.html")), includingBlocks: true)
    expectTiling(article, try #require(article.flattened))
  }

  @Test("a copy of the headline above it repeats the headline's block")
  func copyAbove() throws {
    let page = """
      <title>한솔천 산책로 2㎞ 다시 열린다</title><div class="crumb">새벽뉴스</div><div>한솔천 산책로 2㎞ 다시 열린다</div><ul><li>정치</li></ul>
      <h1>한솔천 산책로 2㎞ 다시 열린다</h1><p>한솔시는 물에 잠겼던 산책로를 고쳐 3일부터 다시 연다고 밝혔다.</p>
      """
    let blocks = try #require(ArticleParser().parse(.html(page), includingBlocks: true).blocks)
    let title = try #require(blocks.firstIndex { $0.kind == .title })
    let copy = try #require(blocks.firstIndex { $0.kind == .repeat })
    #expect(copy < title)
    #expect(blocks[copy].repeatOf == title)
  }

  @Test("blocks tile mutated texts: scalars dropped, doubled, replaced by hostile ones", arguments: 0..<60)
  func mutated(_ seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let hostile: [Unicode.Scalar] = [
      "\u{0}", "\u{7}", "\r", "\n", "\u{200B}", "\u{FEFF}", "\u{301}", "\u{1161}", "\u{AD}", "[", "(", "=",
      "/", "@", "9", "©", "|",
    ]
    let texts = try ParseFixtures.texts()
    var scalars = Array(texts[seed % texts.count].unicodeScalars)
    for _ in 0..<40 {
      let index = next(scalars.count)
      switch next(3) {
      case 0: scalars.remove(at: index)
      case 1: scalars.insert(hostile[next(hostile.count)], at: index)
      default: scalars.swapAt(index, next(scalars.count))
      }
    }
    let text = scalars[...].string
    expectTiling(try ArticleParser().parse(.text(text), includingBlocks: true), text)
  }

  @Test(
    "hostile inputs neither trap nor lose a scalar",
    arguments: [
      String(repeating: "9", count: 5000), String(repeating: "@", count: 3000),
      String(repeating: "[", count: 3000),
      "2026년 99월 99일 99:99", "99999999999999999999.99.99 99999999999999:99", "(=", "[=기자]", "/", "저작권자 ©",
      String(repeating: "가\n", count: 3000), String(repeating: "\r", count: 500) + "가나다",
      "입력 2026.02.30 25:61 수정",
      "e\u{301}\u{301}\u{301}\u{1100}\u{1161}\u{11A8}", "\u{7}가나다\u{7}\n\u{7}", "2026.01.01 오후 0:00",
      "a@b@c@d.e..",
    ])
  func hostile(_ line: String) throws {
    let text = line + "\n한솔시 소식"
    expectTiling(try ArticleParser().parse(.text(text), includingBlocks: true), text)
  }
}
