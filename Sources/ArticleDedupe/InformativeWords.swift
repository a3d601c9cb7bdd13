/// The words of a text that say most, in order: what two wordings of one story have in common.
///
/// How much a word says is its inverse document frequency (Spärck Jones 1972), learned from some eight thousand articles
/// and kept by hash, a byte each, in the model file (``DuplicateModel``). Of a long text the words above a bound are
/// kept, so that those of two texts that lie above both bounds can be compared: a weighted form of bottom-k sampling
/// (Cohen, Kaplan 2007).
package struct InformativeWords: Sendable, Equatable {
  /// The hashes of distinct words, in the order of their first occurrence.
  package var words: [UInt16]
  /// Every kept word weighs at least this; every other of the text less, or as much.
  package var bound: UInt8
  /// How many of `words` are among the first ``leadWords`` of the text.
  package var leadCount: Int

  static let wordsMax = 64
  /// The first sentence of a news story has some 25 words.
  static let leadWords = 25

  init(words: [UInt16], bound: UInt8, leadCount: Int) {
    self.words = words
    self.bound = bound
    self.leadCount = leadCount
  }

  /// The informative words of a text's words. Linear.
  init(of all: [UInt32], _ weights: WordWeights) {
    self = withUnsafeTemporaryAllocation(of: Weighted.self, capacity: min(all.count, 1 << 16)) { memory in
      let (count, lead) = Self.distinct(all, weights, into: memory)
      return InformativeWords(of: UnsafeMutableBufferPointer(rebasing: memory[..<count]), lead: lead)
    }
  }

  private struct Weighted {
    var word: UInt16
    var weight: UInt8
  }

  private init(of distinct: UnsafeMutableBufferPointer<Weighted>, lead: Int) {
    bound = Self.bound(distinct)
    leadCount = 0
    words = []
    words.reserveCapacity(min(distinct.count, Self.wordsMax))
    for (index, next) in distinct.enumerated() where next.weight >= bound && words.count < Self.wordsMax {
      words.append(next.word)
      if index < lead { leadCount += 1 }
    }
  }

  /// Down from the heaviest class while there is room; of the last one, if it alone has too many, its first words.
  private static func bound(_ distinct: UnsafeMutableBufferPointer<Weighted>) -> UInt8 {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { counts in
      counts.initialize(repeating: 0)
      for next in distinct { counts[Int(next.weight)] &+= 1 }
      var (kept, least) = (0, 256)
      repeat {
        least -= 1
        kept += Int(counts[least])
      } while least > 1 && kept + Int(counts[least - 1]) <= wordsMax
      return UInt8(least)
    }
  }

  /// Writes the distinct words: 65,536 at most, and no more than there are.
  ///
  /// - Returns: how many there are, and how many of them are of the lead.
  private static func distinct(
    _ all: [UInt32], _ weights: WordWeights, into distinct: UnsafeMutableBufferPointer<Weighted>
  ) -> (count: Int, lead: Int) {
    // A bit for each of the 65,536 hashes.
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 1024) { seen in
      seen.initialize(repeating: 0)
      var (count, lead) = (0, 0)
      for (index, hash) in all.enumerated() {
        let word = UInt16(truncatingIfNeeded: hash)
        let bit: UInt64 = 1 &<< UInt64(word & 63)
        guard seen[Int(word >> 6)] & bit == 0 else { continue }
        seen[Int(word >> 6)] |= bit
        distinct[count] = Weighted(word: word, weight: weights[word])
        count += 1
        if index < leadWords { lead = count }
      }
      return (count, lead)
    }
  }
}
