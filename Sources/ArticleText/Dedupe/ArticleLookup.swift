/// A stored article as an index hands it out.
package struct StoredArticle: Sendable {
  /// The index's own number for it; later ones are larger.
  package var row: Int64
  /// The caller's id.
  package var id: String
  /// The row of the first article it is a copy of; its own when there is none.
  package var canonicalRow: Int64
  package var digest: ContentDigest
  package var sketch: ArticleSketch

  /// A stored article of its parts.
  package init(row: Int64, id: String, canonicalRow: Int64, digest: ContentDigest, sketch: ArticleSketch) {
    self.row = row
    self.id = id
    self.canonicalRow = canonicalRow
    self.digest = digest
    self.sketch = sketch
  }
}

/// What a lookup needs of an index: a snapshot that does not change while it looks.
package protocol SketchStorage {
  /// The rows of the articles that have `key`, the newest `limit` of them.
  func rows(withKey key: UInt64, limit: Int) throws -> [Int64]
  /// The oldest and, of the others, the newest articles of this digest: at most `limit` rows.
  func rows(withDigest digest: ContentDigest, limit: Int) throws -> [Int64]
  /// The article of a row.
  func article(row: Int64) throws -> StoredArticle?
  /// The canonical row of a row.
  func canonicalRow(of row: Int64) throws -> Int64?
}

/// Finds the stored articles that an article is related to: one way for every index.
package struct ArticleLookup {
  /// The related articles with their verdicts, the closest first.
  package private(set) var matches: [(article: StoredArticle, verdict: NearDuplicates.Verdict)] = []

  /// Of a key's posting list the newest entries only are read, so that a phrase that every article has costs
  /// the same as any other. The first of a group of copies is found through its copies (see `candidates`).
  package static let postingsMax = 256
  /// The most candidates that are compared by sketch: 20 µs each. The dev set's largest group has 24.
  package static let comparedMax = 192
  /// Keys read at most, spread over the text: an ordinary article has 20 to 50.
  package static let keysMax = 512

  /// Looks `query` up. An article without a letter or digit is related to none.
  package init(_ query: PreparedArticle, in storage: some SketchStorage) throws {
    guard query.sketch.length > 0 else { return }
    for row in try Self.candidates(query, in: storage) {
      guard let article = try storage.article(row: row) else { continue }
      let sameDigest = article.digest == query.digest
      if let verdict = NearDuplicates.verdict(query, against: article.sketch, sameDigest: sameDigest) {
        matches.append((article, verdict))
      }
    }
    matches.sort { a, b in
      let ranks = (Self.rank(a.verdict.relation), Self.rank(b.verdict.relation))
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      if a.verdict.similarity != b.verdict.similarity { return a.verdict.similarity > b.verdict.similarity }
      return a.article.row < b.article.row
    }
  }

  /// The article of which `query` is a copy: the oldest of those that stand for themselves and are duplicates
  /// of it directly. A copy of a copy, which no longer is one of the first, stands for itself: chains don't
  /// merge.
  package var canonical: StoredArticle? {
    matches.filter { $0.verdict.relation.isDuplicate && $0.article.canonicalRow == $0.article.row }
      .min { $0.article.row < $1.article.row }?.article
  }

  /// How the article relates to the index as a whole.
  package var status: DedupeReport.Status {
    switch matches.first?.verdict.relation {
    case .exact: .exact
    case .near: .near
    case .contains, .containedIn: .part
    case .overlap, nil: .new
    }
  }

  /// The report of this lookup.
  package func report(
    id: String?, canonicalId: String?, added: Bool, limit: Int, _ query: PreparedArticle
  ) -> DedupeReport {
    DedupeReport(
      id: id, status: status, canonicalId: canonicalId ?? id, added: added,
      matches: matches.prefix(max(0, limit)).map { article, verdict in
        DedupeMatch(
          id: article.id, relation: verdict.relation, similarity: Self.rounded(verdict.similarity),
          coverage: Self.rounded(verdict.coverage), coverageOfMatch: Self.rounded(verdict.coverageOfMatch),
          paragraphs: verdict.paragraphs)
      },
      paragraphs: query.repeats, unique: query.unique)
  }

  /// The report of an id that is stored already with this very text: `exact` of itself first, nothing added.
  package func report(
    ofKnown id: String, canonicalId: String?, limit: Int, _ query: PreparedArticle
  ) -> DedupeReport {
    var known = self
    // Told by id, as of many articles of one text only some are looked at, and an empty one matches nothing.
    known.matches.removeAll { $0.article.id == id }
    var report = known.report(id: id, canonicalId: canonicalId, added: false, limit: limit, query)
    report.status = .exact
    let itself = DedupeMatch(
      id: id, relation: .exact, similarity: 1, coverage: 1, coverageOfMatch: 1,
      paragraphs: query.sketch.paragraphs.indices.map { [$0, $0] })
    report.matches = Array(([itself] + report.matches).prefix(max(0, limit)))
    return report
  }

  /// The rows worth a comparison: equal digests; two shared keys, or one where either text has few; and of
  /// all these the articles that stand for them. The rarer the shared keys, the earlier.
  package static func candidates(_ query: PreparedArticle, in storage: some SketchStorage) throws -> [Int64] {
    var rows = try storage.rows(withDigest: query.digest, limit: comparedMax / 4)
    var listed = Set(rows)
    var shared: [Int64: (count: Int, weight: Double)] = [:]
    let keys = query.sketch.keys
    for index in stride(from: 0, to: keys.count, by: max(1, (keys.count + keysMax - 1) / keysMax)) {
      let holders = try storage.rows(withKey: keys[index], limit: postingsMax)
      let weight = 1 / Double(holders.count + 1)
      for row in holders {
        shared[row, default: (0, 0)].count += 1
        shared[row, default: (0, 0)].weight += weight
      }
    }
    let least = keys.count < fewKeys ? 1 : 2
    let ranked = shared.filter { $0.value.count >= least || $0.value.weight >= 0.25 }
      .sorted { ($0.value.weight, $0.key) > ($1.value.weight, $1.key) }
    for (row, _) in ranked {
      guard rows.count < comparedMax else { break }
      if listed.insert(row).inserted { rows.append(row) }
    }
    for row in rows {
      if let canonical = try storage.canonicalRow(of: row), listed.insert(canonical).inserted {
        rows.append(canonical)
      }
    }
    return rows
  }

  /// Below this many keys one shared key makes a candidate, since a short text has few to share. The average
  /// article of the development set has 28. With both rules .9994 of its duplicate pairs become candidates,
  /// and 27 of the 29 of the hand-labelled set (2026-11); other values were not tried.
  private static let fewKeys = 32

  private static func rank(_ relation: DedupeMatch.Relation) -> Int {
    switch relation {
    case .exact: 0
    case .near: 1
    case .containedIn, .contains: 2
    case .overlap: 3
    }
  }

  /// Four places: more would pretend to a precision that a sample does not have.
  private static func rounded(_ share: Double) -> Double { (share * 10_000).rounded() / 10_000 }
}
