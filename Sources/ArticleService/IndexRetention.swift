import ArticleDedupe
import ArticleIndex
import Foundation
import Logging
import Synchronization

/// Takes articles out of the index that are older than the operator wants: at the start and once an hour.
final class IndexRetention: Sendable {
  private let index: any DurableIndex
  private let current: Mutex<Int?>
  private let logger: Logger

  private static let pause = Duration.seconds(3600)

  /// - Parameter days: for how many days an article is remembered; `nil` for ever.
  init(_ index: any DurableIndex, days: Int?, _ logger: Logger) {
    self.index = index
    self.logger = logger
    current = Mutex(days)
  }

  /// For how many days an article is remembered.
  var days: Int? {
    get { current.withLock(\.self) }
    set { current.withLock { $0 = newValue } }
  }

  /// Prunes until its task is cancelled.
  func run() async {
    while !Task.isCancelled {
      if let days { await prune(days) }
      try? await Task.sleep(for: Self.pause)
    }
  }

  private func prune(_ days: Int) async {
    let time = Int64(Date().timeIntervalSince1970) - Int64(days) * 86_400
    do {
      let removed = try await index.prune(before: PublicationTime.text(time))
      if removed > 0 { logger.info("old articles were taken out", metadata: ["articles": "\(removed)"]) }
    } catch is CancellationError {
      // The service ends; the next one goes on.
    } catch {
      logger.error("old articles could not be taken out", metadata: ["reason": "\(error)"])
    }
  }
}
