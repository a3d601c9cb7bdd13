private import Glibc

/// What the duplicate decision sees of two articles. Symmetric: swapping them changes nothing.
package struct PairFeatures: Sendable, Equatable {
  /// The numbers, in the order of ``names``.
  package let values: [Float]

  /// What the numbers are. "More" is the larger of the two directions, "less" the smaller.
  package static let names = [
    "coverage.more", "coverage.less", "containment.more", "containment.less", "longestRun",
    "words.more", "words.less", "words.count", "words.order", "lead.more", "lead.less", "leads.jaccard",
    "facts.agreed", "facts.inConflict", "facts.conflictShare", "facts.shared", "facts.share", "facts.jaccard",
    "facts.fewer", "length.shorter", "length.ratio",
  ]
  static let count = 21

  /// The numbers of the article that `probe` was made of and another.
  init(_ probe: SketchProbe, _ match: ArticleSketch) {
    self.init(
      probe.overlap(with: match), probe.facts.overlap(with: match.facts), length: probe.sketch.length,
      lengthOfMatch: match.length)
  }

  init(_ overlap: SketchOverlap, _ facts: FactOverlap, length: Int, lengthOfMatch: Int) {
    let words = overlap.words
    let fewer = min(facts.count, facts.countOfMatch)
    let all = facts.count + facts.countOfMatch - facts.shared
    let (shorter, longer) = (Double(min(length, lengthOfMatch)), Double(max(length, lengthOfMatch)))
    let numbers: [Double] = [
      max(overlap.coverage, overlap.coverageOfMatch),
      min(overlap.coverage, overlap.coverageOfMatch),
      max(overlap.containment, overlap.containmentOfMatch),
      min(overlap.containment, overlap.containmentOfMatch),
      overlap.longestRun,
      max(words.share, words.shareOfMatch),
      min(words.share, words.shareOfMatch),
      Double(words.count),
      words.order,
      max(words.lead, words.leadOfMatch),
      min(words.lead, words.leadOfMatch),
      words.leadsJaccard,
      Double(facts.agreed),
      Double(facts.inConflict),
      // Laplace's rule: no fact at all is no evidence, one in conflict is weaker than ten.
      (Double(facts.inConflict) + 0.5) / Double(facts.agreed + facts.inConflict + 2),
      Double(facts.shared),
      fewer > 0 ? Double(facts.shared) / Double(fewer) : -1,
      all > 0 ? Double(facts.shared) / Double(all) : -1,
      Double(fewer),
      log(shorter + 1),
      longer > 0 ? shorter / longer : 0,
    ]
    values = numbers.map { Float($0) }
  }
}
