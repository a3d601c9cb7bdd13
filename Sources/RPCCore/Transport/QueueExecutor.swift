package import Dispatch

/// Runs actors on a serial dispatch queue, so that Dispatch handlers of that queue may enter them with
/// `assumeIsolated` and the compiler checks the rest.
///
/// See swift-evolution SE-0392 (custom actor executors) and SE-0424 (`checkIsolated`).
package final class QueueExecutor: SerialExecutor {
  package let queue: DispatchQueue
  private let key = DispatchSpecificKey<ObjectIdentifier>()

  package init(label: String) {
    queue = DispatchQueue(label: label)
    queue.setSpecific(key: key, value: ObjectIdentifier(self))
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  package func checkIsolated() {
    precondition(DispatchQueue.getSpecific(key: key) == ObjectIdentifier(self), "not on the actor's queue")
  }
}
