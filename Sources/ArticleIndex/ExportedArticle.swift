/// One stored article as `exportIndex` hands it out and `importIndex` takes it: one line of NDJSON.
public struct ExportedArticle: Sendable, Equatable {
  /// Its place in the order of storing: the cursor to go on after. Of no meaning to another index.
  public var row: Int64
  /// The caller's name for it.
  public var id: String
  /// `nil` where it stands for itself.
  public var canonicalId: String?
  /// ISO 8601, UTC; `nil` where the caller gave none.
  public var publishedAt: String?
  /// ISO 8601, UTC.
  public var addedAt: String
  /// What is stored of its text (its fingerprints, and their version), in Base64 when it is written down.
  public var record: [UInt8]

  /// An article of its parts.
  public init(
    row: Int64, id: String, canonicalId: String?, publishedAt: String?, addedAt: String, record: [UInt8]
  ) {
    self.row = row
    self.id = id
    self.canonicalId = canonicalId
    self.publishedAt = publishedAt
    self.addedAt = addedAt
    self.record = record
  }
}
