import Glibc
import Synchronization

/// Adds up the CPU time of stretches of work that do not change threads.
///
/// A stretch costs two calls of the kernel, half a microsecond, so it should be one of tens of microseconds.
package final class CPUMeter: Sendable {
  private let nanoseconds = Atomic<Int64>(0)

  package init() {}

  /// CPU seconds so far, of all threads that have measured.
  package var seconds: Double { Double(nanoseconds.load(ordering: .relaxed)) / 1e9 }

  /// Runs `body` and adds what it cost, also where it fails.
  package func measure<Value, Failure>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    let start = Self.threadNanoseconds
    defer { nanoseconds.add(Self.threadNanoseconds - start, ordering: .relaxed) }
    return try body()
  }

  /// Source: clock_gettime(2), CLOCK_THREAD_CPUTIME_ID.
  private static var threadNanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
