import Dispatch

/// The threads on which methods run: apart from Swift's cooperative pool, which is as wide as the machine and stalls
/// when a method blocks in a system call, and apart from the reactor, which never waits.
///
/// How many threads there are is bounded by `WorkerSlots`, not here.
final class WorkerPool: TaskExecutor {
  private let queue = DispatchQueue(label: "rpc.workers", attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
