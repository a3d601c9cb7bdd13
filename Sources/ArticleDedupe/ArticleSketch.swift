/// What an index keeps of an article in place of its text: enough to find it, and to judge how a copy relates to it.
///
/// - `keys` find candidates (see ``Winnowing`` and ``RareWords``).
/// - `samples` measure what two articles share: hashes of the text's six-grams, in text order, of which those below a
///   bound are kept (a "scaled MinHash" in order; Irber and others 2022). The choice depends on the hash alone, so two
///   articles keep the same grams of a shared run, up to the lower bound of the two.
/// - `words` tell a story in other words from another story (see ``InformativeWords``).
/// - `facts` tell two stories of one template apart (see ``StoryFact``).
///
/// Some 700 bytes for an article of 900 scalars; 8 KB at most (limits below).
package struct ArticleSketch: Sendable, Equatable {
  /// One paragraph's share of the sketch.
  package struct Paragraph: Sendable, Equatable {
    /// The length in folded scalars.
    package var length: Int
    /// How many of the sketch's samples begin in it.
    package var sampleCount: Int
    /// A hash of the whole folded paragraph.
    package var fingerprint: UInt32
  }

  /// The length of the article in folded scalars.
  package var length: Int
  /// The keys for the posting lists, 40 bits each, ascending.
  package var keys: [UInt64]
  /// Samples lie below it; it is 2^`sampleBits` where every gram is kept.
  package var sampleBound: UInt32
  /// The sampled gram hashes, in text order.
  package var samples: [UInt32]
  /// The words that say most.
  package var words: InformativeWords
  /// The numbers, in text order.
  package var facts: [StoryFact]
  /// The paragraphs; from the 256th on they count as one.
  package var paragraphs: [Paragraph]

  /// The gram length of the samples: shorter than a winnowing gram, so that a word changed costs few of them.
  static let n = 6
  /// Bits of a sample's hash. Of a text of 30,000 scalars, whose bound is 2^12.6, one sample in 40 is still found by
  /// chance in another.
  static let sampleBits = 20
  /// How many samples a text is to have. At 176 one standard error of a share is 4 % if grams were independent;
  /// neighbours are not.
  static let samplesTarget = 176
  /// No text, however built, has more.
  static let samplesMax = 512
  static let paragraphsMax = 256
}

extension ArticleSketch {
  /// The sketch of a folded text. Linear in its length.
  package init(_ text: FoldedText) {
    let grams = max(1, text.scalars.count - Self.n + 1)
    let all = 1 << Self.sampleBits
    length = text.scalars.count
    sampleBound = UInt32(max(1, min(all, all * Self.samplesTarget / grams)))
    words = InformativeWords(of: text.words, WordWeights.embedded)
    (keys, facts) = text.scalars.withUnsafeBufferPointer {
      (Winnowing.keys(of: $0), StoryFacts.facts(in: $0))
    }
    keys.append(contentsOf: RareWords.keys(of: text.words, WordWeights.embedded))
    keys.sort()
    paragraphs = Self.paragraphs(text)
    samples = []
    sample(text.scalars)
  }

  /// The paragraphs, not sampled yet.
  private static func paragraphs(_ text: FoldedText) -> [Paragraph] {
    let count = min(text.starts.count - 1, paragraphsMax)
    return (0..<count).map { index in
      let (start, end) = (
        text.starts[index], text.starts[index == paragraphsMax - 1 ? text.starts.count - 1 : index + 1]
      )
      let fingerprint = text.scalars.withUnsafeBufferPointer { Self.fingerprint($0[start..<end]) }
      return Paragraph(length: end - start, sampleCount: 0, fingerprint: fingerprint)
    }
  }

  private static func fingerprint(_ scalars: Slice<UnsafeBufferPointer<UInt32>>) -> UInt32 {
    var hash = UInt64(scalars.count)
    for scalar in scalars { hash = (hash ^ UInt64(scalar)) &* 0x9E37_79B9_7F4A_7C15 }
    return UInt32(truncatingIfNeeded: GramHash.mixed(hash))
  }

  /// Takes the samples, and counts them for the paragraphs in which they begin.
  private mutating func sample(_ scalars: [UInt32]) {
    // One place more than samples, for one that is not kept.
    withUnsafeTemporaryAllocation(of: Sample.self, capacity: Self.samplesMax + 1) { taken in
      var (count, last) = (0, UInt32.max)
      let bound = sampleBound
      scalars.withUnsafeBufferPointer { scalars in
        GramHash.forEach(in: scalars, n: Self.n) { index, hash in
          guard count < Self.samplesMax else { return }
          let sample = UInt32(truncatingIfNeeded: hash >> (64 - UInt64(Self.sampleBits)))
          // Written first and kept or not after: which ones are kept no processor foresees. A run of one scalar has one
          // gram over and over: counting it once keeps "ㅋㅋㅋㅋ…" from filling the sketch.
          taken[count] = Sample(hash: sample, index: index)
          let isKept = sample < bound && sample != last
          last = isKept ? sample : last
          count += isKept ? 1 : 0
        }
      }
      samples = taken[..<count].map { $0.hash }
      var (paragraph, end) = (0, paragraphs.first?.length ?? 0)
      for sample in taken[..<count] {
        // A sample begins in a scalar, and the paragraphs have them all.
        while sample.index >= end {
          paragraph += 1
          end += paragraphs[paragraph].length
        }
        paragraphs[paragraph].sampleCount += 1
      }
    }
  }

  private struct Sample {
    var hash: UInt32
    var index: Int
  }
}
