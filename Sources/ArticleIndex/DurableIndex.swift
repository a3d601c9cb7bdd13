public import ArticleDedupe

/// A durable index of articles seen: what the service needs of one, wherever it is kept.
///
/// Every method throws ``IndexError``, and `CancellationError` where its task was cancelled before it changed anything.
/// What was answered is durable. Of two adders of one text exactly one finds it new.
public protocol DurableIndex: SeenArticles {
  /// Looks an article up and, with `.add`, stores it in the same atomic step.
  ///
  /// - Parameters:
  ///   - article: what is looked up; it needs an id to be stored.
  ///   - mode: whether it is stored.
  ///   - limit: the most matches to report, at most ``ArticleIndexLimits/matches``.
  ///   - replace: whether it is stored even where its id has other content.
  func dedupe(_ article: DedupeInput, mode: DedupeMode, limit: Int, replace: Bool) async throws
    -> DedupeReport

  /// Forgets the articles published before a time (those without one: stored before it), in steps between which adders
  /// get their turn. Each step is durable.
  ///
  /// - Parameter before: ISO 8601; a date means its midnight in Korea.
  /// - Returns: how many were forgotten.
  func prune(before: String) async throws -> Int

  /// The stored articles after a cursor, in the order they were stored.
  ///
  /// - Parameters:
  ///   - cursor: 0 to begin, then `row` of the last article received.
  ///   - limit: at most this many; an answer with fewer is the last.
  func export(after cursor: Int64, limit: Int) async throws -> [ExportedArticle]

  /// Stores articles that an index handed out, all or none of them.
  ///
  /// They keep their canonicals and times; they are not compared with what is there. An id that is stored with the same
  /// record is let be, one with another is ``IndexError/idConflict``; a canonical that is not stored is the article
  /// itself.
  /// - Returns: how many were stored.
  func restore(_ articles: [ExportedArticle]) async throws -> Int

  /// CPU seconds that looking up and storing articles has taken in this process so far, other than waiting for disk or server.
  var cpuSeconds: Double { get }

  /// Throws unless the index can be read and an article could be stored now. Writes nothing: whoever may ask for its
  /// health cannot make it wait for the disk.
  func checkHealth() async throws

  /// Ends all use; later calls fail. Not needed for durability.
  func close() async throws
}

extension DurableIndex {
  /// Looks an article up and stores nothing.
  public func check(_ article: DedupeInput, limit: Int) async throws -> DedupeReport {
    try await dedupe(article, mode: .check, limit: limit, replace: false)
  }

  /// Looks an article up and stores it.
  public func add(_ article: DedupeInput, limit: Int, replace: Bool) async throws -> DedupeReport {
    try await dedupe(article, mode: .add, limit: limit, replace: replace)
  }
}

/// What callers of an index may ask for at once.
public enum ArticleIndexLimits {
  /// Matches in a report, and articles in an export or an import.
  public static let matches = 1000
}
