/// What Korean text needs to know of one scalar, and nothing about news.
extension Unicode.Scalar {
  /// A precomposed Hangul syllable (가...힣).
  ///
  /// Source: Unicode 15, section 3.12, "Conjoining Jamo Behavior".
  var isHangulSyllable: Bool { (0xAC00...0xD7A3).contains(value) }

  /// A syllable that ends in a consonant (받침), which decides between 은/는, 이/가, 을/를.
  var hasFinalConsonant: Bool { isHangulSyllable && (value - 0xAC00) % 28 != 0 }

  /// A CJK ideograph of the basic block (hanja).
  var isHanja: Bool { (0x4E00...0x9FFF).contains(value) || (0xF900...0xFAFF).contains(value) }

  /// An ASCII digit.
  var isASCIIDigit: Bool { (0x30...0x39).contains(value) }

  /// An ASCII letter.
  var isASCIILetter: Bool { (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value) }

  /// White space as it occurs in pages: ASCII blanks, no-break, ideographic and zero-width spaces.
  package var isBlank: Bool {
    switch value {
    case 0x20, 0x09, 0x0A, 0x0D, 0x0B, 0x0C, 0xA0, 0x3000, 0x2000...0x200B, 0x202F, 0x205F, 0xFEFF: true
    default: false
    }
  }
}
