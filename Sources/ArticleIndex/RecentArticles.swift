import ArticleDedupe
import Synchronization

/// The articles that were stored last, ready for comparison: what comes in is most often a copy of what came shortly before.
///
/// A direct-mapped cache by row: rows are given in order, so the last ``count`` of them are there. 6 MB at most, as a rule 4.
struct RecentArticles: Sendable {
  static let count = 4096

  private var articles = [StoredArticle?](repeating: nil, count: count)

  /// The article of a row, if it is there.
  subscript(row: UInt32) -> StoredArticle? {
    let article = articles[Self.slot(row)]
    return article?.row == row ? article : nil
  }

  /// Keeps an article in place of the one before it in its slot.
  mutating func keep(_ article: StoredArticle) { articles[Self.slot(article.row)] = article }

  /// Lets go of a row that was changed or removed.
  mutating func forget(_ row: UInt32) { articles[Self.slot(row)] = nil }

  private static func slot(_ row: UInt32) -> Int { Int(row) % count }
}

/// The recent articles of the writer. Only its queue uses them; the lock is never waited for.
final class RecentCache: Sendable {
  private let articles = Mutex(RecentArticles())

  subscript(row: UInt32) -> StoredArticle? { articles.withLock { $0[row] } }

  func keep(_ article: StoredArticle) { articles.withLock { $0.keep(article) } }

  func forget(_ row: UInt32) { articles.withLock { $0.forget(row) } }
}
