import ArticleDedupe

/// What an index stores of an article's text, in one form for every index: the version of fingerprints, the digest, the
/// sketch.
///
/// ```
/// 16 bytes digest (BLAKE2b)
/// the sketch, whose first byte is the version (ArticleSketch+Coding.swift)
/// ```
/// A record of another version is kept and never compared: its article is found by id only, and stored anew when it is
/// added again.
enum ArticleRecord {
  /// The longest record in bytes.
  static let bytesMax = ContentDigest.byteCount + ArticleSketch.bytesMax

  /// What a record holds.
  enum Content {
    case current(ContentDigest, ArticleSketch)
    /// Of another version of the fingerprints.
    case otherVersion
  }

  /// The record of an article.
  static func bytes(of article: PreparedArticle) -> [UInt8] { article.digest.bytes + article.sketch.encoded }

  /// Reads a record.
  ///
  /// - Returns: `nil` for bytes that are not one.
  static func read(_ bytes: UnsafeRawBufferPointer) -> Content? {
    guard let version = version(bytes) else { return nil }
    guard version == ArticleSketch.version else { return .otherVersion }
    let sketch = UnsafeRawBufferPointer(rebasing: bytes[ContentDigest.byteCount...])
    guard
      let digest = ContentDigest(
        bytes: UnsafeRawBufferPointer(rebasing: bytes.prefix(ContentDigest.byteCount))),
      let sketch = ArticleSketch(encoded: sketch)
    else { return nil }
    return .current(digest, sketch)
  }

  /// The keys of the text that a record holds, without reading the rest of it: of its digest and of its grams and words.
  ///
  /// - Returns: none for another version, `nil` for bytes that are not a record.
  static func keys(_ bytes: UnsafeRawBufferPointer) -> [IndexKey]? {
    guard let version = version(bytes) else { return nil }
    guard version == ArticleSketch.version else { return [] }
    let sketch = UnsafeRawBufferPointer(rebasing: bytes[ContentDigest.byteCount...])
    guard
      let digest = ContentDigest(
        bytes: UnsafeRawBufferPointer(rebasing: bytes.prefix(ContentDigest.byteCount))),
      let keys = ArticleSketch.keys(encoded: sketch)
    else { return nil }
    return [IndexKey(digest: digest)] + keys.map { IndexKey(gram: $0) }
  }

  private static func version(_ bytes: UnsafeRawBufferPointer) -> UInt8? {
    bytes.count > ContentDigest.byteCount && bytes.count <= bytesMax ? bytes[ContentDigest.byteCount] : nil
  }
}
