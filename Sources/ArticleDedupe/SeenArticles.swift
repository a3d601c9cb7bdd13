/// An index of articles seen before: finds the stored copies of an article, and stores it.
///
/// ```swift
/// let seen = SeenArticlesInMemory()
/// let report = try await seen.add(DedupeInput(id: "a1", paragraphs: paragraphs))
/// if report.status == .new { publish() }
/// ```
/// ``SeenArticlesInMemory`` keeps it for the life of a process; the service has a durable one.
public protocol SeenArticles: Sendable {
  /// Looks an article up and stores nothing. At most `limit` matches are reported, the closest first.
  func check(_ article: DedupeInput, limit: Int) async throws -> DedupeReport

  /// Looks an article up and stores it, in one atomic step.
  ///
  /// An id that is stored already with the same content is left alone and reported `exact`, `added` false.
  /// - Throws: ``DedupeError/idConflict`` for a known id with other content, unless `replace`;
  ///   ``DedupeError/idRequired`` without an id.
  func add(_ article: DedupeInput, limit: Int, replace: Bool) async throws -> DedupeReport

  /// Forgets an article; `false` when the id is not known.
  func remove(id: String) async throws -> Bool

  /// The size and span of the index.
  func stats() async throws -> IndexStats
}

extension SeenArticles {
  /// Looks an article up; the twenty closest matches.
  public func check(_ article: DedupeInput) async throws -> DedupeReport {
    try await check(article, limit: 20)
  }

  /// Looks an article up and stores it, never in place of another.
  public func add(_ article: DedupeInput) async throws -> DedupeReport {
    try await add(article, limit: 20, replace: false)
  }
}

/// Why an index refuses an article.
public enum DedupeError: Error, Sendable, Equatable {
  /// The id is stored with other content.
  case idConflict
  /// An article without an id cannot be stored.
  case idRequired
  /// `publishedAt` is not an ISO 8601 time.
  case invalidTime
}
