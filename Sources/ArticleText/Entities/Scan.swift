/// A window on a text that recognisers read: outside of it there is nothing, so that no look-ahead can trap.
struct Scan: Sendable {
  let text: ScalarText
  let range: Range<Int>

  init(_ text: ScalarText, _ range: Range<Int>) {
    self.text = text
    self.range = range.clamped(to: 0..<text.count)
  }

  /// The scalar at `offset`, or `nil` outside the window.
  subscript(offset: Int) -> Unicode.Scalar? {
    range.contains(offset) ? text.scalars[offset] : nil
  }

  /// The end of `word` if it stands at `offset`.
  func literal(_ word: String, at offset: Int) -> Int? {
    var index = offset
    for scalar in word.unicodeScalars {
      guard self[index] == scalar else { return nil }
      index += 1
    }
    return index
  }

  /// The end of the first of `words` that stands at `offset`.
  func anyLiteral(_ words: [String], at offset: Int) -> Int? {
    for word in words {
      if let end = literal(word, at: offset) { return end }
    }
    return nil
  }

  /// `offset`, or the place after the one blank that stands there.
  func afterBlank(_ offset: Int) -> Int {
    self[offset]?.isBlank == true ? offset + 1 : offset
  }

  /// Whether a word may begin at `offset`: what stands before it is no letter, digit or syllable.
  func isWordStart(_ offset: Int) -> Bool {
    guard let before = self[offset - 1] else { return true }
    return !before.isHangulSyllable && !before.isASCIIDigit && !before.isASCIILetter && !before.isHanja
  }

  /// The end of the run of Hangul, hanja, letters and digits at `offset`, at most `longest` scalars on.
  func wordEnd(_ offset: Int, longest: Int = 40) -> Int {
    var index = offset
    while index - offset < longest, let scalar = self[index], scalar.isNameScalar { index += 1 }
    return index
  }
}

extension Unicode.Scalar {
  /// Part of a word: a syllable, an ideograph, an ASCII letter or digit.
  var isNameScalar: Bool { isHangulSyllable || isHanja || isASCIILetter || isASCIIDigit }

  /// A tilde or dash as printed between the ends of a range.
  var isRangeMark: Bool {
    switch value {
    case 0x7E, 0x223C, 0xFF5E, 0x301C, 0x2D, 0x2013, 0x2212: true
    default: false
    }
  }
}
