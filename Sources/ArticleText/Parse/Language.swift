/// Guesses the language of a text by its scripts.
enum Language {
  /// "ko" when Hangul dominates, else "ja", "zh" or "en"; `nil` when nothing does.
  static func guess(_ paragraphs: [String]) -> String? {
    var (hangul, kana, hanja, latin, accented) = (0, 0, 0, 0, 0)
    func take(_ scalar: Unicode.Scalar) {
      if scalar.isHangulSyllable {
        hangul += 1
      } else if scalar.isASCIILetter {
        latin += 1
      } else if (0x3040...0x30FF).contains(scalar.value) {
        kana += 1
      } else if scalar.isHanja {
        hanja += 1
      } else if (0xC0...0x24F).contains(scalar.value) {
        accented += 1
      }
    }
    for paragraph in paragraphs {
      let isContiguous: Void? = paragraph.utf8.withContiguousStorageIfAvailable { utf8 in
        var index = 0
        while index < utf8.count { take(utf8.scalar(at: &index)) }
      }
      if isContiguous == nil { paragraph.unicodeScalars.forEach(take) }
    }
    let all = hangul + kana + hanja + latin + accented
    guard all >= 8 else { return nil }
    // A syllable says as much as two or three letters.
    if hangul * 3 >= all { return "ko" }
    if kana * 5 >= all { return "ja" }
    if hanja * 2 >= all { return "zh" }
    return latin * 10 >= all * 9 && accented * 100 < latin ? "en" : nil
  }
}
