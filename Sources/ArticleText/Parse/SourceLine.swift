/// One line on its way through the stages: where it stands in the source, and its cleaned text.
struct SourceLine: Sendable {
  /// How a line is set off from the one before it.
  enum Break: Sendable {
    /// A line feed or one `<br>`: perhaps only a wrap.
    case line
    /// A blank line, `<br><br>` or the edge of a block element.
    case paragraph
  }

  /// Its range in the source (decoded input, or the flattened page), without the line feed.
  var range: Range<Int>
  /// Its cleaned text: NFC, no control or zero-width characters, blanks collapsed and trimmed.
  var scalars: [Unicode.Scalar]
  /// The source offset of each cleaned scalar; empty when they follow each other from `base`.
  var origins: [Int]
  /// The source offset of the first cleaned scalar.
  var base: Int
  /// How it is set off from the line before.
  var lead: Break
  /// What the page's markup says of it; neutral for plain text.
  var markup = Markup()

  /// The source offset of the cleaned scalar at `index`.
  func sourceOffset(_ index: Int) -> Int { origins.isEmpty ? base + index : origins[index] }

  /// The cleaned text.
  var text: String { scalars[...].string }

  /// Letters and digits only: equal for two lines that say the same.
  var key: LineKey { LineKey(scalars[...]) }
}

/// What the markup of a page says of a line.
struct Markup: Sendable {
  /// The block element that holds the line: an index in `HTMLPage.elements`; -1 in plain text.
  var container = -1
  /// The words in the class and id attributes of the elements around the line, and their tags.
  var hints: MarkupHints = []
  /// How many of its scalars are in links.
  var linkScalars = 0
  /// How many are in `<b>` or `<strong>`.
  var boldScalars = 0
  /// 1...6 in a heading, else 0.
  var headingLevel = 0
}

extension Unicode.Scalar {
  /// A letter or digit of any script.
  var isWordScalar: Bool {
    if value < 0x80 { return isASCIIDigit || isASCIILetter }
    return isHangulSyllable || isHanja || properties.isAlphabetic || properties.numericType != nil
  }
}

extension ArraySlice<Unicode.Scalar> {
  /// The scalars as a string.
  var string: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: self)
    return String(view)
  }

  /// Without blanks at both ends.
  var trimmed: ArraySlice<Unicode.Scalar> {
    var slice = self
    while let first = slice.first, first.isBlank { slice = slice.dropFirst() }
    while let last = slice.last, last.isBlank { slice = slice.dropLast() }
    return slice
  }

  /// Whether it begins with `word`.
  func starts(_ word: String) -> Bool { starts(with: word.unicodeScalars) }

  /// Whether it ends with `word`.
  func ends(_ word: String) -> Bool {
    let tail = word.unicodeScalars
    return count >= tail.count && suffix(tail.count).elementsEqual(tail)
  }

  /// The index at which `word` first occurs.
  ///
  /// O(count × length of `word`).
  func index(of word: String) -> Int? {
    let needle = [Unicode.Scalar](word.unicodeScalars)
    guard let first = needle.first, count >= needle.count else { return nil }
    var index = startIndex
    while index <= endIndex - needle.count {
      if self[index] == first, self[index...].starts(with: needle) { return index }
      index += 1
    }
    return nil
  }

  /// Whether `word` occurs.
  func contains(_ word: String) -> Bool { index(of: word) != nil }
}

extension ScalarText {
  /// A text of scalars at hand.
  init(scalars: [Unicode.Scalar]) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(String(view))
  }
}
