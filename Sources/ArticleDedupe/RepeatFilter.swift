/// Tells most texts that repeat nothing from all others, at a fraction of the cost of ``RepeatedParagraphs``.
///
/// A repeat is made of grams that were there before. Here a gram is no more than a bit, found or not: what is found too
/// often is looked at again, nothing is overlooked.
enum RepeatFilter {
  /// Whether a paragraph may be a repeat, or a long run may stand twice; `true` for texts that are too long to tell.
  static func mayRepeat(_ text: FoldedText) -> Bool {
    guard text.scalars.count <= RepeatedParagraphs.scalarsMax else { return true }
    // Sixteen bits for each gram, so that one in sixteen of the new ones at most is taken for an old one.
    var words = 64
    while 4 * words < text.scalars.count { words *= 2 }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words) { seen in
      seen.initialize(repeating: 0)
      return text.scalars.withUnsafeBufferPointer { scalars in
        for index in 0..<text.starts.count - 1 {
          let range = text.starts[index]..<text.starts[index + 1]
          // Shorter ones are no repeats and nobody's.
          guard range.count >= RepeatedParagraphs.equalMin else { continue }
          if mayRepeat(UnsafeBufferPointer(rebasing: scalars[range]), seen) { return true }
        }
        return false
      }
    }
  }

  /// - Parameter seen: a bit for each value of so many bits of a hash, a power of two.
  private static func mayRepeat(
    _ paragraph: UnsafeBufferPointer<UInt32>, _ seen: UnsafeMutableBufferPointer<UInt64>
  ) -> Bool {
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
    return longest > RepeatedParagraphs.longRun - RepeatedParagraphs.n
      || Double(found) >= RepeatedParagraphs.nearSimilarity * Double(grams)
  }
}
