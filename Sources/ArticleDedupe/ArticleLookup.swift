/// What a lookup needs of an index: a state that does not change while it looks.
package protocol SketchStorage {
  /// Calls `body` with the rows that are noted for `key`, at most ``KeyTable/postingsMax``, in no order.
  func forEachRow(_ key: IndexKey, _ body: (UInt32) -> Void) throws
  /// The article of a row, or `nil` where there is none that this version can compare.
  func article(row: UInt32) throws -> StoredArticle?
}

/// Finds the stored articles that an article is related to: one way for every index.
package struct ArticleLookup {
  /// The related articles with their verdicts, the closest first.
  package private(set) var matches: [(article: StoredArticle, verdict: NearDuplicates.Verdict)] = []

  /// The most candidates that are compared by sketch. The dev set's largest group of copies has 24.
  package static let comparedMax = 128
  /// Keys read at most, spread over the text: an ordinary article has 20 to 50.
  package static let keysMax = 512

  /// Looks `query` up. An article without a letter or digit is related to none.
  package init(_ query: PreparedArticle, in storage: some SketchStorage) throws {
    guard query.sketch.length > 0 else { return }
    var rows = try Self.candidates(query, in: storage)
    guard !rows.isEmpty else { return }
    let probe = SketchProbe(query.sketch)
    var listed = Set(rows)
    var next = 0
    while next < rows.count {
      defer { next += 1 }
      guard let article = try storage.article(row: rows[next]) else { continue }
      // Of a group of copies the first may be older than all that the postings keep.
      if listed.insert(article.canonicalRow).inserted { rows.append(article.canonicalRow) }
      let sameDigest = article.digest == query.digest
      if let verdict = NearDuplicates.verdict(probe, against: article.sketch, sameDigest: sameDigest) {
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

  /// The article of which `query` is a copy: the oldest of those that stand for themselves and are duplicates of it
  /// directly. A copy of a copy, which no longer is one of the first, stands for itself: chains don't merge.
  package var canonical: StoredArticle? {
    matches.filter { $0.verdict.relation.isDuplicate && $0.article.isCanonical }
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

  /// Takes out the match of an id.
  mutating func forget(id: String) { matches.removeAll { $0.article.id.utf8.elementsEqual(id.utf8) } }

  private static func rank(_ relation: DedupeMatch.Relation) -> Int {
    switch relation {
    case .exact: 0
    case .near: 1
    case .containedIn, .contains: 2
    case .overlap: 3
    }
  }
}
