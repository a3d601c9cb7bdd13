import Synchronization

/// Who may use a worker now: bounds how many calls run at a time, and is fair among those that wait.
///
/// The users take turns, and within a user the connections do, so that neither a user with many connections nor a
/// connection with many calls can make the others wait longer than one turn.
final class WorkerSlots: Sendable {
  /// Who asks for a worker.
  struct Claimant: Sendable, Hashable {
    let user: UInt32
    let connection: Int
  }

  private struct State {
    var free: Int
    var waiting = FairQueue<@Sendable () -> Bool>()
  }

  private let state: Mutex<State>

  init(count: Int) { state = Mutex(State(free: count)) }

  /// Calls `begin` once a worker is free, perhaps at once.
  ///
  /// - Parameter begin: says whether it needs the worker; then `release` must follow its work.
  func submit(for claimant: Claimant, _ begin: @escaping @Sendable () -> Bool) {
    let isFree = state.withLock { state in
      guard state.free > 0 else {
        state.waiting.append(begin, for: claimant)
        return false
      }
      state.free -= 1
      return true
    }
    if isFree, !begin() { release() }
  }

  /// Waits for a worker. Must be followed by `release`.
  func acquire(for claimant: Claimant) async {
    await withCheckedContinuation { continuation in
      submit(for: claimant) {
        continuation.resume()
        return true
      }
    }
  }

  /// Gives the worker to who is next and needs it.
  func release() {
    while let begin = next() {
      if begin() { return }
    }
  }

  private func next() -> (@Sendable () -> Bool)? {
    state.withLock { state in
      let next = state.waiting.popFirst()
      if next == nil { state.free += 1 }
      return next
    }
  }

  /// Calls that wait for a worker.
  var waitingCount: Int { state.withLock(\.waiting.count) }
}

/// First in, first out for each connection; connections of a user in turn; users in turn. All steps O(1) but for
/// growth.
struct FairQueue<Element> {
  private typealias Connections = TurnQueue<Int, Element>
  private var users: [UInt32: Connections] = [:]
  /// Users that have something waiting, the next one first.
  private var turns = Fifo<UInt32>()
  private(set) var count = 0

  mutating func append(_ element: Element, for claimant: WorkerSlots.Claimant) {
    count += 1
    if users[claimant.user] == nil { turns.append(claimant.user) }
    users[claimant.user, default: Connections()].append(element, for: claimant.connection)
  }

  mutating func popFirst() -> Element? {
    guard let user = turns.popFirst(), let element = users[user]?.popFirst() else { return nil }
    count -= 1
    if users[user]?.isEmpty ?? true { users[user] = nil } else { turns.append(user) }
    return element
  }
}

/// First in, first out for each key; keys in turn.
private struct TurnQueue<Key: Hashable, Element> {
  private var queues: [Key: Fifo<Element>] = [:]
  private var turns = Fifo<Key>()

  var isEmpty: Bool { queues.isEmpty }

  mutating func append(_ element: Element, for key: Key) {
    if queues[key] == nil { turns.append(key) }
    queues[key, default: Fifo()].append(element)
  }

  mutating func popFirst() -> Element? {
    guard let key = turns.popFirst(), let element = queues[key]?.popFirst() else { return nil }
    if queues[key]?.isEmpty ?? true { queues[key] = nil } else { turns.append(key) }
    return element
  }
}
