/// Endings of which a word may have one.
struct WordEndings: Sendable, ExpressibleByArrayLiteral {
  private let endings: [[Unicode.Scalar]]
  /// A bit for the low six bits of each ending's last scalar: most words are turned away by it.
  private let lasts: UInt64

  init(arrayLiteral endings: String...) {
    self.endings = endings.map { Array($0.unicodeScalars) }
    lasts = self.endings.reduce(0) { bits, ending in bits | 1 << UInt64((ending.last?.value ?? 0) & 63) }
  }

  /// Whether `word` ends in one of them.
  func end(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let last = word.last, lasts >> UInt64(last.value & 63) & 1 == 1 else { return false }
    return endings.contains { word.ends($0) }
  }
}
