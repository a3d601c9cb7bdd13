import Dispatch
import Synchronization

/// The threads on which methods run: apart from Swift's cooperative pool, which is as wide as the machine and stalls
/// when a method blocks in a system call, and apart from the reactor, which never waits.
///
/// A serial queue for each worker, since each such queue has a thread of its own. A concurrent queue would take its
/// threads from the pool in which Dispatch I/O does its work, and as many long calls as there are cores would hold up
/// all output. Workers take jobs from one queue, so that no job waits behind a long one while another worker is idle.
final class WorkerPool: TaskExecutor {
  private struct State {
    var jobs = Fifo<UnownedJob>()
    var idle: [Int]
  }

  private let queues: [DispatchQueue]
  private let state: Mutex<State>

  /// - Parameter count: how many jobs run at a time; more than `WorkerSlots` lets in would idle.
  init(count: Int) {
    queues = (0..<count).map { DispatchQueue(label: "rpc.worker.\($0)") }
    state = Mutex(State(idle: Array((0..<count).reversed())))
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let worker = state.withLock { state in
      state.jobs.append(job)
      return state.idle.popLast()
    }
    if let worker { queues[worker].async { self.work(as: worker) } }
  }

  private func work(as worker: Int) {
    while let job = nextJob(for: worker) { job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  private func nextJob(for worker: Int) -> UnownedJob? {
    state.withLock { state in
      if let job = state.jobs.popFirst() { return job }
      state.idle.append(worker)
      return nil
    }
  }
}
