extension Unicode.Scalar {
  /// A letter or digit of any script.
  var isWordScalar: Bool {
    if value < 0x80 { return isASCIIDigit || isASCIILetter }
    return isHangulSyllable || isHanja || isRareWordScalar
  }

  /// The same for what is neither ASCII nor Hangul nor hanja: Unicode's tables are asked only where no whole block
  /// answers, since a look into them costs twenty times as much. `WordScalarTests` compares all scalars.
  private var isRareWordScalar: Bool {
    switch value {
    // Middle dot and its neighbours; “ ” ‘ ’ … – —; arrows, signs and shapes; 「 」 《 》 【 】; fullwidth punctuation.
    case 0xA0...0xA9, 0xB6...0xB8, 0x2000...0x206F, 0x2190...0x245F, 0x2500...0x2775, 0x3008...0x3020,
      0xFF01...0xFF0F:
      false
    // Latin letters with marks, Greek, Cyrillic; kana.
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2C1, 0x388...0x38A, 0x3A3...0x3F5, 0x400...0x481,
      0x3041...0x3096, 0x30A1...0x30FA:
      true
    default: properties.isAlphabetic || properties.numericType != nil
    }
  }
}
