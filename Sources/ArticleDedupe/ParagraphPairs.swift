/// The paragraphs of two articles that match: those that are equal, and those of which the shorter is found in the longer
/// by three fifths or more.
///
/// Not tuned: there is no set of labelled paragraph pairs. The duplicate decision does not use them.
enum ParagraphPairs {
  /// A sample stands for the first so many paragraphs that hold it.
  private static let holdersMax = 4

  /// The pairs `[query, match]`, ascending.
  static func pairs(_ query: ArticleSketch, _ match: ArticleSketch) -> [[Int]] {
    var pairs = overlapping(query, match)
    var firstByPrint: [UInt32: Int] = [:]
    for (index, paragraph) in match.paragraphs.enumerated() where paragraph.length > 0 {
      if firstByPrint[paragraph.fingerprint] == nil { firstByPrint[paragraph.fingerprint] = index }
    }
    for (index, paragraph) in query.paragraphs.enumerated() where paragraph.length > 0 {
      if let other = firstByPrint[paragraph.fingerprint] { pairs.append(packed(index, other)) }
    }
    return pairs.sortedDistinct().map { [high($0), low($0)] }
  }

  /// The pairs that share enough samples.
  ///
  /// By sorting: with tables of what holds which sample this was a twentieth of `analyzeArticle`.
  private static func overlapping(_ query: ArticleSketch, _ match: ArticleSketch) -> [UInt64] {
    let bound = min(query.sampleBound, match.sampleBound)
    let mine = Samples(query, below: bound)
    let theirs = Samples(match, below: bound)
    let votes = votes(mine.entries.sortedDistinct(), theirs.entries)
    var pairs: [UInt64] = []
    var start = 0
    while start < votes.count {
      let pair = votes[start]
      var end = start + 1
      while end < votes.count, votes[end] == pair { end += 1 }
      let shorter = min(mine.counts[high(pair)], theirs.counts[low(pair)])
      if shorter >= 3, (end - start) * 5 >= shorter * 3 { pairs.append(pair) }
      start = end
    }
    return pairs
  }

  /// For each sample of theirs the pairs of paragraphs that hold it, ascending. Both are in order.
  private static func votes(_ mine: [UInt64], _ theirs: [UInt64]) -> [UInt64] {
    var votes: [UInt64] = []
    var first = 0
    for entry in theirs {
      let sample = high(entry)
      while first < mine.count, high(mine[first]) < sample { first += 1 }
      var holder = first
      while holder < min(mine.count, first + holdersMax), high(mine[holder]) == sample {
        votes.append(packed(low(mine[holder]), low(entry)))
        holder += 1
      }
    }
    votes.sort()
    return votes
  }

  /// The samples of a sketch.
  private struct Samples {
    /// Sample and paragraph, ascending.
    let entries: [UInt64]
    /// How many samples each paragraph has.
    let counts: [Int]

    init(_ sketch: ArticleSketch, below bound: UInt32) {
      var found: [UInt64] = []
      found.reserveCapacity(sketch.samples.count)
      var next = 0
      counts = sketch.paragraphs.indices.map { paragraph in
        let range = next..<next + sketch.paragraphs[paragraph].sampleCount
        next = range.upperBound
        let before = found.count
        for sample in sketch.samples[range] where sample < bound {
          found.append(packed(Int(sample), paragraph))
        }
        return found.count - before
      }
      found.sort()
      entries = found
    }
  }

  private static func packed(_ high: Int, _ low: Int) -> UInt64 { UInt64(high) << 32 | UInt64(low) }
  private static func high(_ pair: UInt64) -> Int { Int(pair >> 32) }
  private static func low(_ pair: UInt64) -> Int { Int(pair & 0xFFFF_FFFF) }
}
