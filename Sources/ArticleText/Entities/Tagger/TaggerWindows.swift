/// Cuts a range of text into the windows that are tagged one by one: lines, and in them sentences.
///
/// The model was trained on sentences, and a bounded window bounds memory. A sentence longer than the longest
/// window is cut at its last blank that fits, or, without one, in the middle of the word. Windows begin and end
/// with something other than a blank; what lies between them is blank.
struct TaggerWindows: Sequence, IteratorProtocol {
  private let text: ScalarText
  private let end: Int
  private var position: Int

  /// The windows of `range`, which must lie inside of `text`.
  init(_ text: ScalarText, _ range: Range<Int>) {
    self.text = text
    position = range.lowerBound
    end = range.upperBound
  }

  mutating func next() -> Range<Int>? {
    while position < end, text[position].isBlank { position += 1 }
    guard position < end else { return nil }
    let start = position
    let limit = Swift.min(end, start + TaggerWindow.lengthMax)
    var lastBlank: Int?
    var index = start
    while index < limit {
      if Self.isLineBreak(text[index]) { break }
      if text[index].isBlank {
        if endsSentence(before: index, from: start) { break }
        lastBlank = index
      }
      index += 1
    }
    if index == limit, limit < end, !text[limit].isBlank, let lastBlank { index = lastBlank }
    position = index
    while index > start, text[index - 1].isBlank { index -= 1 }
    return start..<index
  }

  /// Whether a blank at `index` follows the end of a sentence: Hangul, a stop, and perhaps closing marks.
  private func endsSentence(before index: Int, from start: Int) -> Bool {
    var index = index - 1
    while index > start, Self.isCloser(text[index]) { index -= 1 }
    guard index > start, [".", "!", "?", "…"].contains(text[index]) else { return false }
    while index > start, [".", "!", "?", "…"].contains(text[index]) { index -= 1 }
    return text[index].isHangulSyllable || Self.isCloser(text[index])
  }

  private static func isCloser(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x22, 0x27, 0x29, 0x5D, 0x2019, 0x201D, 0x3009, 0x300B, 0x300D, 0x300F: true
    default: false
    }
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    (0x0A...0x0D).contains(scalar.value) || scalar.value == 0x85 || (0x2028...0x2029).contains(scalar.value)
  }
}
