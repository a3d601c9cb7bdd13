/// The keys by which an article is found that says the same in other words: a sample of its rarest words, names most of all.
///
/// Two wordings of one release may have no eight letters in a row in common, but name the same people and places. Of the
/// words that are rare enough those with the least hashes are taken, which are the same in both texts (bottom-k sampling).
enum RareWords {
  /// How many keys an article has of this kind.
  static let count = 8
  /// The least weight of such a word: it stands in one of 1,400 articles at most.
  static let weightMin: UInt8 = 188

  /// The keys, 40 bits each, in no order.
  static func keys(of words: [UInt32], _ weights: WordWeights) -> [UInt64] {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { least in
      var kept = 0
      for word in words where weights[UInt16(truncatingIfNeeded: word)] >= weightMin {
        if kept == count, word >= least[count - 1] { continue }
        guard !least[..<kept].contains(word) else { continue }
        // The words above it move up by one; of `count` the last one goes.
        var place = kept < count ? kept : count - 1
        while place > 0, least[place - 1] > word {
          least[place] = least[place - 1]
          place -= 1
        }
        least[place] = word
        kept = min(kept + 1, count)
      }
      return least[..<kept].map { GramHash.mixed(UInt64($0)) >> (64 - UInt64(Winnowing.keyBits)) | 1 }
    }
  }
}
