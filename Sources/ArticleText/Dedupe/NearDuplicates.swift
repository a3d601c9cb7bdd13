/// Judges whether two articles are one story from one text.
///
/// The decision is a logistic regression over what their sketches share (``DuplicateModel``, trained by
/// `Training/dedupe/fit.py`); the relation follows from how much of each is found in the other.
package enum NearDuplicates {
  /// The relation of two articles and the figures behind it.
  package struct Verdict: Sendable, Equatable {
    package var relation: DedupeMatch.Relation
    package var similarity: Double
    package var coverage: Double
    package var coverageOfMatch: Double
    package var paragraphs: [[Int]]
  }

  /// A part is a duplicate of which this share is found in the other, while of the other less than this share
  /// of that is found in it.
  ///
  /// Chosen by hand (2026-11): a copy cut at three quarters of its text is a part, a byline line more is not.
  /// The relation names a duplicate that was decided already, so no score moves with it.
  private static let partCoverage = 0.6
  private static let partOfWhole = 0.8
  /// Shared text below both of these is boilerplate or a common name, and not worth a caller's attention.
  private static let overlapCoverage = 0.15
  private static let overlapScalars = 40.0

  /// Judges two articles by sketch; `sameDigest` says that their texts are equal.
  package static func verdict(
    _ query: PreparedArticle, against match: ArticleSketch, sameDigest: Bool
  ) -> Verdict? {
    let overlap = query.probe.overlap(with: match)
    let length = Double(query.sketch.length)
    let matchLength = Double(match.length)
    var verdict = Verdict(
      relation: .exact, similarity: 1, coverage: 1, coverageOfMatch: 1, paragraphs: overlap.paragraphs)
    if sameDigest { return verdict }
    verdict.coverage = overlap.coverage
    verdict.coverageOfMatch = overlap.coverageOfMatch
    let shared = overlap.coverage * length
    let sharedOfMatch = overlap.coverageOfMatch * matchLength
    verdict.similarity = length + matchLength > 0 ? (shared + sharedOfMatch) / (length + matchLength) : 0

    let features = features(overlap, length, matchLength)
    if DuplicateModel.isDuplicate(features) {
      verdict.relation = relation(overlap)
    } else if max(overlap.coverage, overlap.coverageOfMatch) >= overlapCoverage,
      max(shared, sharedOfMatch) >= overlapScalars, !overlap.paragraphs.isEmpty
    {
      verdict.relation = .overlap
    } else {
      return nil
    }
    return verdict
  }

  private static func relation(_ overlap: SketchOverlap) -> DedupeMatch.Relation {
    let (here, there) = (overlap.coverage, overlap.coverageOfMatch)
    if here >= partCoverage, there < here * partOfWhole { return .containedIn }
    if there >= partCoverage, here < there * partOfWhole { return .contains }
    return .near
  }

  /// What the model sees, in the order of its weights. Symmetric: swapping the articles changes nothing.
  package static func features(_ query: PreparedArticle, _ match: ArticleSketch) -> [Double] {
    features(query.probe.overlap(with: match), Double(query.sketch.length), Double(match.length))
  }

  private static func features(
    _ overlap: SketchOverlap, _ length: Double, _ matchLength: Double
  ) -> [Double] {
    let agreed = Double(overlap.factsAgreed)
    let conflict = Double(overlap.factsInConflict)
    let more = max(overlap.coverage, overlap.coverageOfMatch)
    // Laplace's rule: no fact at all is no evidence, one in conflict is weaker than ten.
    let conflictShare = (conflict + 0.5) / (agreed + conflict + 2)
    return [
      more,
      min(overlap.coverage, overlap.coverageOfMatch),
      max(overlap.containment, overlap.containmentOfMatch),
      min(overlap.containment, overlap.containmentOfMatch),
      conflictShare,
      conflictShare * more,
      min(1, conflict / 4),
      min(1, agreed / 8),
      overlap.factsShared,
      min(1, more * min(length, matchLength) / 400),
    ]
  }
}
