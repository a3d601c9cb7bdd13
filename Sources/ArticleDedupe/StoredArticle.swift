/// A stored article as an index hands it out for comparison.
package struct StoredArticle: Sendable {
  /// The index's own number for it; later ones are larger.
  package var row: UInt32
  /// The caller's id.
  package var id: String
  /// The row of the first article it is a copy of; its own when there is none.
  package var canonicalRow: UInt32
  package var digest: ContentDigest
  package var sketch: ArticleSketch

  /// A stored article of its parts.
  package init(row: UInt32, id: String, canonicalRow: UInt32, digest: ContentDigest, sketch: ArticleSketch) {
    self.row = row
    self.id = id
    self.canonicalRow = canonicalRow
    self.digest = digest
    self.sketch = sketch
  }

  /// Whether it stands for itself.
  package var isCanonical: Bool { row == canonicalRow }

  /// The keys of its text: of its digest, its grams and its words.
  package var textKeys: [IndexKey] { [IndexKey(digest: digest)] + sketch.keys.map { IndexKey(gram: $0) } }

  /// All keys under which it is found: also those of its id and, for a copy, of what it is a copy of.
  package var keys: [IndexKey] {
    textKeys + [IndexKey(id: id)] + (isCanonical ? [] : [IndexKey(copiesOf: canonicalRow)])
  }
}
