import RPCCore

/// What `system.metrics` told at one moment.
struct MetricsSnapshot {
  let when: ContinuousClock.Instant
  private var metrics: [String: [RPCJSON]] = [:]

  init(_ answer: RPCJSON, when: ContinuousClock.Instant = .now) {
    self.when = when
    for metric in answer["metrics"]?.array ?? [] {
      if let name = metric["name"]?.string { metrics[name] = metric["series"]?.array ?? [] }
    }
  }

  /// The value of a metric, of the series that has these labels.
  func value(_ name: String, _ labels: [String: String] = [:], member: String = "value") -> Double? {
    metrics[name]?.first { series in labels.allSatisfy { series["labels"]?[$0.key]?.string == $0.value } }?[
      member]?.double
  }

  /// The sum over all series that have these labels.
  func sum(_ name: String, _ labels: [String: String]) -> Double {
    (metrics[name] ?? []).reduce(0) { sum, series in
      labels.allSatisfy { series["labels"]?[$0.key]?.string == $0.value }
        ? sum + (series["value"]?.double ?? 0) : sum
    }
  }

  /// The values that a label has.
  func labels(_ label: String, of name: String) -> [String] {
    var seen: [String] = []
    for series in metrics[name] ?? [] {
      if let value = series["labels"]?[label]?.string, !seen.contains(value) { seen.append(value) }
    }
    return seen
  }
}
