/// A word of at most four Hangul syllables in one integer, so that short words are looked up without a string.
struct SyllableWord: Hashable, Sendable {
  private let packed: UInt64

  /// `word`, or `nil` when it is longer or has anything but syllables.
  init?(_ word: some Collection<Unicode.Scalar>) {
    var packed: UInt64 = 0
    for scalar in word {
      guard scalar.isHangulSyllable, packed < 1 << 48 else { return nil }
      packed = packed << 16 | UInt64(scalar.value)
    }
    self.packed = packed
  }
}

extension Set<SyllableWord> {
  /// Words of a list in the source code.
  init(words: [String]) {
    self.init(
      words.map { word in
        guard let word = SyllableWord(word.unicodeScalars) else {
          preconditionFailure("no such word: \(word)")
        }
        return word
      })
  }
}
