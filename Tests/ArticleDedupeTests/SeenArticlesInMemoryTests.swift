import Testing

@testable import ArticleDedupe

@Suite("An index in memory")
struct SeenArticlesInMemoryTests {
  let index = SeenArticlesInMemory()

  private func add(_ id: String, _ paragraphs: [String], replace: Bool = false) async throws -> DedupeReport {
    try await index.add(DedupeInput(id: id, paragraphs: paragraphs), limit: 20, replace: replace)
  }

  @Test("the first article is new and stands for itself")
  func first() async throws {
    let report = try await add("a1", DedupeArticles.market)
    #expect(report.status == .new)
    #expect(report.canonicalId == "a1")
    #expect(report.added)
    #expect(report.matches.isEmpty)
    #expect(report.unique == DedupeArticles.market)
  }

  @Test("the same text is exact, however its paragraphs, spaces, quotes and digits' commas are set")
  func exact() async throws {
    _ = try await add("a1", DedupeArticles.market)
    let whole = DedupeArticles.market.joined(separator: "\u{A0} ").replacing("“", with: "\"").replacing(
      ",", with: "")
    let report = try await index.check(DedupeInput(paragraphs: [whole]))
    #expect(report.status == .exact)
    #expect(report.canonicalId == "a1")
    #expect(report.id == nil)
    #expect(!report.added)
    #expect(report.matches.first?.similarity == 1)
  }

  @Test("an edited copy is near, with its paragraphs paired")
  func near() async throws {
    _ = try await add("a1", DedupeArticles.market)
    let report = try await add("a2", DedupeArticles.marketEdited)
    let match = try #require(report.matches.first)
    #expect(report.status == .near)
    #expect(report.canonicalId == "a1")
    #expect(match.relation == .near)
    #expect(match.similarity > 0.8 && match.similarity < 1)
    #expect(match.paragraphs == (0..<7).map { [$0 + 1, $0] })
  }

  @Test("a copy cut short is contained in the whole, and the whole contains it")
  func part() async throws {
    _ = try await add("a1", DedupeArticles.market)
    let lead = Array(DedupeArticles.market.prefix(3))
    let report = try await add("a2", lead)
    let match = try #require(report.matches.first)
    #expect(report.status == .part)
    #expect(match.relation == .containedIn)
    #expect(match.coverage > 0.95 && match.coverageOfMatch < 0.6)

    let other = SeenArticlesInMemory()
    _ = try await other.add(DedupeInput(id: "a2", paragraphs: lead))
    let whole = try await other.check(DedupeInput(paragraphs: DedupeArticles.market))
    #expect(whole.matches.first?.relation == .contains)
    #expect(whole.canonicalId == "a2")
  }

  @Test("stories of one template with other figures stay apart; the same figures don't")
  func template() async throws {
    _ = try await add("mon", DedupeArticles.indexMonday)
    let tuesday = try await add("tue", DedupeArticles.indexTuesday)
    #expect(tuesday.status == .new)
    #expect(tuesday.matches.allSatisfy { !$0.relation.isDuplicate })
    let copy = try await index.check(DedupeInput(paragraphs: DedupeArticles.indexTuesday + ["오민재 기자"]))
    #expect(copy.canonicalId == "tue")
  }

  @Test("a passage quoted by another story is an overlap, and the story is new")
  func overlap() async throws {
    _ = try await add("a1", DedupeArticles.market)
    let report = try await add("a2", DedupeArticles.library + [DedupeArticles.market[4]])
    #expect(report.status == .new)
    #expect(report.canonicalId == "a2")
    #expect(report.matches.map(\.relation) == [.overlap])
    #expect(report.matches.first?.paragraphs == [[4, 4]])
  }

  @Test("a known id with the same content is left alone, with other content refused, unless replaced")
  func sameID() async throws {
    _ = try await add("a1", DedupeArticles.market)
    let again = try await add("a1", DedupeArticles.market)
    #expect(again.status == .exact)
    #expect(again.canonicalId == "a1")
    #expect(!again.added)
    #expect(again.matches.map(\.id) == ["a1"])
    await #expect(throws: DedupeError.idConflict) { _ = try await add("a1", DedupeArticles.library) }
    #expect(try await index.check(DedupeInput(paragraphs: DedupeArticles.market)).status == .exact)
    #expect(try await add("a1", DedupeArticles.library, replace: true).added)
    #expect(try await index.check(DedupeInput(paragraphs: DedupeArticles.market)).status == .new)
    #expect(await index.stats().articles == 1)
  }

  @Test("when the canonical article goes, the oldest of its copies takes its place")
  func heir() async throws {
    _ = try await add("a1", DedupeArticles.market)
    _ = try await add("a2", DedupeArticles.marketEdited)
    _ = try await add("a3", DedupeArticles.market)
    #expect(await index.remove(id: "a1") == true)
    #expect(await index.remove(id: "a1") == false)
    #expect(try await index.check(DedupeInput(paragraphs: DedupeArticles.market)).canonicalId == "a2")
  }

  @Test("a text without a letter is never a copy of another")
  func empty() async throws {
    _ = try await add("e1", ["…!", ""])
    let report = try await add("e2", ["***"])
    #expect(report.status == .new)
    #expect(report.matches.isEmpty)
  }

  @Test("a phrase that every article has costs no copy its match")
  func hotKeys() async throws {
    let notice = "본 기사의 저작권은 새벽뉴스에 있으며 사전 동의 없이 무단으로 전재하거나 재배포하는 행위를 금지합니다."
    _ = try await add("a1", DedupeArticles.market + [notice])
    for number in 0..<300 {
      let words = (0..<60).map { "낱말\((number &* 7919 &+ $0 &* 104_729) % 99_991)" }
      #expect(try await add("x\(number)", [words.joined(separator: " "), notice]).status == .new)
    }
    let report = try await index.check(DedupeInput(paragraphs: DedupeArticles.marketEdited + [notice]))
    #expect(report.canonicalId == "a1")
  }
}
