private import ArticleText

/// Finds the sentences that stand twice in an article, in paragraphs that are no repeats as a whole.
///
/// A scraped text is often one long paragraph whose end says its beginning again.
struct RepeatedSentences {
  /// The repeats, in order of their place.
  private(set) var repeats: [SentenceRepeat] = []

  /// A sentence of fewer folded scalars may well be said twice ("그는 이렇게 말했다.").
  static let scalarsMin = 20

  /// - Parameter repeated: the paragraphs that are repeats as a whole.
  init(_ paragraphs: [String], except repeated: Set<Int>) {
    var first: [[UInt32]: Int] = [:]
    for (index, paragraph) in paragraphs.enumerated() where !repeated.contains(index) {
      let scalars = Array(paragraph.unicodeScalars)
      for range in Self.sentences(scalars) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        let key = FoldedText(paragraphs: [String(view)]).scalars
        guard key.count >= Self.scalarsMin else { continue }
        if let earlier = first[key] {
          repeats.append(
            SentenceRepeat(index: index, start: range.lowerBound, end: range.upperBound, repeatOf: earlier))
        } else {
          first[key] = index
        }
      }
    }
  }

  /// The sentences of a paragraph with the blanks after them: each ends with a full stop, question or exclamation mark,
  /// closing quotes after it, and a blank or the paragraph's end.
  private static func sentences(_ scalars: [Unicode.Scalar]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var index = 0
    while index < scalars.count {
      defer { index += 1 }
      guard scalars[index] == "." || scalars[index] == "?" || scalars[index] == "!" else { continue }
      var end = index + 1
      while end < scalars.count, "”’\"')」』".unicodeScalars.contains(scalars[end]) { end += 1 }
      guard end == scalars.count || scalars[end].isBlank else { continue }
      while end < scalars.count, scalars[end].isBlank { end += 1 }
      ranges.append(start..<end)
      start = end
      index = end - 1
    }
    if start < scalars.count { ranges.append(start..<scalars.count) }
    return ranges
  }
}
