import Dispatch

/// The calls of a client that wait for their answer: request id → waiting caller. Each caller is resumed once.
struct PendingCalls {
  private struct Pending {
    let continuation: CheckedContinuation<[UInt8], any Error>
    /// How many bytes had been given to the connection before this request.
    let sentFrom: Int
    /// When this side gives up.
    let deadline: DispatchTime?
    let progress: (@Sendable (RPCProgress) -> Void)?
  }

  private var waiting: [Int: Pending] = [:]
  private var lastKey = 0

  mutating func nextKey() -> Int {
    lastKey += 1
    return lastKey
  }

  mutating func add(
    _ key: Int, sentFrom: Int, deadline: DispatchTime?, progress: (@Sendable (RPCProgress) -> Void)?,
    _ continuation: CheckedContinuation<[UInt8], any Error>
  ) {
    waiting[key] = Pending(
      continuation: continuation, sentFrom: sentFrom, deadline: deadline, progress: progress)
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

  var count: Int { waiting.count }

  var nextDeadline: DispatchTime? { waiting.values.compactMap(\.deadline).min() }

  /// The calls that this side gives up by `now`.
  func overdue(at now: DispatchTime) -> [Int] {
    waiting.filter { $0.value.deadline.map { $0 <= now } ?? false }.map(\.key)
  }

  /// The connection is gone, and of what came after so many bytes nothing has been sent: that was not carried out.
  mutating func loseAll(touchedBytes: Int) {
    let all = waiting
    waiting = [:]
    for pending in all.values {
      pending.continuation.resume(
        throwing: pending.sentFrom >= touchedBytes ? RPCClientError.notSent : RPCClientError.lost)
    }
  }
}
