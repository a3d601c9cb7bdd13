/// What tells a text from every other: 16 bytes of BLAKE2b over its folded scalars.
///
/// Two articles with equal digests are reported as `exact` without a look at their texts, which are not stored. A
/// fast unkeyed hash would let whoever writes an article make a second one that is taken for it, and so have a
/// rival's story dropped; to find two texts of one digest takes 2^64 steps, one text of a given digest 2^128.
package struct ContentDigest: Sendable, Hashable {
  package static let byteCount = 16

  /// The first and the last eight bytes, little-endian.
  package let low: UInt64
  package let high: UInt64

  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// A digest of its 16 bytes; `nil` for any other number of them.
  package init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(
      low: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)),
      high: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  /// The 16 bytes, in the order of the standard.
  package var bytes: [UInt8] {
    [low, high].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }
}

/// BLAKE2b with a digest of 16 bytes and no key.
///
/// Not SHA-256, which takes three times as long where the processor has no instructions for it; Swift's own library
/// has neither.
///
/// Source: RFC 7693.
struct BLAKE2b {
  private static let blockBytes = 128
  private static let initial: SIMD8<UInt64> = [
    0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
    0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
  ]

  private var state: SIMD8<UInt64>

  /// The digest of bytes.
  static func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
    var hash = BLAKE2b()
    var offset = 0
    // `start` is there: an empty buffer, which may have none, is not longer than a block.
    while let start = bytes.baseAddress, bytes.count - offset > blockBytes {
      hash.compress(start + offset, counter: UInt64(offset + blockBytes), isLast: false)
      offset += blockBytes
    }
    withUnsafeTemporaryAllocation(byteCount: blockBytes, alignment: 8) { block in
      block.initializeMemory(as: UInt8.self, repeating: 0)
      block.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset...]))
      if let start = block.baseAddress {
        hash.compress(UnsafeRawPointer(start), counter: UInt64(bytes.count), isLast: true)
      }
    }
    return ContentDigest(low: hash.state[0], high: hash.state[1])
  }

  private init() {
    state = Self.initial
    // Parameter block: digest length, no key, fanout and depth 1 (RFC 7693, section 2.5).
    state[0] ^= 0x0101_0000 ^ UInt64(ContentDigest.byteCount)
  }

  /// Section 3.2 of the RFC. The block has 128 bytes.
  private mutating func compress(_ block: UnsafeRawPointer, counter: UInt64, isLast: Bool) {
    var work = Work(state, Self.initial)
    work.v12 ^= counter
    if isLast { work.v14 = ~work.v14 }
    // The order of message words in each of twelve rounds: rows 0...9 of the RFC's table, then 0 and 1 again.
    work.round(block, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    work.round(block, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3)
    work.round(block, 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4)
    work.round(block, 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8)
    work.round(block, 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13)
    work.round(block, 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9)
    work.round(block, 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11)
    work.round(block, 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10)
    work.round(block, 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5)
    work.round(block, 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0)
    work.round(block, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    work.round(block, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3)
    state ^= work.folded
  }
}

/// The sixteen words that a block is mixed into.
///
/// Sixteen variables and rounds without loops, so that the compiler keeps them in registers: a third of the time of an
/// array and a table.
private struct Work {
  private var v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11: UInt64
  var v12: UInt64
  private var v13: UInt64
  var v14: UInt64
  private var v15: UInt64

  @inline(__always)
  init(_ low: SIMD8<UInt64>, _ high: SIMD8<UInt64>) {
    (v0, v1, v2, v3, v4, v5, v6, v7) = (low[0], low[1], low[2], low[3], low[4], low[5], low[6], low[7])
    (v8, v9, v10, v11, v12, v13) = (high[0], high[1], high[2], high[3], high[4], high[5])
    (v14, v15) = (high[6], high[7])
  }

  /// The upper half over the lower.
  @inline(__always)
  var folded: SIMD8<UInt64> {
    [v0 ^ v8, v1 ^ v9, v2 ^ v10, v3 ^ v11, v4 ^ v12, v5 ^ v13, v6 ^ v14, v7 ^ v15]
  }

  @inline(__always)
  mutating func round(
    _ block: UnsafeRawPointer, _ m0: Int, _ m1: Int, _ m2: Int, _ m3: Int, _ m4: Int, _ m5: Int, _ m6: Int,
    _ m7: Int,
    _ m8: Int, _ m9: Int, _ m10: Int, _ m11: Int, _ m12: Int, _ m13: Int, _ m14: Int, _ m15: Int
  ) {
    Self.mix(&v0, &v4, &v8, &v12, Self.word(block, m0), Self.word(block, m1))
    Self.mix(&v1, &v5, &v9, &v13, Self.word(block, m2), Self.word(block, m3))
    Self.mix(&v2, &v6, &v10, &v14, Self.word(block, m4), Self.word(block, m5))
    Self.mix(&v3, &v7, &v11, &v15, Self.word(block, m6), Self.word(block, m7))
    Self.mix(&v0, &v5, &v10, &v15, Self.word(block, m8), Self.word(block, m9))
    Self.mix(&v1, &v6, &v11, &v12, Self.word(block, m10), Self.word(block, m11))
    Self.mix(&v2, &v7, &v8, &v13, Self.word(block, m12), Self.word(block, m13))
    Self.mix(&v3, &v4, &v9, &v14, Self.word(block, m14), Self.word(block, m15))
  }

  @inline(__always)
  private static func word(_ block: UnsafeRawPointer, _ index: Int) -> UInt64 {
    UInt64(littleEndian: block.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
  }

  /// Section 3.1 of the RFC.
  @inline(__always)
  private static func mix(
    _ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64, _ x: UInt64, _ y: UInt64
  ) {
    a = a &+ b &+ x
    d = rotated(d ^ a, 32)
    c = c &+ d
    b = rotated(b ^ c, 24)
    a = a &+ b &+ y
    d = rotated(d ^ a, 16)
    c = c &+ d
    b = rotated(b ^ c, 63)
  }

  @inline(__always)
  private static func rotated(_ word: UInt64, _ by: UInt64) -> UInt64 { word &>> by | word &<< (64 - by) }
}
