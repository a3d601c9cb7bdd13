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

    /// What it holds while it waits.
    var bytes: Int {
      (request.params?.count ?? 0) + request.method.utf8.count + (request.id?.description.utf8.count ?? 0)
    }

    func isOverdue(at now: DispatchTime) -> Bool { deadline.map { now >= $0 } ?? false }
  }

  private struct Running {
    let call: Call
    let work: PooledCall
    /// The caller has its answer already: cancelled or overdue.
    var isAnswered = false
  }

  private var runningCalls: [Int: Running] = [:]
  private var liveIDs: [RequestID: Int] = [:]
  private var nextKey = 0
  private var queue = Fifo<Call>()

  /// Calls that wait for their turn in this connection, and the bytes of their requests.
  var waitingCount: Int { queue.count }
  private(set) var waitingBytes = 0

  /// Calls whose work has not ended, answered or not.
  var running: Int { runningCalls.count }
  /// Whether nothing waits and nothing runs that still owes its answer or its end.
  var isEmpty: Bool { runningCalls.isEmpty && queue.isEmpty }

  /// Whether any id is taken.
  var hasLiveIDs: Bool { !liveIDs.isEmpty }
  func isLive(_ id: RequestID) -> Bool { liveIDs[id] != nil }

  /// Whether a call runs and its answer is still owed.
  func owes(_ key: Int) -> Bool { runningCalls[key].map { !$0.isAnswered } ?? false }

  mutating func enqueue(_ request: Request, in item: BatchTable.Item?) {
    nextKey += 1
    if let id = request.id { liveIDs[id] = nextKey }
    let now = DispatchTime.now()
    let call = Call(
      key: nextKey, request: request, item: item, arrival: now,
      deadline: request.meta.timeoutMs.map { now + DispatchTimeInterval.milliseconds($0) })
    queue.append(call)
    waitingBytes += call.bytes
  }

  /// The call that has waited longest.
  mutating func next() -> Call? {
    let call = queue.popFirst()
    waitingBytes -= call?.bytes ?? 0
    return call
  }

  mutating func run(_ call: Call, _ work: PooledCall) {
    runningCalls[call.key] = Running(call: call, work: work)
  }

  /// Takes out all that wait; their answers are then owed by who called this.
  mutating func removeAllWaiting() -> [Call] { removeWaiting { _ in true } }

  private mutating func removeWaiting(where matches: (Call) -> Bool) -> [Call] {
    let removed = queue.removeAll(where: matches)
    for call in removed {
      waitingBytes -= call.bytes
      release(call)
    }
    return removed
  }

  /// The earliest deadline of a caller's own among all calls.
  var nextDeadline: DispatchTime? {
    (runningCalls.values.filter { !$0.isAnswered }.compactMap(\.call.deadline)
      + queue.compactMap(\.deadline)).min()
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
    return removeWaiting { $0.key == key }.first ?? cancelRunning(key)
  }

  private mutating func cancelRunning(_ key: Int) -> Call? {
    guard let running = runningCalls[key], !running.isAnswered else { return nil }
    runningCalls[key]?.isAnswered = true
    running.work.cancel()
    release(running.call)
    return running.call
  }

  /// Cancels every call whose time, or the server's time for any call, is over.
  mutating func cancelOverdue(at now: DispatchTime, callTimeMax: Duration) -> [Call] {
    var overdue = removeWaiting { $0.isOverdue(at: now) || now > $0.arrival + callTimeMax }
    for (key, running) in runningCalls
    where running.call.isOverdue(at: now) || now > running.call.arrival + callTimeMax {
      if let call = cancelRunning(key) { overdue.append(call) }
    }
    return overdue
  }

  /// Cancels everything; the calls that owe an answer are returned.
  mutating func cancelAll() -> [Call] {
    var cancelled = removeWaiting { _ in true }
    for key in Array(runningCalls.keys) {
      if let call = cancelRunning(key) { cancelled.append(call) }
    }
    return cancelled
  }
}
