/// An article made ready for an index: all that depends on its text alone, so that it can be done outside of a lock.
package struct PreparedArticle: Sendable {
  /// What tells the text from every other.
  package let digest: ContentDigest
  /// What an index stores of it.
  package let sketch: ArticleSketch
  /// Its own repeats, and what is left without them.
  package let repeats: [ParagraphRepeat]
  package let sentenceRepeats: [SentenceRepeat]
  package let unique: [String]

  /// Folds, digests and sketches paragraphs. Linear in their length.
  package init(paragraphs: [String]) {
    let text = FoldedText(paragraphs: paragraphs)
    digest = text.digest
    sketch = ArticleSketch(text)
    guard Self.mayRepeat(text, paragraphs) else {
      (repeats, sentenceRepeats, unique) = ([], [], paragraphs)
      return
    }
    let repeated = RepeatedParagraphs(text)
    repeats = repeated.repeats
    let dropped = Set(repeats.map(\.index))
    guard repeated.hasLongRepeat || !repeats.isEmpty, SentenceFilter.mayRepeat(paragraphs, except: dropped)
    else {
      sentenceRepeats = []
      unique = paragraphs.indices.filter { !dropped.contains($0) }.map { paragraphs[$0] }
      return
    }
    sentenceRepeats = RepeatedSentences(paragraphs, except: dropped).repeats
    let sentences = Dictionary(grouping: sentenceRepeats, by: \.index)
    unique = paragraphs.indices.compactMap { index in
      if dropped.contains(index) { return nil }
      guard let repeats = sentences[index] else { return paragraphs[index] }
      let rest = Self.without(repeats, paragraphs[index])
      return rest.isEmpty ? nil : rest
    }
  }

  /// Whether it is worth a closer look if there are repeats: for nine articles in ten it is not.
  private static func mayRepeat(_ text: FoldedText, _ paragraphs: [String]) -> Bool {
    switch RepeatFilter.finding(in: text) {
    case .nothing: false
    case .run: SentenceFilter.mayRepeat(paragraphs, except: [])
    case .paragraph: true
    }
  }

  private static func without(_ repeats: [SentenceRepeat], _ paragraph: String) -> String {
    let scalars = Array(paragraph.unicodeScalars)
    var view = String.UnicodeScalarView()
    var start = 0
    for sentence in repeats {
      view.append(contentsOf: scalars[start..<sentence.start])
      start = sentence.end
    }
    view.append(contentsOf: scalars[start...])
    while let last = view.last, last.properties.isWhitespace { view.removeLast() }
    return String(view)
  }
}
