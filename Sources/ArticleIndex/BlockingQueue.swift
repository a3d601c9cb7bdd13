import Dispatch

/// Runs an actor on a serial dispatch queue of its own, where it may block: a blocked thread of Swift's pool, which is as
/// wide as the machine, would hold up everything else.
final class BlockingQueue: SerialExecutor {
  private let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
