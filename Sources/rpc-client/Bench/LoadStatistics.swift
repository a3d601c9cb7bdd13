import Histogram
import RPCCore
import Synchronization

/// What became of the calls of a load test.
struct LoadStatistics {
  /// Microseconds, to three digits, of the calls that were answered with a result.
  var latencies = Histogram<UInt64>(
    lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .three)
  var answered = 0
  /// Refused for now (-32009, -32010).
  var refused = 0
  /// Other errors, by their kind.
  var errors: [String: Int] = [:]
  /// Calls whose connection ended.
  var lost = 0
  var timedOut = 0
  /// Bytes of results.
  var resultBytes = 0
  /// The longest time that a call was sent after it was due.
  var lateMax = Duration.zero
  /// Calls that were due and never sent: the time was over, and there was no room for them.
  var unsent = 0
  /// How often a call that was due waited because too many were under way.
  var waits = 0

  var calls: Int { answered + refused + lost + timedOut + errors.values.reduce(0, +) }

  mutating func count(_ error: any Error) {
    switch error {
    case let error as RPCError where error.retryable: refused += 1
    case let error as RPCError: errors[error.code.kind, default: 0] += 1
    case RPCClientError.timedOut: timedOut += 1
    default: lost += 1
    }
  }
}

/// The statistics that many tasks write to.
final class LoadRecorder: Sendable {
  private let statistics = Mutex(LoadStatistics())
  private let calls = Mutex(0)

  /// Calls that were sent and have not ended.
  var underWay: Int { calls.withLock { $0 } }

  func begin() { calls.withLock { $0 += 1 } }

  func end() { calls.withLock { $0 -= 1 } }

  func answered(after latency: Duration, bytes: Int) {
    statistics.withLock {
      $0.answered += 1
      $0.resultBytes += bytes
      _ = $0.latencies.record(UInt64(max(0, latency.microseconds)))
    }
  }

  func failed(_ error: any Error) { statistics.withLock { $0.count(error) } }

  func sent(late: Duration, waited: Bool) {
    statistics.withLock {
      $0.lateMax = max($0.lateMax, late)
      if waited { $0.waits += 1 }
    }
  }

  func leftOut(_ count: Int) { statistics.withLock { $0.unsent += count } }

  var result: LoadStatistics { statistics.withLock { $0 } }
}

extension Duration {
  /// Whole microseconds.
  var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
  /// Seconds, rounded to a double.
  var seconds: Double { Double(microseconds) / 1e6 }
}
