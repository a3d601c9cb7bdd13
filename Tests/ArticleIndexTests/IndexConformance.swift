import ArticleDedupe
import ArticleIndex
import Testing

/// What every durable index promises, as functions that a suite of each calls with a way to make a new, empty one.
enum IndexConformance {
  typealias Make = () async throws -> any DurableIndex

  /// Three paragraphs of a made-up story; different seeds share turns of phrase and nothing more.
  static func paragraphs(_ seed: Int) -> [String] {
    [
      "한솔시 제\(seed)마을 주민회는 \(seed * 37 + 11)번 정류장 앞 빈터에 작은 쉼터를 만들기로 했다고 밝혔다.",
      (0..<40).map { "낱말\((seed &* 7919 &+ $0 &* 104_729) % 99_991)" }.joined(separator: " "),
      "주민 \(seed + 20)명이 모은 \(seed * 13 + 500)만원으로 의자와 그늘막을 사고 남은 돈은 나무를 심는 데 쓴다.",
    ]
  }

  static func input(_ id: String?, _ seed: Int, _ time: String? = "2025-03-01") -> DedupeInput {
    DedupeInput(id: id, paragraphs: paragraphs(seed), publishedAt: time)
  }

  /// The story of `seed` as another paper prints it.
  static func variant(_ id: String?, _ seed: Int, _ way: Int) -> DedupeInput {
    var copy = input(id, seed)
    switch way % 4 {
    case 0: break
    case 1: copy.paragraphs.removeLast()
    case 2: copy.paragraphs.append("오민재 기자 desk@dawn.example")
    default: copy.paragraphs.insert("한솔일보는 \(way)일 이 소식을 따로 전했다.", at: 0)
    }
    return copy
  }

  // MARK: Answers

  /// A generated mix of new stories, copies, conflicts, replacements, removals and checks answers as in memory.
  static func answersLikeMemory(_ make: Make, steps: Int = 400) async throws {
    let (index, memory) = (try await make(), SeenArticlesInMemory())
    var random = Generator(state: 20_250_301)
    var live: [String] = []
    for step in 0..<steps {
      let seed = Int.random(in: 0..<40, using: &random)
      let way = Int.random(in: 0..<8, using: &random)
      let known = live.randomElement(using: &random)
      switch Int.random(in: 0..<12, using: &random) {
      case 0..<6:
        // At most 60: of a key's articles the newest 64 are kept, and what has been pushed out differs.
        guard live.count < 60 else { continue }
        try await expectSame(index, memory, variant("a\(step)", seed, way), replace: false)
        live.append("a\(step)")
      case 6, 7: try await expectSame(index, memory, variant(known, seed, way), replace: false)
      case 8: try await expectSame(index, memory, variant(known, seed, way), replace: true)
      case 9, 10:
        let id = known ?? "nobody"
        let removed = await memory.remove(id: id)
        #expect(try await index.remove(id: id) == removed)
        live.removeAll { $0 == id }
      default:
        let expected = try await memory.check(variant(nil, seed, way), limit: 20)
        #expect(try await index.check(variant(nil, seed, way), limit: 20) == expected)
      }
    }
    let (stats, expected) = (try await index.stats(), await memory.stats())
    #expect(stats.articles == expected.articles)
    #expect(stats.oldest == expected.oldest && stats.newest == expected.newest)
    try await index.close()
  }

  /// Of a hundred copies of one text the newest are looked at, and the first stays the canonical.
  static func manyCopies(_ make: Make) async throws {
    let (index, memory) = (try await make(), SeenArticlesInMemory())
    for number in 0..<100 {
      try await expectSame(
        index, memory, variant("a\(number)", number % 10 == 9 ? 7 : 1, number / 10), replace: false)
    }
    try await expectSame(index, memory, input("a3", 1), replace: false)
    try await index.close()
  }

  private static func expectSame(
    _ index: any DurableIndex, _ memory: SeenArticlesInMemory, _ article: DedupeInput, replace: Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let expected: DedupeReport
    do {
      expected = try await memory.add(article, limit: 20, replace: replace)
    } catch {
      await #expect(throws: IndexError(error), sourceLocation: sourceLocation) {
        _ = try await index.add(article, limit: 20, replace: replace)
      }
      return
    }
    let report = try await index.add(article, limit: 20, replace: replace)
    #expect(report == expected, sourceLocation: sourceLocation)
  }

  /// A known id with other content is a conflict that changes nothing, unless replaced; what is no article is refused.
  static func conflicts(_ make: Make) async throws {
    let index = try await make()
    _ = try await index.add(input("a1", 1))
    let again = try await index.add(input("a1", 1))
    #expect(again.status == .exact && !again.added && again.matches.first?.id == "a1")
    await #expect(throws: IndexError.idConflict) { _ = try await index.add(input("a1", 2)) }
    #expect(try await index.check(input(nil, 1)).status == .exact)
    #expect(try await index.add(input("a1", 2), limit: 5, replace: true).added)
    #expect(try await index.check(input(nil, 1)).status == .new)
    #expect(try await index.check(input(nil, 2)).status == .exact)
    #expect(try await index.stats().articles == 1)
    await #expect(throws: IndexError.invalidTime) { _ = try await index.add(input("x", 4, "어제")) }
    await #expect(throws: IndexError.idRequired) { _ = try await index.add(input(nil, 4)) }
    #expect(try await index.add(DedupeInput(id: "empty", paragraphs: [])).status == .new)
    #expect(try await index.add(DedupeInput(id: "empty", paragraphs: [])).status == .exact)
    try await index.close()
  }

  /// An id is its bytes, whatever they are.
  static func ids(_ make: Make) async throws {
    let index = try await make()
    let ids = [
      "가", "\u{1100}\u{1161}", "a\u{0}b", "a", "A", "a ", String(repeating: "긴", count: 170), "'; DROP --",
    ]
    for (number, id) in ids.enumerated() { #expect(try await index.add(input(id, number)).added) }
    #expect(try await index.stats().articles == ids.count)
    let exported = try await index.export(after: 0, limit: 100)
    #expect(exported.map { Array($0.id.utf8) } == ids.map { Array($0.utf8) })
    for id in ids { #expect(try await index.remove(id: id)) }
    #expect(try await index.stats().articles == 0)
    try await index.close()
  }

  // MARK: Together

  /// Of many adders of one text at once exactly one finds it new, and none is lost.
  static func concurrentAdders(_ make: Make) async throws {
    let index = try await make()
    let reports = try await withThrowingTaskGroup(of: DedupeReport.self) { group in
      for number in 0..<200 { group.addTask { try await index.add(input("a\(number)", number % 10)) } }
      return try await group.reduce(into: [DedupeReport]()) { $0.append($1) }
    }
    #expect(reports.count { $0.status == .new } == 10)
    #expect(reports.count { $0.status == .exact } == 190)
    #expect(reports.count { $0.added } == 200)
    #expect(Set(reports.compactMap(\.canonicalId)).count == 10)
    #expect(try await index.stats().articles == 200)
    try await index.close()
  }

  /// One id, added by many at once, is stored once; with other texts one wins.
  static func concurrentIds(_ make: Make) async throws {
    let index = try await make()
    let added = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<60 {
        group.addTask {
          do {
            return try await index.add(input("a", number % 3)).added
          } catch IndexError.idConflict {
            return false
          }
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(added == 1)
    #expect(try await index.stats().articles == 1)
    try await index.close()
  }

  // MARK: Removal

  /// Of the copies of a removed article the oldest takes its place.
  static func heirs(_ make: Make) async throws {
    let index = try await make()
    for number in 0..<5 { _ = try await index.add(variant("a\(number)", 1, number == 0 ? 0 : 2)) }
    #expect(try await index.check(input(nil, 1)).canonicalId == "a0")
    #expect(try await index.remove(id: "a0"))
    #expect(try await index.remove(id: "a0") == false)
    #expect(try await index.check(input(nil, 1)).canonicalId == "a1")
    #expect(try await index.remove(id: "a1"))
    #expect(try await index.remove(id: "a3"))
    #expect(try await index.add(input("b", 1)).canonicalId == "a2")
    let left = try await index.export(after: 0, limit: 9)
    #expect(left.map(\.canonicalId) == [nil, "a2", "a2"])
    try await index.close()
  }

  /// Prune forgets what is older, whatever the zone of its time, in more steps than one.
  static func prune(_ make: Make) async throws {
    let index = try await make()
    _ = try await index.add(input("old", 1, "2025-03-01T08:59:59+09:00"))
    _ = try await index.add(input("new", 1, "2025-03-01T00:00:00Z"))
    _ = try await index.add(input("undated", 3, nil))
    #expect(try await index.check(input(nil, 1)).canonicalId == "old")
    #expect(try await index.prune(before: "2025-03-01T00:00:00Z") == 1)
    #expect(try await index.check(input(nil, 1)).canonicalId == "new")
    #expect(try await index.remove(id: "old") == false)
    let stats = try await index.stats()
    #expect(stats.articles == 2)
    #expect(stats.oldest == "2025-03-01T00:00:00Z")
    await #expect(throws: IndexError.invalidTime) { _ = try await index.prune(before: "작년") }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<450 {
        group.addTask { _ = try await index.add(input("p\(number)", number % 90 + 10, "2024-01-01")) }
      }
      try await group.waitForAll()
    }
    #expect(try await index.prune(before: "2024-01-02") == 450)
    #expect(try await index.stats().articles == 2)
    #expect(try await index.prune(before: "2024-01-02") == 0)
    try await index.close()
  }

  // MARK: Export

  /// Export hands out every article once, page by page, and another index that restores it answers the same.
  static func exportAndRestore(_ make: Make) async throws {
    let (index, other) = (try await make(), try await make())
    for number in 0..<30 { _ = try await index.add(variant("a\(number)", number / 3, number)) }
    var all: [ExportedArticle] = []
    while case let page = try await index.export(after: all.last?.row ?? 0, limit: 7), !page.isEmpty {
      all += page
      #expect(try await other.restore(page) == page.count)
      #expect(try await other.restore(page) == 0)
    }
    #expect(all.map(\.id) == (0..<30).map { "a\($0)" })
    var twice = all[0]
    twice.record = all[29].record
    twice.id = "other"
    var again = all[0]
    again.id = "other"
    await #expect(throws: IndexError.idConflict) { _ = try await other.restore([twice, again]) }
    let restored = try await other.export(after: 0, limit: 1000)
    #expect(restored.map(\.id) == all.map(\.id))
    #expect(restored.map(\.canonicalId) == all.map(\.canonicalId))
    #expect(restored.map(\.record) == all.map(\.record))
    #expect(restored.map(\.addedAt) == all.map(\.addedAt))
    #expect(restored.map(\.publishedAt) == all.map(\.publishedAt))
    for number in 0..<12 {
      let expected = try await index.check(variant(nil, number, number + 1), limit: 20)
      #expect(try await other.check(variant(nil, number, number + 1), limit: 20) == expected)
    }
    #expect(try await other.stats().articles == 30)
    var (wrong, new) = (all[3], all[0])
    wrong.record = all[9].record
    new.id = "new"
    let conflicting = [new, wrong]
    await #expect(throws: IndexError.idConflict) { _ = try await other.restore(conflicting) }
    new.record = [1, 2, 3]
    let unreadable = [new]
    await #expect(throws: IndexError.invalidRecord) { _ = try await other.restore(unreadable) }
    #expect(try await other.stats().articles == 30)
    for index in [index, other] { try await index.close() }
  }

  /// A record of another version is kept, never compared, and stored anew when its id is added again.
  static func otherVersion(_ make: Make) async throws {
    let index = try await make()
    _ = try await index.add(input("a1", 1))
    var article = try #require(try await index.export(after: 0, limit: 1).first)
    #expect(try await index.remove(id: "a1"))
    // The version stands behind the digest.
    article.record[16] = 1
    #expect(try await index.restore([article]) == 1)
    #expect(try await index.check(input(nil, 1)).status == .new)
    #expect(try await index.export(after: 0, limit: 1).first?.record == article.record)
    let report = try await index.add(input("a1", 2))
    #expect(report.added && report.status == .new)
    #expect(try await index.check(input(nil, 2)).status == .exact)
    #expect(try await index.stats().articles == 1)
    try await index.close()
  }

  /// A healthy index says so, and a closed one refuses.
  static func closing(_ make: Make) async throws {
    let index = try await make()
    try await index.checkHealth()
    _ = try await index.add(input("a1", 1))
    try await index.close()
    await #expect(throws: IndexError.self) { _ = try await index.add(input("a2", 2)) }
    await #expect(throws: IndexError.self) { _ = try await index.check(input(nil, 2)) }
    await #expect(throws: IndexError.self) { _ = try await index.remove(id: "a1") }
    await #expect(throws: IndexError.self) { try await index.checkHealth() }
  }

  /// A call that is cancelled before anything was changed is cancelled, and the index goes on.
  static func cancellation(_ make: Make) async throws {
    let index = try await make()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await index.add(input("a1", 1))
    }
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    #expect(try await index.stats().articles == 0)
    #expect(try await index.add(input("a1", 1)).added)
    try await index.close()
  }
}

/// SplitMix64, so that a failure can be had again.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
