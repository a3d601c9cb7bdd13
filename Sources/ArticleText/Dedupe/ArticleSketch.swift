/// What an index keeps of an article in place of its text: enough to find it, and to judge how a copy relates
/// to it.
///
/// - `keys` find candidates (see ``Winnowing``).
/// - `samples` measure what two articles share: the hashes of the text's six-grams, in text order, of which
///   one in 2^level is kept. The choice depends on the hash alone, so both articles keep the same grams of a
///   shared run.
/// - `facts` tell two stories of one template apart (see ``StoryFact``).
///
/// 1.3 KB for an article of 700 scalars, 2.3 KB on disk with its postings; some 20 KB at most (limits below).
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
  /// One gram in 2^level is sampled.
  package var level: Int
  /// The keys for the posting lists, 48 bits each, ascending.
  package var keys: [UInt64]
  /// The sampled gram hashes, 24 bits each, in text order.
  package var samples: [UInt32]
  /// The numbers, in text order.
  package var facts: [StoryFact]
  /// The paragraphs; from the 512th on they count as one.
  package var paragraphs: [Paragraph]

  /// The gram length of the samples: shorter than a winnowing gram, so that a word changed costs few of them.
  static let n = 6
  /// Above this many samples the next level begins: at 300, one standard error of a share is 3 % if grams
  /// were independent; neighbours are not.
  static let samplesTarget = 512
  /// No text, however built, has more samples than this.
  static let samplesMax = 2048
  static let paragraphsMax = 512
  /// Eight of the 24 bits of a sample may be spent on levels, so that sixteen are left to tell grams apart.
  /// Of a text longer than half a million scalars the sketch then measures the beginning.
  static let levelMax = 8

  /// Whether a gram is kept at `level`: its low bits are zero, so that a higher level keeps a subset of a
  /// lower one.
  static func isSampled(_ hash: UInt32, level: Int) -> Bool { hash & (1 << UInt32(level) - 1) == 0 }
}

extension ArticleSketch {
  /// The sketch of a folded text. Linear in its length.
  package init(_ text: DedupeText) {
    let hashes = GramHashes(text.scalars, n: Self.n).hashes
    var level = 0
    while hashes.count >> level > Self.samplesTarget, level < Self.levelMax { level += 1 }

    length = text.scalars.count
    self.level = level
    keys = Winnowing.keys(of: text.scalars)
    facts = StoryFacts.facts(in: text.scalars)
    samples = []
    paragraphs = []
    let count = text.starts.count - 1
    for index in 0..<min(count, Self.paragraphsMax) {
      let last = index == Self.paragraphsMax - 1
      let range = text.starts[index]..<text.starts[last ? count : index + 1]
      let before = samples.count
      if range.lowerBound < hashes.count {
        sample(hashes[range.lowerBound..<min(range.upperBound, hashes.count)])
      }
      let fingerprint = text.scalars[range].reduce(UInt64(range.count)) { GramHashes.mixed($0 ^ UInt64($1)) }
      paragraphs.append(
        Paragraph(
          length: range.count, sampleCount: samples.count - before,
          fingerprint: UInt32(truncatingIfNeeded: fingerprint)))
    }
  }

  private mutating func sample(_ hashes: ArraySlice<UInt64>) {
    for hash in hashes {
      let short = UInt32(truncatingIfNeeded: hash >> 40)
      // A run of one scalar has one gram over and over: counting it once keeps "ㅋㅋㅋㅋ…" from filling the
      // sketch.
      if Self.isSampled(short, level: level), samples.last != short, samples.count < Self.samplesMax {
        samples.append(short)
      }
    }
  }
}
