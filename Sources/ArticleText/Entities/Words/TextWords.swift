/// A word of a text, found once for all who look for names.
struct TextWord: Sendable, Equatable {
  /// Hangul, hanja, letters and digits, with nothing of them before.
  let range: Range<Int>
  /// Where it ends without its particle.
  let stemEnd: Int

  /// The word without its particle.
  var stem: Range<Int> { range.lowerBound..<stemEnd }
  /// What the word may be as a name: all of it, and without what looks like a particle.
  var forms: Forms { Forms(word: self) }

  /// One or two ranges, in the word itself: a list of them for each word of a text cost a twentieth of all extraction.
  struct Forms: RandomAccessCollection {
    fileprivate let word: TextWord

    var startIndex: Int { 0 }
    var endIndex: Int { word.stemEnd == word.range.upperBound ? 1 : 2 }
    subscript(index: Int) -> Range<Int> { index == 0 ? word.range : word.stem }
  }
}

extension TextWord {
  /// Of a longer run only so much is looked at: nothing that long is a name.
  private static let lengthMax = 40

  /// The words of `scalars`, in order.
  static func all(of text: ScalarText) -> [TextWord] {
    var words: [TextWord] = []
    words.reserveCapacity(text.count / 3)
    var index = 0
    while index < text.count {
      guard text[index].isNameScalar else {
        index += 1
        continue
      }
      let start = index
      while index < text.count, text[index].isNameScalar { index += 1 }
      let range = start..<min(index, start + lengthMax)
      words.append(TextWord(range: range, stemEnd: Josa.stemEnd(text, range)))
    }
    return words
  }
}

extension ScalarText {
  /// The words that begin in `range`. O(log n).
  func words(in range: Range<Int>) -> ArraySlice<TextWord> {
    words[firstWord(from: range.lowerBound)..<firstWord(from: range.upperBound)]
  }

  private func firstWord(from offset: Int) -> Int {
    var low = 0
    var high = words.count
    while low < high {
      let middle = (low + high) / 2
      if words[middle].range.lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
