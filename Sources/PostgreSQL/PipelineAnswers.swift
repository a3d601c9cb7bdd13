/// Which answer of a pipeline comes next: for each statement a result and an end, then the sync.
struct PipelineAnswers {
  /// One for each statement that went well, in order.
  private(set) var results: [PostgreSQLResult] = []
  /// The first error; behind it the server skips all.
  private(set) var failure: PostgreSQLError?
  /// The statement whose answer comes next, from 0.
  private(set) var current = 0
  /// How many statements have been sent.
  var sent = 0
  /// Whether the sync has been sent.
  var isSynced = false

  private let count: Int
  private var hasResult = false
  private var isComplete = false

  init(count: Int) {
    self.count = count
    results.reserveCapacity(count)
  }

  /// Whether the server owes an answer to what has been sent.
  var expectsMore: Bool { current < sent || isSynced && !isComplete }

  // MARK: Answers. False: the answer is out of place.

  mutating func add(_ result: PostgreSQLResult) -> Bool {
    results.append(result)
    return skip()
  }

  mutating func skip() -> Bool {
    guard current < sent, !hasResult else { return false }
    hasResult = true
    return true
  }

  mutating func fail(_ error: PostgreSQLError) {
    failure = failure ?? error
    hasResult = true
  }

  mutating func endStatement() -> Bool {
    guard hasResult, current < sent else { return false }
    (current, hasResult) = (current + 1, false)
    return true
  }

  mutating func endPipeline() -> Bool {
    guard isSynced, current == count, !isComplete else { return false }
    isComplete = true
    return true
  }
}
