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
  let scalars: [Unicode.Scalar]
  /// The source offset of each cleaned scalar; empty when they follow each other from `base`.
  var origins: [Int]
  /// The source offset of the first cleaned scalar.
  var base: Int
  /// How it is set off from the line before.
  var lead: Break
  /// What the page's markup says of it; neutral for plain text.
  var markup = Markup()
  /// Letters and digits only: equal for two lines that say the same.
  let key: LineKey
  /// How many letters and digits it has.
  let words: Int
  /// What may be in it, so that most grammars need not look.
  let marks: LineMarks

  /// A line of its cleaned text; the rest is found in one pass over it.
  init(range: Range<Int>, scalars: [Unicode.Scalar], origins: [Int], base: Int, lead: Break) {
    self.range = range
    self.scalars = scalars
    self.origins = origins
    self.base = base
    self.lead = lead
    (key, words, marks) = LineMarks.read(scalars)
  }

  /// The source offset of the cleaned scalar at `index`.
  func sourceOffset(_ index: Int) -> Int { origins.isEmpty ? base + index : origins[index] }

  /// The cleaned text.
  var text: String { scalars[...].string }
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

extension ArraySlice<Unicode.Scalar> {
  /// Without blanks at both ends.
  var trimmed: ArraySlice<Unicode.Scalar> {
    var slice = self
    while let first = slice.first, first.isBlank { slice = slice.dropFirst() }
    while let last = slice.last, last.isBlank { slice = slice.dropLast() }
    return slice
  }

  /// Whether it begins with `word`.
  func starts(_ word: String) -> Bool {
    var index = startIndex
    for scalar in word.unicodeScalars {
      guard index < endIndex, self[index] == scalar else { return false }
      index += 1
    }
    return true
  }

  /// Whether it ends with `word`.
  func ends(_ word: String) -> Bool {
    var index = endIndex
    for scalar in word.unicodeScalars.reversed() {
      guard index > startIndex, self[index - 1] == scalar else { return false }
      index -= 1
    }
    return true
  }

  /// Whether it ends with `word`.
  func ends(_ word: [Unicode.Scalar]) -> Bool {
    guard count >= word.count else { return false }
    var index = endIndex - word.count
    for scalar in word {
      guard self[index] == scalar else { return false }
      index += 1
    }
    return true
  }

  /// The index at which `word` first occurs.
  ///
  /// O(count × length of `word`).
  func index(of word: String) -> Int? {
    guard let first = word.unicodeScalars.first else { return nil }
    var rest = self
    while let index = rest.firstIndex(of: first) {
      if self[index...].starts(word) { return index }
      rest = self[(index + 1)...]
    }
    return nil
  }

  /// Whether `word` occurs.
  func contains(_ word: String) -> Bool { index(of: word) != nil }
}
