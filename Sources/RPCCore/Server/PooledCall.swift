import Synchronization

/// A call that runs on a worker: its task is made when a worker is free, and it may be cancelled before that.
final class PooledCall: Sendable {
  private struct State {
    var isCancelled = false
    var task: Task<Void, Never>?
  }

  private let state = Mutex(State())

  /// Makes the task, unless the call has been cancelled.
  ///
  /// - Returns: whether it did.
  func begin(_ makeTask: () -> Task<Void, Never>) -> Bool {
    state.withLock { state in
      if state.isCancelled { return false }
      state.task = makeTask()
      return true
    }
  }

  func cancel() {
    let task = state.withLock { state in
      state.isCancelled = true
      return state.task
    }
    task?.cancel()
  }
}
