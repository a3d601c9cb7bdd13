/// What two sketches have in common, measured; ``NearDuplicates`` judges it.
struct SketchOverlap {
  /// The share of the query's text found in the match, 0...1, and the reverse.
  var coverage = 0.0
  var coverageOfMatch = 0.0
  /// The share of the query's, and of the match's, sampled grams found in the other.
  var containment = 0.0
  var containmentOfMatch = 0.0
  /// The longest run of samples found, in scalars.
  var longestRun = 0.0
  var words = WordOverlap()
}

/// A sketch indexed for comparison with many others, so that one article is measured against a hundred candidates in
/// a third of a millisecond.
struct SketchProbe {
  let sketch: ArticleSketch
  private let samples: PlaceTable
  /// For each sample of the sketch its place among the distinct ones.
  private let places: [Int]
  private let words: WordProbe
  /// Asked apart: only of articles whose texts and words have something in common.
  let facts: FactProbe

  init(_ sketch: ArticleSketch) {
    self.sketch = sketch
    var samples = PlaceTable(count: sketch.samples.count)
    places = sketch.samples.map { samples.add($0) }
    self.samples = samples
    words = WordProbe(sketch.words, WordWeights.embedded)
    facts = FactProbe(sketch.facts)
  }

  /// Measures what `match` shares with the sketch. Linear in the size of both.
  func overlap(with match: ArticleSketch) -> SketchOverlap {
    let bound = min(sketch.sampleBound, match.sampleBound)
    var found = [Bool](repeating: false, count: samples.values.count)
    var theirs = Runs(bound: bound)
    for sample in match.samples where sample < bound {
      let place = samples.place(of: sample)
      theirs.add(place != nil)
      if let place { found[place] = true }
    }
    var ours = Runs(bound: bound)
    for (index, sample) in sketch.samples.enumerated() where sample < bound { ours.add(found[places[index]]) }
    return SketchOverlap(
      coverage: ours.coverage, coverageOfMatch: theirs.coverage, containment: ours.containment,
      containmentOfMatch: theirs.containment, longestRun: max(ours.longest, theirs.longest),
      words: words.overlap(with: match.words))
  }
}

/// The share of a text that lies in runs of ten scalars and more which another text has too, from its samples in order.
///
/// A run of r samples found stands for r times the spacing of samples in grams, and these for n − 1 scalars more.
/// Shorter runs are chance ("고 밝혔다") and do not count. Ten is the measure by which the development set was labelled.
private struct Runs {
  private let spacing: Double
  private var count = 0
  private var shared = 0
  private var run = 0
  private var covered = 0.0
  private var longestEnded = 0.0

  init(bound: UInt32) { spacing = Double(1 << ArticleSketch.sampleBits) / Double(bound) }

  mutating func add(_ isShared: Bool) {
    count += 1
    if isShared {
      shared += 1
      run += 1
    } else if run > 0 {
      (covered, longestEnded) = ended
      run = 0
    }
  }

  private var ended: (covered: Double, longest: Double) {
    guard run > 0 else { return (covered, longestEnded) }
    let length = Double(run) * spacing + Double(ArticleSketch.n - 1)
    return (length >= 10 ? covered + length : covered, max(longestEnded, length))
  }

  var coverage: Double {
    count == 0 ? 0 : min(1, ended.covered / (Double(count) * spacing + Double(ArticleSketch.n - 1)))
  }

  var containment: Double { count == 0 ? 0 : Double(shared) / Double(count) }

  var longest: Double { ended.longest }
}
