import Synchronization

/// How many calls run in the whole server, and how many bytes of requests they hold. Beyond it, callers are
/// refused at once instead of waiting for memory that is not there.
final class CallBudget: Sendable {
  private struct State {
    var calls = 0
    var bytes = 0
  }

  private let state = Mutex(State())
  private let callsMax: Int
  private let bytesMax: Int

  init(limits: RPCLimits) {
    callsMax = limits.callsMax
    bytesMax = limits.callBytesMax
  }

  /// Takes a place for a call, or says -32009. One call of any size always fits into an empty server.
  func admit(bytes: Int) -> RPCError? {
    state.withLock { state in
      guard state.calls < callsMax, state.calls == 0 || state.bytes + bytes <= bytesMax else {
        return .overloaded("the server has all the work it can hold", retryAfterMs: 100)
      }
      state.calls += 1
      state.bytes += bytes
      return nil
    }
  }

  /// Gives a call's place back.
  func release(bytes: Int) {
    state.withLock { state in
      state.calls -= 1
      state.bytes -= bytes
    }
  }

  /// Calls that run now.
  var calls: Int { state.withLock(\.calls) }
}
