import Testing

@testable import ArticleDedupe

@Suite("Pairs of matching paragraphs")
struct ParagraphPairsTests {
  /// A sketch of paragraphs with these samples and fingerprints.
  private static func sketch(_ paragraphs: [(samples: [UInt32], fingerprint: UInt32)], bound: UInt32)
    -> ArticleSketch
  {
    var sketch = ArticleSketch(FoldedText(paragraphs: []))
    sketch.sampleBound = bound
    sketch.samples = paragraphs.flatMap(\.samples)
    sketch.paragraphs = paragraphs.map {
      ArticleSketch.Paragraph(length: 40, sampleCount: $0.samples.count, fingerprint: $0.fingerprint)
    }
    return sketch
  }

  /// Few different samples, so that they stand several times in a paragraph and in several paragraphs.
  private static func random() -> ArticleSketch {
    let paragraphs = (0..<Int.random(in: 0...9)).map { _ in
      (
        samples: (0..<Int.random(in: 0...12)).map { _ in UInt32.random(in: 0..<16) },
        fingerprint: UInt32.random(in: 0..<12)
      )
    }
    return sketch(paragraphs, bound: .random(in: 8...20))
  }

  private static func samples(_ sketch: ArticleSketch, below bound: UInt32) -> [[UInt32]] {
    var rest = sketch.samples[...]
    return sketch.paragraphs.map { paragraph in
      defer { rest = rest.dropFirst(paragraph.sampleCount) }
      return rest.prefix(paragraph.sampleCount).filter { $0 < bound }
    }
  }

  /// The definition, pair by pair.
  private static func expected(_ query: ArticleSketch, _ match: ArticleSketch) -> [[Int]] {
    let bound = min(query.sampleBound, match.sampleBound)
    let (mine, theirs) = (samples(query, below: bound), samples(match, below: bound))
    return mine.indices.flatMap { own in
      theirs.indices.compactMap { other in
        let shared = theirs[other].count { sample in
          mine.indices.filter { mine[$0].contains(sample) }.prefix(4).contains(own)
        }
        let shorter = min(mine[own].count, theirs[other].count)
        let print = query.paragraphs[own].fingerprint
        let isEqual = match.paragraphs.firstIndex { $0.fingerprint == print } == other
        return isEqual || shorter >= 3 && shared * 5 >= shorter * 3 ? [own, other] : nil
      }
    }
  }

  @Test("are those that share three fifths of the shorter one's samples, and the equal ones")
  func byDefinition() {
    for _ in 0..<2000 {
      let (query, match) = (Self.random(), Self.random())
      #expect(ParagraphPairs.pairs(query, match) == Self.expected(query, match))
    }
  }

  @Test("of paragraphs with too few samples there are none, unless they are equal")
  func short() {
    let query = Self.sketch([([1, 2], 7), ([3, 4], 8)], bound: 20)
    let match = Self.sketch([([1, 2], 9), ([5, 6], 8)], bound: 20)
    #expect(ParagraphPairs.pairs(query, match) == [[1, 1]])
  }
}
