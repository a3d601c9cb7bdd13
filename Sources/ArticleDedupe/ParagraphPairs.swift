/// The paragraphs of two articles that match: those that are equal, and those of which the shorter is found in the longer
/// by three fifths or more.
///
/// Not tuned: there is no set of labelled paragraph pairs. The duplicate decision does not use them.
enum ParagraphPairs {
  /// The pairs `[query, match]`, ascending. A sample stands for the first four paragraphs that hold it.
  static func pairs(_ query: ArticleSketch, _ match: ArticleSketch) -> [[Int]] {
    let bound = min(query.sampleBound, match.sampleBound)
    var holders: [UInt32: [Int]] = [:]
    let mine = counts(query, bound) { sample, paragraph in
      let known = holders[sample, default: []]
      if known.count < 4, known.last != paragraph { holders[sample, default: []].append(paragraph) }
    }
    var votes: [Int: Int] = [:]
    let theirs = counts(match, bound) { sample, paragraph in
      for holder in holders[sample] ?? [] { votes[holder << 32 | paragraph, default: 0] += 1 }
    }
    var pairs: Set<Int> = []
    for (pair, count) in votes {
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

  /// How many samples below `bound` each paragraph has; `body` sees each with its paragraph.
  private static func counts(
    _ sketch: ArticleSketch, _ bound: UInt32, _ body: (_ sample: UInt32, _ paragraph: Int) -> Void
  ) -> [Int] {
    var next = 0
    return sketch.paragraphs.indices.map { index in
      let range = next..<next + sketch.paragraphs[index].sampleCount
      next = range.upperBound
      var count = 0
      for sample in sketch.samples[range] where sample < bound {
        count += 1
        body(sample, index)
      }
      return count
    }
  }
}
