/// The hashes of the n-grams of a text, one after the other.
///
/// A rolling polynomial (Karp and Rabin 1987) with a final mix, so that every bit is as good as another.
struct GramHash {
  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Calls `body` with the index of each gram of `n` scalars and its hash.
  @inline(__always)
  static func forEach(
    in scalars: UnsafeBufferPointer<UInt32>, n: Int, _ body: (_ index: Int, _ hash: UInt64) -> Void
  ) {
    guard scalars.count >= n, n > 0 else { return }
    let leaving = (0..<n).reduce(UInt64(1)) { power, _ in power &* base }
    var rolling: UInt64 = 0
    for index in 0..<n - 1 { rolling = rolling &* base &+ UInt64(scalars[index]) }
    var last: UInt64 = 0
    var index = 0
    while index &+ n <= scalars.count {
      // The difference first: only a product and a sum lie between one gram and the next.
      rolling = rolling &* base &+ (UInt64(scalars[index &+ n &- 1]) &- last)
      last = leaving &* UInt64(scalars[index])
      body(index, mixed(rolling))
      index &+= 1
    }
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection whose output bits all depend on all
  /// input bits.
  @inline(__always)
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z &>> 31
  }
}
