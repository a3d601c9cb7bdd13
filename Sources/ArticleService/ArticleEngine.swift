import ArticleIndex
import ArticleText
import Synchronization

/// What the methods work with: the parser, the extractor and the index of all articles seen.
final class ArticleEngine: Sendable {
  /// What the operator's knowledge is built into; replaced as a whole when that changes.
  private struct Tools {
    var parser: ArticleParser
    var extractor: EntityExtractor

    init(_ knowledge: OperatorKnowledge) {
      parser = ArticleParser(knowledge: knowledge)
      extractor = EntityExtractor(knowledge: knowledge)
    }
  }

  private let tools: Mutex<Tools>
  let seen: any DurableIndex
  let metrics: ServiceMetrics
  let start = ContinuousClock.now

  init(seen: any DurableIndex, knowledge: OperatorKnowledge = .none) {
    tools = Mutex(Tools(knowledge))
    self.seen = seen
    metrics = ServiceMetrics()
  }

  var parser: ArticleParser { tools.withLock(\.parser) }
  var extractor: EntityExtractor { tools.withLock(\.extractor) }

  /// Lets other knowledge hold for the calls that begin from now on.
  func use(_ knowledge: OperatorKnowledge) {
    // Made before the lock is taken: large lists take a while.
    let new = Tools(knowledge)
    tools.withLock { $0 = new }
  }
}
