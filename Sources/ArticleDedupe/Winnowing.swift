/// The keys by which an article is found: the least n-gram hash of every window, each once.
///
/// Two texts with a common run of `window + n - 1` scalars share a key, wherever the run stands in each. A least hash
/// of a wide window is also that of every narrower one that it lies in, so texts of different window widths still
/// find each other: short texts use narrow windows to have keys enough, very long ones wide windows, so that no text
/// has many more than 400 keys.
///
/// Source: Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003.
enum Winnowing {
  /// The gram length, in folded scalars.
  static let n = 8
  /// Bits of a key: with 28 keys an article, one key in 4,000 of ten million articles is shared by chance.
  static let keyBits = 40

  /// The key of a gram's hash: the lowest bit tells it from that of a word (``RareWords``).
  @inline(__always)
  private static func key(_ hash: UInt64) -> UInt64 { hash >> (64 - UInt64(keyBits)) & ~1 }

  /// The window, in grams, for a text of `grams` grams.
  ///
  /// Source of 48: an experiment before this code, in which two shared keys at n = 8 gave a candidate recall of
  /// .998 at 22 to 30 keys an article. What this code reaches is said at ``ArticleLookup``. 16 was not tuned.
  static func window(forGrams grams: Int) -> Int {
    if grams < 400 { return 16 }
    var window = 48
    while grams / window > 200 { window *= 2 }
    return window
  }

  /// The keys of a text, ascending. A text shorter than one gram has none.
  static func keys(of scalars: UnsafeBufferPointer<UInt32>) -> [UInt64] {
    let grams = scalars.count - n + 1
    guard grams > 0 else { return [] }
    let window = min(window(forGrams: grams), grams)
    // Half for the hashes, half for the keys: each gram is a key at most once.
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * grams) { memory in
      let hashes = UnsafeMutableBufferPointer(rebasing: memory[..<grams])
      let keys = UnsafeMutableBufferPointer(rebasing: memory[grams...])
      GramHash.forEach(in: scalars, n: n) { hashes[$0] = $1 }
      let count = select(window, of: hashes, into: keys)
      var sorted = UnsafeMutableBufferPointer(rebasing: keys[..<count])
      sorted.sort()
      var distinct = 1
      for index in 1..<max(1, count) where sorted[index] != sorted[index - 1] {
        sorted[distinct] = sorted[index]
        distinct += 1
      }
      return Array(sorted[..<distinct])
    }
  }

  /// Writes the key of each gram that is the least of a window, the last one where several are.
  ///
  /// - Returns: how many keys there are, one at least and one for each gram at most.
  private static func select(
    _ window: Int, of hashes: UnsafeMutableBufferPointer<UInt64>,
    into keys: UnsafeMutableBufferPointer<UInt64>
  ) -> Int {
    var (least, hash) = leastGram(of: hashes, 0, window)
    keys[0] = key(hash)
    var count = 1
    for index in window..<max(window, hashes.count) {
      if hashes[index] <= hash {
        (least, hash) = (index, hashes[index])
      } else if least + window <= index {
        // The least one left. To look for the next through the whole window costs two steps a gram on average.
        (least, hash) = leastGram(of: hashes, index - window + 1, index + 1)
      } else {
        continue
      }
      keys[count] = key(hash)
      count += 1
    }
    return count
  }

  @inline(__always)
  private static func leastGram(
    of hashes: UnsafeMutableBufferPointer<UInt64>, _ start: Int, _ end: Int
  ) -> (index: Int, hash: UInt64) {
    var (least, hash) = (start, hashes[start])
    for index in start + 1..<max(start + 1, end) {
      // No `if`: which one is less cannot be foretold.
      let isLess = hashes[index] <= hash
      least = isLess ? index : least
      hash = isLess ? hashes[index] : hash
    }
    return (least, hash)
  }
}
