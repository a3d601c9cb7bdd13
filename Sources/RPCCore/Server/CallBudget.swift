import Synchronization

/// How many calls wait for workers or run in the whole server, for each user, and how many bytes of requests they
/// hold. Beyond it, callers are refused at once instead of waiting for memory that is not there.
final class CallBudget: Sendable {
  private struct State {
    var calls = 0
    var bytes = 0
    var perUser: [UInt32: Int] = [:]
    var limits: RPCLimits
  }

  private let state: Mutex<State>

  init(limits: RPCLimits) { state = Mutex(State(limits: limits)) }

  /// Bounds what comes from now on; what has been admitted stays.
  func apply(_ limits: RPCLimits) { state.withLock { $0.limits = limits } }

  /// Takes a place for a call, or says -32009. One call of any size always fits into an empty server.
  func admit(user: UInt32, bytes: Int) -> RPCError? {
    state.withLock { state in
      let limits = state.limits
      guard state.calls < limits.callsMax, state.calls == 0 || state.bytes + bytes <= limits.callBytesMax
      else {
        return .overloaded("the server has all the work it can hold", retryAfterMs: 100)
      }
      let own = state.perUser[user, default: 0]
      guard own < limits.callsPerUserMax else {
        return .overloaded("\(limits.callsPerUserMax) calls of this user are under way", retryAfterMs: 100)
      }
      state.calls += 1
      state.bytes += bytes
      state.perUser[user] = own + 1
      return nil
    }
  }

  /// Gives a call's place back.
  func release(user: UInt32, bytes: Int) {
    state.withLock { state in
      state.calls -= 1
      state.bytes -= bytes
      state.perUser[user] = state.perUser[user].flatMap { $0 > 1 ? $0 - 1 : nil }
    }
  }

  /// Calls that wait for a worker or run.
  var calls: Int { state.withLock(\.calls) }
}
