/// What tells a text from every other: the SHA-256 of its folded scalars.
///
/// Two articles with equal digests are reported as `exact` without a look at their texts, which are not
/// stored. A short or unkeyed fast hash would let whoever writes an article make a second one that is taken
/// for it, and so have a rival's story dropped; SHA-256 has no known collision, so equality of digests is
/// equality of texts.
package struct ContentDigest: Sendable, Hashable {
  private let words: [UInt32]

  init(words: [UInt32]) { self.words = words }

  /// A digest of its 32 bytes; `nil` for any other number of them.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words: [UInt32] = []
    for (index, byte) in bytes.enumerated() {
      if index % 4 == 0 { words.append(0) }
      words[words.count - 1] = words[words.count - 1] << 8 | UInt32(byte)
    }
    self.words = words
  }

  /// The 32 bytes, in the order of the standard.
  package var bytes: [UInt8] {
    words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }
}

/// SHA-256, fed with scalars as three bytes each, most significant first.
///
/// Source: FIPS 180-4, section 6.2.
struct SHA256 {
  private var state: [UInt32] = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
  ]
  private var schedule = [UInt32](repeating: 0, count: 64)
  private var byteCount: UInt64 = 0

  mutating func append(_ scalar: UInt32) {
    append(byte: UInt8(truncatingIfNeeded: scalar >> 16))
    append(byte: UInt8(truncatingIfNeeded: scalar >> 8))
    append(byte: UInt8(truncatingIfNeeded: scalar))
  }

  mutating func append(byte: UInt8) {
    let word = Int(byteCount >> 2 & 15)
    schedule[word] = schedule[word] << 8 | UInt32(byte)
    byteCount += 1
    if byteCount & 63 == 0 { compress() }
  }

  mutating func finish() -> ContentDigest {
    let bits = byteCount &* 8
    append(byte: 0x80)
    while byteCount & 63 != 56 { append(byte: 0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      append(byte: UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    return ContentDigest(words: state)
  }

  private mutating func compress() {
    func rotated(_ word: UInt32, _ by: UInt32) -> UInt32 { word >> by | word << (32 - by) }
    for t in 16..<64 {
      let a = schedule[t - 15]
      let b = schedule[t - 2]
      let s0 = rotated(a, 7) ^ rotated(a, 18) ^ a >> 3
      let s1 = rotated(b, 17) ^ rotated(b, 19) ^ b >> 10
      schedule[t] = schedule[t - 16] &+ s0 &+ schedule[t - 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
      let s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ Self.constants[t] &+ schedule[t]
      let s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let t2 = s0 &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e) = (g, f, e, d &+ t1)
      (d, c, b, a) = (c, b, a, t1 &+ t2)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
