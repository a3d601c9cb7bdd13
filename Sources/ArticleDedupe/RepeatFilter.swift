/// Tells most texts that repeat nothing from all others, at a fraction of the cost of ``RepeatedParagraphs``.
///
/// A repeat is made of grams that were there before. Here a gram is no more than a bit, found or not: what is found too
/// often is looked at again, nothing is overlooked.
enum RepeatFilter {
  /// What may be found in a text.
  enum Finding: Comparable {
    case nothing
    /// A long run that stands twice, but no paragraph that is a repeat.
    case run
    case paragraph
  }

  /// The most that may be found; `paragraph` for texts that are too long to tell.
  static func finding(in text: FoldedText) -> Finding {
    guard text.scalars.count <= RepeatedParagraphs.scalarsMax else { return .paragraph }
    // Sixteen bits for each gram, so that one in sixteen of the new ones at most is taken for an old one.
    var words = 64
    while 4 * words < text.scalars.count { words *= 2 }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words) { seen in
      seen.initialize(repeating: 0)
      return text.scalars.withUnsafeBufferPointer { scalars in
        var most = Finding.nothing
        for index in 0..<text.starts.count - 1 where most < .paragraph {
          let range = text.starts[index]..<text.starts[index + 1]
          // Shorter ones are no repeats and nobody's.
          guard range.count >= RepeatedParagraphs.equalMin else { continue }
          most = max(most, finding(in: UnsafeBufferPointer(rebasing: scalars[range]), seen))
        }
        return most
      }
    }
  }

  /// - Parameter seen: a bit for each value of so many bits of a hash, a power of two.
  private static func finding(
    in paragraph: UnsafeBufferPointer<UInt32>, _ seen: UnsafeMutableBufferPointer<UInt64>
  ) -> Finding {
    let mask = UInt64(64 * seen.count - 1)
    var (run, longest, found) = (0, 0, 0)
    GramHash.forEach(in: paragraph, n: RepeatedParagraphs.n) { _, hash in
      // Of the bits that name a gram in `RepeatedParagraphs`, but for the lowest, which is the same in all: what is one
      // gram there is one bit here.
      let place = hash >> 33 & mask
      let (word, bit) = (Int(place >> 6), place & 63)
      let isOld = Int(seen[word] &>> bit & 1)
      seen[word] |= 1 &<< bit
      // Without a branch: every eighth gram or so was there before, no processor foresees which.
      run = (run &+ 1) & (0 &- isOld)
      longest = max(longest, run)
      found &+= isOld
    }
    let grams = paragraph.count - RepeatedParagraphs.n + 1
    // An equal paragraph has all its grams, a near one this share of them, and one that is part of another still more.
    if Double(found) >= RepeatedParagraphs.nearSimilarity * Double(grams) { return .paragraph }
    return longest > RepeatedParagraphs.longRun - RepeatedParagraphs.n ? .run : .nothing
  }
}
