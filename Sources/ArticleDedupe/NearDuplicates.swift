private import Glibc

/// Judges whether two articles are one story from one text.
///
/// The decision is that of ``DuplicateModel``; the relation follows from how much of each is found in the other.
package enum NearDuplicates {
  /// The relation of two articles and the figures behind it.
  package struct Verdict: Sendable, Equatable {
    package var relation: DedupeMatch.Relation
    package var similarity: Double
    package var coverage: Double
    package var coverageOfMatch: Double
    /// The probability that the two are one story from one text.
    package var confidence: Double
    package var paragraphs: [[Int]]
  }

  /// A part is a duplicate of which this share is found in the other, while of the other less than this share of that
  /// is found in it.
  ///
  /// Chosen by hand (2026-11): a copy cut at three quarters of its text is a part, a byline line more is not. The
  /// relation names a duplicate that was decided already, so no score moves with it.
  private static let partCoverage = 0.6
  private static let partOfWhole = 0.8
  /// Shared text below both of these is boilerplate or a common name, and not worth a caller's attention.
  private static let overlapCoverage = 0.15
  private static let overlapScalars = 40.0

  /// Judges two articles by sketch; `sameDigest` says that their texts are equal.
  ///
  /// - Returns: `nil` where they have nothing to do with each other.
  static func verdict(_ query: SketchProbe, against match: ArticleSketch, sameDigest: Bool) -> Verdict? {
    let (length, matchLength) = (Double(query.sketch.length), Double(match.length))
    if sameDigest {
      return Verdict(
        relation: .exact, similarity: 1, coverage: 1, coverageOfMatch: 1, confidence: 1,
        paragraphs: ParagraphPairs.pairs(query.sketch, match))
    }
    let overlap = query.overlap(with: match)
    let odds = odds(overlap, query, match)
    let shared = overlap.coverage * length
    let sharedOfMatch = overlap.coverageOfMatch * matchLength
    var verdict = Verdict(
      relation: .overlap, similarity: 0, coverage: overlap.coverage, coverageOfMatch: overlap.coverageOfMatch,
      confidence: 1 / (1 + exp(-Double(odds))), paragraphs: [])
    verdict.similarity = length + matchLength > 0 ? (shared + sharedOfMatch) / (length + matchLength) : 0
    if odds >= DuplicateModel.embedded?.threshold ?? 0 {
      verdict.relation = relation(overlap)
    } else if max(overlap.coverage, overlap.coverageOfMatch) < overlapCoverage
      || max(shared, sharedOfMatch) < overlapScalars
    {
      return nil
    }
    verdict.paragraphs = ParagraphPairs.pairs(query.sketch, match)
    return verdict.relation == .overlap && verdict.paragraphs.isEmpty ? nil : verdict
  }

  /// The log odds of a duplicate; most candidates are turned away by two numbers, as were 25 of the 12,789 duplicates that
  /// the decision is learned from, which it turns away too.
  private static func odds(_ overlap: SketchOverlap, _ query: SketchProbe, _ match: ArticleSketch) -> Float {
    let words = max(overlap.words.share, overlap.words.shareOfMatch)
    guard words >= 0.3 || max(overlap.coverage, overlap.coverageOfMatch) >= 0.05 else { return -.infinity }
    let features = PairFeatures(
      overlap, query.facts.overlap(with: match.facts), length: query.sketch.length,
      lengthOfMatch: match.length)
    return DuplicateModel.embedded?.logOdds(features) ?? -.infinity
  }

  private static func relation(_ overlap: SketchOverlap) -> DedupeMatch.Relation {
    let (here, there) = (overlap.coverage, overlap.coverageOfMatch)
    if here >= partCoverage, there < here * partOfWhole { return .containedIn }
    if there >= partCoverage, here < there * partOfWhole { return .contains }
    return .near
  }
}
