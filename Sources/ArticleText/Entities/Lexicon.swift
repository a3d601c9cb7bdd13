/// A fixed list of forms with a value each, matched in place: looking something up makes no string.
struct Lexicon<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    let form: [Unicode.Scalar]
    let value: Value
  }

  private var byFirst: [Unicode.Scalar: [Entry]] = [:]
  private var byLast: [Unicode.Scalar: [Entry]] = [:]

  /// A lexicon of `forms`; empty forms are left out.
  init(_ forms: [(String, Value)]) {
    for (form, value) in forms {
      let entry = Entry(form: Array(form.unicodeScalars), value: value)
      guard let first = entry.form.first, let last = entry.form.last else { continue }
      byFirst[first, default: []].append(entry)
      byLast[last, default: []].append(entry)
    }
    for key in byFirst.keys { byFirst[key]?.sort { $0.form.count > $1.form.count } }
    for key in byLast.keys { byLast[key]?.sort { $0.form.count > $1.form.count } }
  }

  /// The longest form that begins at `offset`.
  func prefix(_ scan: Scan, at offset: Int) -> (end: Int, value: Value)? {
    guard let first = scan[offset], let entries = byFirst[first] else { return nil }
    for entry in entries {
      let end = offset + entry.form.count
      if end <= scan.range.upperBound, scan.text.scalars[offset..<end].elementsEqual(entry.form) {
        return (end, entry.value)
      }
    }
    return nil
  }

  /// The longest form that ends at `end` and does not begin before `start`.
  func suffix(_ text: ScalarText, from start: Int, endingAt end: Int) -> (start: Int, value: Value)? {
    guard end > start, let entries = byLast[text[end - 1]] else { return nil }
    for entry in entries {
      let begin = end - entry.form.count
      if begin >= start, text.scalars[begin..<end].elementsEqual(entry.form) { return (begin, entry.value) }
    }
    return nil
  }
}

extension Lexicon where Value == Void {
  /// A plain list of words, separated by blanks.
  init(words: String) {
    self.init(words.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { (String($0), ()) })
  }

  /// Whether the whole of `range` is one of the words.
  func contains(_ text: ScalarText, _ range: Range<Int>) -> Bool {
    suffix(text, from: range.lowerBound, endingAt: range.upperBound)?.start == range.lowerBound
  }

  /// Whether `range` ends in one of the words.
  func isTail(of text: ScalarText, _ range: Range<Int>) -> Bool {
    suffix(text, from: range.lowerBound, endingAt: range.upperBound) != nil
  }
}
