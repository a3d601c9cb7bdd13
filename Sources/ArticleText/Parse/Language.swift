/// Guesses the language of a text by its scripts.
enum Language {
  /// "ko" when Hangul dominates, else "ja", "zh" or "en"; `nil` when nothing does.
  static func guess(_ paragraphs: [String]) -> String? {
    var counts = ScriptCounts()
    for paragraph in paragraphs {
      let isContiguous: Void? = paragraph.utf8.withContiguousStorageIfAvailable { counts.add($0) }
      if isContiguous == nil { Array(paragraph.utf8).withUnsafeBufferPointer { counts.add($0) } }
    }
    let (hangul, kana, hanja, latin, accented) = (
      counts.hangul, counts.kana, counts.hanja, counts.latin, counts.accented
    )
    let all = hangul + kana + hanja + latin + accented
    guard all >= 8 else { return nil }
    // A syllable says as much as two or three letters.
    if hangul * 3 >= all { return "ko" }
    if kana * 5 >= all { return "ja" }
    if hanja * 2 >= all { return "zh" }
    return latin * 10 >= all * 9 && accented * 100 < latin ? "en" : nil
  }
}

/// How many letters of each script a text has.
private struct ScriptCounts {
  var hangul = 0
  var kana = 0
  var hanja = 0
  var latin = 0
  var accented = 0

  /// Adds the letters of well-formed UTF-8.
  mutating func add(_ utf8: UnsafeBufferPointer<UInt8>) {
    var counts = self
    var index = 0
    while index < utf8.count {
      let scalar = utf8.scalar(at: &index)
      if scalar.isHangulSyllable {
        counts.hangul += 1
      } else if scalar.isASCIILetter {
        counts.latin += 1
      } else if (0x3040...0x30FF).contains(scalar.value) {
        counts.kana += 1
      } else if scalar.isHanja {
        counts.hanja += 1
      } else if (0xC0...0x24F).contains(scalar.value) {
        counts.accented += 1
      }
    }
    self = counts
  }
}
