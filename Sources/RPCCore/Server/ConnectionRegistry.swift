import Dispatch
import Synchronization

/// The connections that are open, and how many of them each user has.
final class ConnectionRegistry: Sendable {
  private struct State {
    var connections: [Int: Connection] = [:]
    var perUser: [UInt32: Int] = [:]
    var nextNumber = 1
    /// Since when there has been none.
    var emptySince: DispatchTime? = .now()
    var limits: RPCLimits
    /// Woken when the last connection has gone.
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(limits: RPCLimits) { state = Mutex(State(limits: limits)) }

  /// Bounds who comes from now on; who is there stays.
  func apply(_ limits: RPCLimits) { state.withLock { $0.limits = limits } }

  /// Takes a place for a connection of `peer` and gives it a number, or says -32009.
  func admit(_ peer: RPCPeer) -> Result<Int, RPCError> {
    state.withLock { state in
      let limits = state.limits
      guard state.perUser.values.reduce(0, +) < limits.connectionsMax else {
        return .failure(.overloaded("\(limits.connectionsMax) connections are open", retryAfterMs: 1000))
      }
      let user = peer.uid ?? .max
      guard state.perUser[user, default: 0] < limits.connectionsPerUserMax else {
        return .failure(
          .overloaded("\(limits.connectionsPerUserMax) connections of this user are open", retryAfterMs: 1000)
        )
      }
      state.perUser[user, default: 0] += 1
      state.emptySince = nil
      defer { state.nextNumber += 1 }
      return .success(state.nextNumber)
    }
  }

  func add(_ connection: Connection, number: Int) {
    state.withLock { $0.connections[number] = connection }
  }

  func remove(number: Int, peer: RPCPeer) {
    let waiters = state.withLock { state in
      state.connections[number] = nil
      let user = peer.uid ?? .max
      state.perUser[user] = state.perUser[user].flatMap { $0 > 1 ? $0 - 1 : nil }
      guard state.connections.isEmpty else { return [CheckedContinuation<Void, Never>]() }
      if state.perUser.isEmpty { state.emptySince = .now() }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  var all: [Connection] { state.withLock { Array($0.connections.values) } }
  var count: Int { state.withLock { $0.connections.count } }
  /// Since when no connection has been open; `nil` while one is, or is about to be.
  var emptySince: DispatchTime? { state.withLock { $0.emptySince } }

  /// Returns when no connection is open.
  func untilEmpty() async {
    await withCheckedContinuation { continuation in
      let isEmpty = state.withLock { state in
        if !state.connections.isEmpty { state.waiters.append(continuation) }
        return state.connections.isEmpty
      }
      if isEmpty { continuation.resume() }
    }
  }
}
