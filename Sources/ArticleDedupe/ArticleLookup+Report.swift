extension ArticleLookup {
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
          confidence: Self.rounded(verdict.confidence), paragraphs: verdict.paragraphs)
      },
      paragraphs: query.repeats, sentences: query.sentenceRepeats, unique: query.unique)
  }

  /// The report of an id that is stored already with this very text: `exact` of itself first, nothing added.
  package func report(
    ofKnown id: String, canonicalId: String?, limit: Int, _ query: PreparedArticle
  ) -> DedupeReport {
    var known = self
    // Told by id, as of many articles of one text only some are looked at, and an empty one matches nothing.
    known.forget(id: id)
    var report = known.report(id: id, canonicalId: canonicalId, added: false, limit: limit, query)
    report.status = .exact
    let itself = DedupeMatch(
      id: id, relation: .exact, similarity: 1, coverage: 1, coverageOfMatch: 1, confidence: 1,
      paragraphs: query.sketch.paragraphs.indices.map { [$0, $0] })
    report.matches = Array(([itself] + report.matches).prefix(max(0, limit)))
    return report
  }

  /// Four places: more would pretend to a precision that a sample does not have.
  private static func rounded(_ share: Double) -> Double { (share * 10_000).rounded() / 10_000 }
}
