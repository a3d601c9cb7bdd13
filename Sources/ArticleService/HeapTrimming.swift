import CLinux
import Logging

/// Gives memory back to the system that a burst of calls has left with the allocator.
///
/// Every thread allocates from an arena of its own, which grows to the most that ever was in it at one time. What is free
/// again in the middle of it stays with the process until somebody asks for it to be given back: malloc_trim(3).
enum HeapTrimming {
  private static let pause = Duration.seconds(30)
  /// Below, the next calls would only ask the system for the same pages again.
  private static let keptBytesMax = 24 << 20

  /// Trims now and then until its task is cancelled.
  static func run(_ logger: Logger) async {
    while true {
      do { try await Task.sleep(for: pause) } catch { return }
      trim(logger)
    }
  }

  static func trim(_ logger: Logger) {
    guard let process = ProcessStatistics.now(), process.unusedBytes >= keptBytesMax else { return }
    let duration = ContinuousClock().measure { clinux_trim_heap() }
    logger.debug(
      "unused memory was given back",
      metadata: [
        "bytes_unused": "\(process.unusedBytes)", "duration_usec": "\(Int(duration / .microseconds(1)))",
      ])
  }
}
