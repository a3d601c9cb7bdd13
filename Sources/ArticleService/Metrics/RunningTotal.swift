import CoreMetrics
import Synchronization

/// A counter of what somebody else adds up, such as the kernel.
final class RunningTotal: Sendable {
  private let counter: FloatingPointCounter
  private let last = Mutex(0.0)

  init(_ counter: FloatingPointCounter) { self.counter = counter }

  /// Notes what it has come to. Of two who look at once, the older may come later.
  func rise(to total: Double) {
    let growth = last.withLock { last in
      defer { last = max(last, total) }
      return max(0, total - last)
    }
    counter.increment(by: growth)
  }
}
