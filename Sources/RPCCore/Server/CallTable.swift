import Dispatch

/// The calls of one connection: those that wait, those that run, and the ids that are taken.
///
/// An id is taken from the arrival of its request until its answer, so that a cancel that comes before the call
/// begins finds it, and a second request with the id is refused.
struct CallTable {
  struct Call: Sendable {
    let key: Int
    let request: Request
    let item: BatchTable.Item?
    let arrival: DispatchTime
    /// When the caller's own patience ends.
    let deadline: DispatchTime?

    func isOverdue(at now: DispatchTime) -> Bool { deadline.map { now >= $0 } ?? false }
  }

  private struct Running {
    let call: Call
    let task: Task<Void, Never>
    /// The caller has its answer already: cancelled or overdue.
    var isAnswered = false
  }

  private var runningCalls: [Int: Running] = [:]
  private var liveIDs: [RequestID: Int] = [:]
  private var nextKey = 0
  private(set) var waiting = Fifo<Call>()

  /// Calls whose work has not ended, answered or not.
  var running: Int { runningCalls.count }
  /// Whether nothing waits and nothing runs that still owes its answer or its end.
  var isEmpty: Bool { runningCalls.isEmpty && waiting.isEmpty }

  /// Whether any id is taken.
  var hasLiveIDs: Bool { !liveIDs.isEmpty }
  func isLive(_ id: RequestID) -> Bool { liveIDs[id] != nil }

  /// Whether a call runs and its answer is still owed.
  func owes(_ key: Int) -> Bool { runningCalls[key].map { !$0.isAnswered } ?? false }

  mutating func enqueue(_ request: Request, in item: BatchTable.Item?) {
    nextKey += 1
    if let id = request.id { liveIDs[id] = nextKey }
    let now = DispatchTime.now()
    waiting.append(
      Call(
        key: nextKey, request: request, item: item, arrival: now,
        deadline: request.meta.timeoutMs.map { now + DispatchTimeInterval.milliseconds($0) }))
  }

  /// The call that has waited longest.
  mutating func next() -> Call? { waiting.popFirst() }

  mutating func run(_ call: Call, task: Task<Void, Never>) {
    runningCalls[call.key] = Running(call: call, task: task)
  }

  /// Frees the id of a call that ended without running.
  mutating func release(_ call: Call) {
    if let id = call.request.id { liveIDs[id] = nil }
  }

  /// Takes a call out whose work has ended; `nil` when it has been answered before.
  mutating func finish(_ key: Int) -> Call? {
    guard let running = runningCalls.removeValue(forKey: key), !running.isAnswered else { return nil }
    release(running.call)
    return running.call
  }

  /// Cancels a call that waits or runs; its answer is then owed by who called this.
  mutating func cancel(_ id: RequestID) -> Call? {
    guard let key = liveIDs[id] else { return nil }
    if let call = waiting.removeAll(where: { $0.key == key }).first {
      release(call)
      return call
    }
    return cancelRunning(key)
  }

  private mutating func cancelRunning(_ key: Int) -> Call? {
    guard let running = runningCalls[key], !running.isAnswered else { return nil }
    runningCalls[key]?.isAnswered = true
    running.task.cancel()
    release(running.call)
    return running.call
  }

  /// Cancels every call whose time, or the server's time for any call, is over.
  mutating func cancelOverdue(at now: DispatchTime, callTimeMax: Duration) -> [Call] {
    var overdue = waiting.removeAll { $0.isOverdue(at: now) || now > $0.arrival + callTimeMax }
    for call in overdue { release(call) }
    for (key, running) in runningCalls
    where running.call.isOverdue(at: now) || now > running.call.arrival + callTimeMax {
      if let call = cancelRunning(key) { overdue.append(call) }
    }
    return overdue
  }

  /// Cancels everything; the calls that owe an answer are returned.
  mutating func cancelAll() -> [Call] {
    var cancelled = waiting.removeAll { _ in true }
    for call in cancelled { release(call) }
    for key in Array(runningCalls.keys) {
      if let call = cancelRunning(key) { cancelled.append(call) }
    }
    return cancelled
  }
}
