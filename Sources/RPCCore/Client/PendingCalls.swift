/// The calls of a client that wait for their answer: request id → waiting caller. Each caller is resumed once.
struct PendingCalls {
  private var waiting: [Int: CheckedContinuation<JSONSpan, any Error>] = [:]
  private var lastKey = 0

  mutating func nextKey() -> Int {
    lastKey += 1
    return lastKey
  }

  mutating func add(_ key: Int, _ continuation: CheckedContinuation<JSONSpan, any Error>) {
    waiting[key] = continuation
  }

  mutating func complete(_ key: Int, _ outcome: Result<JSONSpan, RPCError>) {
    waiting.removeValue(forKey: key)?.resume(with: outcome.mapError { $0 })
  }

  /// - Returns: whether the call was still waiting.
  @discardableResult
  mutating func fail(_ key: Int, with error: any Error) -> Bool {
    guard let continuation = waiting.removeValue(forKey: key) else { return false }
    continuation.resume(throwing: error)
    return true
  }

  mutating func failAll(with error: any Error) {
    let all = waiting
    waiting = [:]
    for continuation in all.values { continuation.resume(throwing: error) }
  }
}
