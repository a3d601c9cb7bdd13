public import CoreMetrics
import Synchronization

/// Keeps what is reported through swift-metrics, to be read as values or written as OpenMetrics text.
///
/// ```swift
/// let registry = MetricRegistry(help: ["jobs": "Jobs done."])
/// Counter(label: "jobs", dimensions: [("kind", "index")], factory: registry).increment()
/// print(OpenMetricsText.text(of: registry.families))
/// ```
/// Labels become metric names: what is not a letter, a digit or an underscore becomes an underscore. Timers get the
/// suffix `_seconds`. A name has one kind; to use it for another is a mistake of the program.
public final class MetricRegistry: MetricsFactory {
  private struct Family {
    let kind: MetricFamily.Kind
    let unit: String?
    var series: [[MetricFamily.Label]: any Instrument] = [:]
  }

  private let state = Mutex<[String: Family]>([:])
  private let help: [String: String]

  /// - Parameter help: a sentence for each family's name, as in ``MetricFamily/name``.
  public init(help: [String: String] = [:]) { self.help = help }

  /// All that has been counted, in the order of the names.
  public var families: [MetricFamily] {
    state.withLock { $0 }.map { name, family in
      let series = family.series.map { MetricFamily.Series(labels: $0.key, value: $0.value.value) }
      return MetricFamily(
        name: name, kind: family.kind, unit: family.unit, help: help[name],
        series: series.sorted { a, b in
          a.labels.map(\.value).lexicographicallyPrecedes(b.labels.map(\.value))
        })
    }.sorted { $0.name < $1.name }
  }

  // MARK: MetricsFactory

  /// A counter.
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    instrument(label, .counter, dimensions) { CountInstrument() }
  }

  /// A counter of fractions.
  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    instrument(label, .counter, dimensions) { LevelInstrument() }
  }

  /// A gauge.
  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    instrument(label, .gauge, dimensions) { LevelInstrument() }
  }

  /// A histogram of whole numbers, or a gauge where values are not to be aggregated.
  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    guard aggregate else { return instrument(label, .gauge, dimensions) { LevelInstrument() } }
    return instrument(label, .histogram, dimensions) { DistributionInstrument(.plain) }
  }

  /// A histogram of seconds.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    instrument(label + "_seconds", .histogram, dimensions) { DistributionInstrument(.seconds) }
  }

  /// Forgets a counter's series.
  public func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
  /// Forgets a counter's series.
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { forget(handler) }
  /// Forgets a gauge's series.
  public func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
  /// Forgets a histogram's or a gauge's series.
  public func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
  /// Forgets a histogram's series.
  public func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

  // MARK: Inside

  private static let units = ["seconds", "bytes", "ratio"]

  private func instrument<I: Instrument>(
    _ label: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)], _ make: () -> I
  ) -> I {
    let name = Self.name(label)
    let labels = dimensions.map { MetricFamily.Label(name: Self.name($0.0), value: $0.1) }
    return state.withLock { families in
      let unit = Self.units.first { name.hasSuffix("_" + $0) }
      var family = families[name] ?? Family(kind: kind, unit: unit)
      precondition(family.kind == kind, "\(name) is a \(family.kind) already")
      if let known = family.series[labels] {
        guard let known = known as? I else { preconditionFailure("\(name) is kept in another way already") }
        return known
      }
      let instrument = make()
      family.series[labels] = instrument
      families[name] = family
      return instrument
    }
  }

  private func forget(_ handler: AnyObject) {
    state.withLock { families in
      for (name, family) in families {
        guard let labels = family.series.first(where: { $0.value === handler })?.key else { continue }
        families[name]?.series[labels] = nil
      }
    }
  }

  private static func name(_ label: String) -> String {
    let name = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return name.first?.isNumber ?? true ? "_" + name : name
  }
}
