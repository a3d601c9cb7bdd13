/// An article made ready for an index: all that depends on its text alone, so that it can be done outside of
/// a lock.
package struct PreparedArticle: Sendable {
  /// What tells the text from every other.
  package let digest: ContentDigest
  /// What an index stores of it.
  package let sketch: ArticleSketch
  /// Its own repeats, and the paragraphs without them.
  package let repeats: [ParagraphRepeat]
  package let unique: [String]
  let probe: SketchProbe

  /// Folds, digests and sketches paragraphs. Linear in their length: a text of five million scalars takes .7
  /// s.
  package init(paragraphs: [String]) {
    let text = DedupeText(paragraphs: paragraphs)
    digest = text.digest
    sketch = ArticleSketch(text)
    repeats = RepeatedParagraphs(text).repeats
    let repeated = Set(repeats.map(\.index))
    unique = paragraphs.indices.filter { !repeated.contains($0) }.map { paragraphs[$0] }
    probe = SketchProbe(sketch)
  }
}
