/// An article to be looked up or stored.
public struct DedupeInput: Sendable, Equatable, Codable {
  /// The caller's name for it; required to store it.
  public var id: String?
  /// The body, one paragraph each.
  public var paragraphs: [String]
  /// When it was published, ISO 8601, a date or a date-time.
  public var publishedAt: String?

  /// An input of its parts.
  public init(id: String? = nil, paragraphs: [String], publishedAt: String? = nil) {
    self.id = id
    self.paragraphs = paragraphs
    self.publishedAt = publishedAt
  }
}

/// Whether an article is only looked up, or looked up and stored in one atomic step.
public enum DedupeMode: String, Sendable, Codable, CaseIterable {
  /// Look, store nothing.
  case check
  /// Look and store.
  case add
}

/// What an index knows of one article: the shape of a `dedupe` result.
public struct DedupeReport: Sendable, Equatable, Codable {
  /// How the article relates to the index as a whole.
  public enum Status: String, Sendable, Codable, CaseIterable {
    /// No stored article is a copy of it. It may still share paragraphs with some (`overlap`).
    case new
    /// A stored article has the same text.
    case exact
    /// A stored article has nearly the same text.
    case near
    /// A stored article holds this one, or is held by it.
    case part
  }

  /// The id that the caller gave.
  public var id: String?
  /// How the article relates to the index.
  public var status: Status
  /// The first stored article of which this is a copy or part; its own id when there is none.
  public var canonicalId: String?
  /// Whether this call stored it.
  public var added: Bool
  /// The stored articles related to it, the closest first.
  public var matches: [DedupeMatch]
  /// The paragraphs that repeat an earlier one of the same article.
  public var paragraphs: [ParagraphRepeat]
  /// The sentences that stand twice in it, beside those of repeated paragraphs.
  public var sentences: [SentenceRepeat]
  /// The article without both, in order.
  public var unique: [String]

  /// A report of its parts.
  public init(
    id: String? = nil, status: Status, canonicalId: String? = nil, added: Bool = false,
    matches: [DedupeMatch] = [], paragraphs: [ParagraphRepeat] = [],
    sentences: [SentenceRepeat] = [], unique: [String] = []
  ) {
    self.id = id
    self.status = status
    self.canonicalId = canonicalId
    self.added = added
    self.matches = matches
    self.paragraphs = paragraphs
    self.sentences = sentences
    self.unique = unique
  }

  /// Encodes with explicit nulls.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(id, forKey: .id)
    try members.encode(status, forKey: .status)
    try members.encode(canonicalId, forKey: .canonicalId)
    try members.encode(added, forKey: .added)
    try members.encode(matches, forKey: .matches)
    try members.encode(paragraphs, forKey: .paragraphs)
    try members.encode(sentences, forKey: .sentences)
    try members.encode(unique, forKey: .unique)
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case id, status, canonicalId, added, matches, paragraphs, sentences, unique
  }
}

/// One stored article and how the article at hand relates to it.
public struct DedupeMatch: Sendable, Equatable, Codable {
  /// The relation, seen from the article at hand: it `contains` the match, or is `containedIn` it.
  public enum Relation: String, Sendable, Codable, CaseIterable {
    case exact, near, contains, containedIn, overlap

    /// Whether the two are one story from one text; an overlap shares passages only.
    public var isDuplicate: Bool { self != .overlap }
  }

  /// The stored article's id.
  public var id: String
  /// How the article at hand relates to it.
  public var relation: Relation
  /// The share of both texts taken together that they have in common, 0...1.
  public var similarity: Double
  /// The share of this article's text found in the match, 0...1.
  public var coverage: Double
  /// The share of the match's text found in this article, 0...1.
  public var coverageOfMatch: Double
  /// The probability that the two are one story from one text, 0...1.
  public var confidence: Double
  /// The pairs `[index here, index in the match]` of matching paragraphs, ascending.
  public var paragraphs: [[Int]]

  /// A match of its parts.
  public init(
    id: String, relation: Relation, similarity: Double, coverage: Double, coverageOfMatch: Double,
    confidence: Double, paragraphs: [[Int]] = []
  ) {
    self.id = id
    self.relation = relation
    self.similarity = similarity
    self.coverage = coverage
    self.coverageOfMatch = coverageOfMatch
    self.confidence = confidence
    self.paragraphs = paragraphs
  }
}

/// A paragraph that says again what an earlier paragraph of the same article said.
public struct ParagraphRepeat: Sendable, Equatable, Codable {
  /// The index of the repeat.
  public var index: Int
  /// The index of the earlier paragraph.
  public var repeatOf: Int
  /// The share of the repeat that the earlier one has, 0...1.
  public var similarity: Double

  /// A repeat of its parts.
  public init(index: Int, repeatOf: Int, similarity: Double) {
    self.index = index
    self.repeatOf = repeatOf
    self.similarity = similarity
  }
}

/// A sentence that stands a second time in an article.
public struct SentenceRepeat: Sendable, Equatable, Codable {
  /// The index of its paragraph.
  public var index: Int
  /// Where it begins in the paragraph, in Unicode scalars.
  public var start: Int
  /// Where it ends there, with the blanks after it.
  public var end: Int
  /// The index of the paragraph where it stood first.
  public var repeatOf: Int

  /// A repeat of its parts.
  public init(index: Int, start: Int, end: Int, repeatOf: Int) {
    self.index = index
    self.start = start
    self.end = end
    self.repeatOf = repeatOf
  }
}

/// The size and span of an index.
public struct IndexStats: Sendable, Equatable, Codable {
  /// The number of stored articles.
  public var articles: Int
  /// What they take, in bytes: on disk where there is one.
  public var bytes: Int
  /// The earliest time of a stored article, ISO 8601 in UTC; `nil` where none is known.
  public var oldest: String?
  /// The latest time.
  public var newest: String?

  /// Figures of their parts.
  public init(articles: Int, bytes: Int, oldest: String? = nil, newest: String? = nil) {
    self.articles = articles
    self.bytes = bytes
    self.oldest = oldest
    self.newest = newest
  }

  /// Encodes with explicit nulls.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(articles, forKey: .articles)
    try members.encode(bytes, forKey: .bytes)
    try members.encode(oldest, forKey: .oldest)
    try members.encode(newest, forKey: .newest)
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case articles, bytes, oldest, newest
  }
}
