import CoreMetrics
import Histogram
import Synchronization

/// What counts one series.
protocol Instrument: AnyObject, Sendable {
  var value: MetricFamily.Value { get }
}

/// A counter: an atomic number, since it is in the way of every request.
final class CountInstrument: Instrument, CounterHandler {
  private let count = Atomic<Int64>(0)

  func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { count.store(0, ordering: .relaxed) }
  var value: MetricFamily.Value { .number(Double(count.load(ordering: .relaxed))) }
}

/// A number that is set, or changed by any amount.
final class LevelInstrument: Instrument, MeterHandler, RecorderHandler, FloatingPointCounterHandler {
  private let level = Mutex(0.0)

  func set(_ value: Int64) { store(Double(value)) }
  func set(_ value: Double) { store(value) }
  func record(_ value: Int64) { store(Double(value)) }
  func record(_ value: Double) { store(value) }
  func increment(by amount: Double) { level.withLock { $0 += amount } }
  func decrement(by amount: Double) { level.withLock { $0 -= amount } }
  func reset() { store(0) }
  private func store(_ value: Double) { level.withLock { $0 = value } }
  var value: MetricFamily.Value { .number(level.withLock { $0 }) }
}

/// A distribution, in HdrHistogram's buckets of two significant digits: 20 KiB for microseconds up to a minute.
final class DistributionInstrument: Instrument, TimerHandler, RecorderHandler {
  /// What is recorded and what is shown.
  struct Scale {
    /// Recorded units in one shown unit.
    var unitsPerShown: Double
    /// The largest value that is told from larger ones, in recorded units.
    var valueMax: UInt64
    /// The upper bounds of the buckets shown, in shown units.
    var bounds: [Double]

    /// Microseconds up to a minute, shown in seconds: 1, 2.5 and 5 of each power of ten.
    static let seconds = Scale(
      unitsPerShown: 1e6, valueMax: 60_000_000,
      bounds: [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60,
      ])
    /// Whole numbers up to 2^40, shown as they are.
    static let plain = Scale(
      unitsPerShown: 1, valueMax: 1 << 40, bounds: (0...20).map { Double(UInt64(1) << (2 * $0)) })
  }

  private struct State {
    var histogram: Histogram<UInt64>
    /// In recorded units; exact where the histogram's own would not be.
    var sum = 0.0
  }

  private let scale: Scale
  private let state: Mutex<State>

  init(_ scale: Scale) {
    self.scale = scale
    let histogram = Histogram<UInt64>(
      highestTrackableValue: scale.valueMax, numberOfSignificantValueDigits: .two)
    state = Mutex(State(histogram: histogram))
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9 * scale.unitsPerShown) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    let bounded = Swift.min(Swift.max(0, value), Double(scale.valueMax))
    state.withLock { state in
      _ = state.histogram.record(UInt64(bounded))
      state.sum += Swift.max(0, value)
    }
  }

  var value: MetricFamily.Value {
    let (histogram, sum) = state.withLock { ($0.histogram, $0.sum) }
    return .distribution(distribution(histogram, sum: sum))
  }

  private func distribution(_ histogram: Histogram<UInt64>, sum: Double) -> Distribution {
    func shown(_ value: UInt64) -> Double { Double(value) / scale.unitsPerShown }
    func percentile(_ percent: Double) -> Double {
      histogram.totalCount == 0 ? 0 : shown(Swift.min(histogram.valueAtPercentile(percent), scale.valueMax))
    }
    var buckets = scale.bounds.map { Distribution.Bucket(upperBound: $0, count: 0) }
    for recorded in histogram.recordedValues() {
      // The first bound that is not below; all after it count the value too.
      let first = scale.bounds.firstIndex { shown(recorded.value) <= $0 } ?? scale.bounds.endIndex
      for index in first..<buckets.endIndex { buckets[index].count += recorded.count }
    }
    return Distribution(
      count: histogram.totalCount, sum: sum / scale.unitsPerShown, buckets: buckets,
      p50: percentile(50), p90: percentile(90), p99: percentile(99), p999: percentile(99.9),
      max: histogram.totalCount == 0 ? 0 : shown(Swift.min(histogram.max, scale.valueMax)))
  }
}
