import Dispatch
import Synchronization

/// The threads on which methods run: apart from Swift's cooperative pool, which is as wide as the machine and stalls
/// when a method blocks in a system call, and apart from the reactor, which never waits.
///
/// A serial queue for each worker, since each such queue has a thread of its own. A concurrent queue would take its
/// threads from the pool in which Dispatch I/O does its reads, and as many long calls as there are cores would keep
/// every connection from being read.
final class WorkerPool: TaskExecutor {
  private let queues: [DispatchQueue]
  /// Jobs that each queue has and has not done.
  private let pending: Mutex<[Int]>

  /// - Parameter count: how many jobs run at a time; more than `WorkerSlots` lets in would idle.
  init(count: Int) {
    queues = (0..<count).map { DispatchQueue(label: "rpc.worker.\($0)") }
    pending = Mutex([Int](repeating: 0, count: count))
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let worker = pending.withLock { pending in
      var least = 0
      for (index, count) in pending.enumerated() where count < pending[least] { least = index }
      pending[least] += 1
      return least
    }
    queues[worker].async {
      job.runSynchronously(on: self.asUnownedTaskExecutor())
      self.pending.withLock { $0[worker] -= 1 }
    }
  }
}
