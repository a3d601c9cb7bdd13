/// The hashes of all n-grams of a text, in order: `hashes[i]` is of the scalars `i ..< i + n`.
///
/// A rolling polynomial (Karp and Rabin 1987) with a final mix, so that the low bits are as good as the high
/// ones.
struct GramHashes {
  let hashes: [UInt64]

  init(_ scalars: [UInt32], n: Int) {
    guard scalars.count >= n, n > 0 else {
      hashes = []
      return
    }
    var hashes: [UInt64] = []
    hashes.reserveCapacity(scalars.count - n + 1)
    let base: UInt64 = 0x9E37_79B9_7F4A_7C15
    let leaving = (0..<n).reduce(UInt64(1)) { power, _ in power &* base }
    var rolling: UInt64 = 0
    for (index, scalar) in scalars.enumerated() {
      rolling = rolling &* base &+ UInt64(scalar)
      if index >= n { rolling = rolling &- leaving &* UInt64(scalars[index - n]) }
      if index >= n - 1 { hashes.append(Self.mixed(rolling)) }
    }
    self.hashes = hashes
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection whose output bits all depend on all
  /// input bits.
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// The keys by which an article is found: the least n-gram hash of every window, each once.
///
/// Two texts with a common run of `window + n - 1` scalars share a key, wherever the run stands in each. A
/// least hash of a wide window is also that of every narrower one that it lies in, so texts of different
/// window widths still find each other: short texts use narrow windows to have keys enough, very long ones
/// wide windows, so that no text has many more than 400 keys.
///
/// Source: Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD
/// 2003.
enum Winnowing {
  /// The gram length, in folded scalars.
  static let n = 8

  /// The window, in grams, for a text of `grams` grams.
  ///
  /// Source of 48: an experiment before this code, in which two shared keys at n = 8 gave a candidate recall
  /// of .998 at 22 to 30 keys an article. What this code reaches is said at ``ArticleLookup``. 16 was not
  /// tuned.
  static func window(forGrams grams: Int) -> Int {
    if grams < 400 { return 16 }
    var window = 48
    while grams / window > 200 { window *= 2 }
    return window
  }

  /// The keys of a text, 48 bits each, ascending. A text shorter than one gram has none.
  static func keys(of scalars: [UInt32]) -> [UInt64] {
    let hashes = GramHashes(scalars, n: n).hashes
    guard !hashes.isEmpty else { return [] }
    let window = min(window(forGrams: hashes.count), hashes.count)
    var keys: Set<UInt64> = []
    // A queue of positions whose hashes ascend: its head is the least of the window (amortised constant
    // time).
    var queue: [Int] = []
    var head = 0
    for (index, hash) in hashes.enumerated() {
      while queue.count > head, hashes[queue[queue.count - 1]] >= hash { queue.removeLast() }
      queue.append(index)
      if queue[head] + window <= index { head += 1 }
      if index >= window - 1 { keys.insert(hashes[queue[head]] >> 16) }
    }
    return keys.sorted()
  }
}
