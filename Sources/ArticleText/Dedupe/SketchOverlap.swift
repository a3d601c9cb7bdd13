/// What two sketches have in common, measured; ``NearDuplicates`` judges it.
///
/// The query is indexed once (``SketchProbe``), so that one article is measured against a hundred candidates
/// in two milliseconds.
struct SketchOverlap {
  /// The share of the query's text found in the match, 0...1.
  var coverage = 0.0
  /// The share of the match's text found in the query, 0...1.
  var coverageOfMatch = 0.0
  /// The share of the query's, and of the match's, sampled grams found in the other.
  var containment = 0.0
  var containmentOfMatch = 0.0
  /// Slots that hold the same number in both, and slots that hold different ones.
  var factsAgreed = 0
  var factsInConflict = 0
  /// The share of the numbers of the side that has fewer which the other has too, wherever; 1 without
  /// numbers.
  var factsShared = 1.0
  /// The pairs `[query, match]` of matching paragraphs.
  var paragraphs: [[Int]] = []
}

/// A sketch indexed for comparison with many others.
struct SketchProbe {
  let sketch: ArticleSketch
  /// The distinct samples, ascending, and for each sample of the sketch its place among them.
  private let values: [UInt32]
  private let places: [Int]
  /// For each distinct sample the first paragraphs, at most four, that hold it.
  private let holders: [[Int]]
  private let factValues: Set<UInt16>
  private let factsBySlot: [UInt16: [UInt16]]

  init(_ sketch: ArticleSketch) {
    self.sketch = sketch
    let values = Set(sketch.samples).sorted()
    self.values = values
    places = sketch.samples.map { Self.place(of: $0, in: values) ?? 0 }
    var holders = [[Int]](repeating: [], count: values.count)
    var next = 0
    for (index, paragraph) in sketch.paragraphs.enumerated() {
      for place in places[next..<next + paragraph.sampleCount]
      where holders[place].count < 4 && holders[place].last != index {
        holders[place].append(index)
      }
      next += paragraph.sampleCount
    }
    self.holders = holders
    factValues = Set(sketch.facts.map(\.value))
    factsBySlot = Dictionary(grouping: sketch.facts, by: \.slot).mapValues { $0.map(\.value) }
  }

  /// Measures what `match` shares with the sketch. O(samples · log samples).
  func overlap(with match: ArticleSketch) -> SketchOverlap {
    let level = max(sketch.level, match.level)
    var found = [Bool](repeating: false, count: values.count)
    var matchFlags: [Bool] = []
    matchFlags.reserveCapacity(match.samples.count)
    var votes = ParagraphVotes()
    var next = 0
    for (index, paragraph) in match.paragraphs.enumerated() {
      for sample in match.samples[next..<next + paragraph.sampleCount]
      where ArticleSketch.isSampled(sample, level: level) {
        let place = Self.place(of: sample, in: values)
        matchFlags.append(place != nil)
        if let place {
          found[place] = true
          for holder in holders[place] { votes.add(holder, index) }
        }
      }
      next += paragraph.sampleCount
    }
    let flags = places.indices.compactMap { index in
      ArticleSketch.isSampled(sketch.samples[index], level: level) ? found[places[index]] : nil
    }
    var overlap = SketchOverlap()
    overlap.containment = Self.share(flags)
    overlap.containmentOfMatch = Self.share(matchFlags)
    overlap.coverage = Self.coverage(flags, level: level)
    overlap.coverageOfMatch = Self.coverage(matchFlags, level: level)
    overlap.paragraphs = votes.pairs(sketch, match, level: level)
    measureFacts(match, &overlap)
    return overlap
  }

  private func measureFacts(_ match: ArticleSketch, _ overlap: inout SketchOverlap) {
    guard !sketch.facts.isEmpty, !match.facts.isEmpty else { return }
    let matchValues = Set(match.facts.map(\.value))
    let shared = matchValues.intersection(factValues).count
    overlap.factsShared = Double(shared) / Double(min(matchValues.count, factValues.count))
    for (slot, values) in Dictionary(grouping: match.facts, by: \.slot) {
      guard let mine = factsBySlot[slot] else { continue }
      // A slot may occur more than once ("…(#%)"): it is in conflict only when no value of it agrees.
      if values.contains(where: { mine.contains($0.value) }) {
        overlap.factsAgreed += 1
      } else {
        overlap.factsInConflict += 1
      }
    }
  }

  private static func place(of value: UInt32, in values: [UInt32]) -> Int? {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < values.count && values[low] == value ? low : nil
  }

  private static func share(_ flags: [Bool]) -> Double {
    flags.isEmpty ? 0 : Double(flags.count { $0 }) / Double(flags.count)
  }

  /// The share of a text that lies in runs of ten scalars and more which the other text has too, from the
  /// flags of its samples in order.
  ///
  /// A run of r samples found stands for r·2^level grams, and these for n − 1 scalars more. Shorter runs are
  /// chance ("고 밝혔다") and do not count. Ten is the measure by which the development set was labelled.
  private static func coverage(_ flags: [Bool], level: Int) -> Double {
    guard !flags.isEmpty else { return 0 }
    let grams = 1 << level
    let tail = ArticleSketch.n - 1
    var covered = 0
    var run = 0
    for flag in flags + [false] {
      if flag {
        run += 1
      } else if run > 0 {
        let length = run * grams + tail
        if length >= 10 { covered += length }
        run = 0
      }
    }
    return min(1, Double(covered) / Double(flags.count * grams + tail))
  }
}

/// Counts the samples that pairs of paragraphs share.
private struct ParagraphVotes {
  private var counts: [Int: Int] = [:]

  mutating func add(_ query: Int, _ match: Int) { counts[query << 32 | match, default: 0] += 1 }

  /// The pairs of which the shorter paragraph is found in the longer by three fifths or more, or that are
  /// equal.
  ///
  /// Not tuned: there is no set of labelled paragraph pairs. The duplicate decision does not use them.
  func pairs(_ query: ArticleSketch, _ match: ArticleSketch, level: Int) -> [[Int]] {
    let mine = Self.sampleCounts(query, level)
    let theirs = Self.sampleCounts(match, level)
    var pairs: Set<Int> = []
    for (pair, count) in counts {
      let shorter = min(mine[pair >> 32], theirs[pair & 0xFFFF_FFFF])
      if shorter >= 3, count * 5 >= shorter * 3 { pairs.insert(pair) }
    }
    var firstByPrint: [UInt32: Int] = [:]
    for (index, paragraph) in match.paragraphs.enumerated() where paragraph.length > 0 {
      if firstByPrint[paragraph.fingerprint] == nil { firstByPrint[paragraph.fingerprint] = index }
    }
    for (index, paragraph) in query.paragraphs.enumerated() where paragraph.length > 0 {
      if let other = firstByPrint[paragraph.fingerprint] { pairs.insert(index << 32 | other) }
    }
    return pairs.sorted().map { [$0 >> 32, $0 & 0xFFFF_FFFF] }
  }

  private static func sampleCounts(_ sketch: ArticleSketch, _ level: Int) -> [Int] {
    var next = 0
    return sketch.paragraphs.map { paragraph in
      defer { next += paragraph.sampleCount }
      return sketch.samples[next..<next + paragraph.sampleCount].count {
        ArticleSketch.isSampled($0, level: level)
      }
    }
  }
}
