/// The calls of a client that wait for their answer: request id → waiting caller. Each caller is resumed once.
struct PendingCalls {
  private struct Pending {
    let continuation: CheckedContinuation<[UInt8], any Error>
    /// How many bytes the connection has sent once this request is sent whole.
    let sentAt: Int
    let progress: (@Sendable (RPCProgress) -> Void)?
  }

  private var waiting: [Int: Pending] = [:]
  private var lastKey = 0

  mutating func nextKey() -> Int {
    lastKey += 1
    return lastKey
  }

  mutating func add(
    _ key: Int, sentAt: Int, progress: (@Sendable (RPCProgress) -> Void)?,
    _ continuation: CheckedContinuation<[UInt8], any Error>
  ) {
    waiting[key] = Pending(continuation: continuation, sentAt: sentAt, progress: progress)
  }

  mutating func complete(_ key: Int, _ outcome: Result<[UInt8], RPCError>) {
    waiting.removeValue(forKey: key)?.continuation.resume(with: outcome.mapError { $0 })
  }

  func tell(_ key: Int, _ progress: RPCProgress) { waiting[key]?.progress?(progress) }

  /// - Returns: whether the call was still waiting.
  @discardableResult
  mutating func fail(_ key: Int, with error: any Error) -> Bool {
    guard let pending = waiting.removeValue(forKey: key) else { return false }
    pending.continuation.resume(throwing: error)
    return true
  }

  mutating func failAll(with error: any Error) {
    let all = waiting
    waiting = [:]
    for pending in all.values { pending.continuation.resume(throwing: error) }
  }

  /// The connection is gone after so many bytes: who had not been sent whole may safely be sent again.
  mutating func loseAll(sentBytes: Int) {
    let all = waiting
    waiting = [:]
    for pending in all.values {
      pending.continuation.resume(
        throwing: pending.sentAt > sentBytes ? RPCClientError.notSent : RPCClientError.lost)
    }
  }
}
