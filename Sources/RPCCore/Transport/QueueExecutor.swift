import Dispatch

/// Runs an actor on a serial dispatch queue, so that Dispatch I/O handlers of that queue may enter it with
/// `assumeIsolated` and the compiler checks the rest.
///
/// See swift-evolution SE-0392 (custom actor executors) and SE-0424 (`checkIsolated`).
final class QueueExecutor: SerialExecutor {
  let queue: DispatchQueue
  private let key = DispatchSpecificKey<ObjectIdentifier>()

  /// - Parameter target: the queue that does the work; all connections of a server share one serial target,
  ///   which halves the CPU time a message costs at 100 connections (docs/architecture.md).
  init(label: String, target: DispatchQueue) {
    queue = DispatchQueue(label: label, target: target)
    queue.setSpecific(key: key, value: ObjectIdentifier(self))
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func checkIsolated() {
    precondition(DispatchQueue.getSpecific(key: key) == ObjectIdentifier(self), "not on the actor's queue")
  }
}
