/// A fixed list of forms with a value each, matched in place: looking something up makes no string.
struct Lexicon<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    /// Where its form is in `letters`.
    let form: Range<Int>
    let value: Value
  }

  /// The forms, one after another.
  private let letters: [Unicode.Scalar]
  private let byFirst: Buckets
  private let byLast: Buckets

  /// A lexicon of `forms`; empty forms are left out.
  init(_ forms: [(String, Value)]) {
    var letters: [Unicode.Scalar] = []
    var entries: [Entry] = []
    for (form, value) in forms where !form.isEmpty {
      let start = letters.count
      letters.append(contentsOf: form.unicodeScalars)
      entries.append(Entry(form: start..<letters.count, value: value))
    }
    self.letters = letters
    byFirst = Buckets(entries) { letters[$0.lowerBound] }
    byLast = Buckets(entries) { letters[$0.upperBound - 1] }
  }

  /// The longest form that begins at `offset`.
  func prefix(_ scan: Scan, at offset: Int) -> (end: Int, value: Value)? {
    guard let first = scan[offset] else { return nil }
    for entry in byFirst[first] {
      let end = offset + entry.form.count
      if end <= scan.range.upperBound, stands(entry, in: scan.text, at: offset) { return (end, entry.value) }
    }
    return nil
  }

  /// The longest form that ends at `end` and does not begin before `start`.
  func suffix(_ text: ScalarText, from start: Int, endingAt end: Int) -> (start: Int, value: Value)? {
    guard end > start else { return nil }
    for entry in byLast[text[end - 1]] {
      let begin = end - entry.form.count
      if begin >= start, stands(entry, in: text, at: begin) { return (begin, entry.value) }
    }
    return nil
  }

  /// - Parameter offset: the text has room for the form from there on.
  private func stands(_ entry: Entry, in text: ScalarText, at offset: Int) -> Bool {
    for index in entry.form where letters[index] != text[offset + index - entry.form.lowerBound] {
      return false
    }
    return true
  }

  /// Entries by the low byte of one of their scalars, the longest first: a bucket has one or two of a hundred words, and
  /// most scalars of a text lead to an empty one.
  private struct Buckets: Sendable {
    private var entries: [Entry] = []
    private var starts: [Int] = []

    init(_ unordered: [Entry], scalar: (Range<Int>) -> Unicode.Scalar) {
      let byBucket = Dictionary(grouping: unordered) { Self.bucket(scalar($0.form)) }
      for bucket in 0..<256 {
        starts.append(entries.count)
        entries += (byBucket[bucket] ?? []).sorted { $0.form.count > $1.form.count }
      }
      starts.append(entries.count)
    }

    @inline(__always)
    subscript(scalar: Unicode.Scalar) -> ArraySlice<Entry> {
      let bucket = Self.bucket(scalar)
      return entries[starts[bucket]..<starts[bucket + 1]]
    }

    @inline(__always)
    private static func bucket(_ scalar: Unicode.Scalar) -> Int { Int(scalar.value & 0xFF) }
  }
}

extension Lexicon {
  /// Whether the whole of `range` is one of the forms.
  func contains(_ text: ScalarText, _ range: Range<Int>) -> Bool {
    suffix(text, from: range.lowerBound, endingAt: range.upperBound)?.start == range.lowerBound
  }
}

extension Lexicon where Value == Void {
  /// A plain list of words, separated by blanks.
  init(words: String) {
    self.init(words.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { (String($0), ()) })
  }

  /// Whether `range` ends in one of the words.
  func isTail(of text: ScalarText, _ range: Range<Int>) -> Bool {
    suffix(text, from: range.lowerBound, endingAt: range.upperBound) != nil
  }
}
