import Glibc
import RPCCore

/// A load test's outcome, for people and for programs.
struct LoadReport {
  let method: String
  let plan: LoadPlan
  let connections: Int
  let statistics: LoadStatistics
  let elapsed: Duration

  static let percentiles: [(name: String, value: Double)] = [
    ("p50", 50), ("p75", 75), ("p90", 90), ("p95", 95), ("p99", 99), ("p99.9", 99.9),
  ]

  private var rate: Double { Double(statistics.answered) / max(1e-6, elapsed.seconds) }
  private var hasLatencies: Bool { statistics.latencies.totalCount > 0 }

  /// An open loop that sent calls this late has measured its own queue as well.
  private static let lateNoticed = Duration.milliseconds(100)

  // MARK: For programs

  var json: RPCJSON {
    var members: [RPCJSON.Member] = [.init("method", .string(method))]
    switch plan.loop {
    case .closed: members.append(.init("loop", "closed"))
    case .open(let rate, let isPoisson):
      members.append(.init("loop", "open"))
      members.append(.init("arrivals", .string(isPoisson ? "poisson" : "even")))
      members.append(.init("rateAsked", Self.number(rate)))
    }
    let counts = [
      ("connections", connections), ("calls", statistics.calls), ("answered", statistics.answered),
      ("refused", statistics.refused), ("lost", statistics.lost), ("timedOut", statistics.timedOut),
      ("resultBytes", statistics.resultBytes), ("waitedForRoom", statistics.waits),
      ("unsent", statistics.unsent),
    ]
    members += counts.map { .init($0, .integer($1)) }
    members.append(
      .init("errors", .object(statistics.errors.sorted { $0.key < $1.key }.map { .init($0, .integer($1)) })))
    members.append(.init("seconds", Self.number(elapsed.seconds)))
    members.append(.init("rate", Self.number(rate)))
    members.append(.init("lateMaxMs", Self.number(statistics.lateMax.seconds * 1000)))
    members.append(.init("latencyMs", .object(latencies.map { .init($0, Self.number($1)) })))
    return .object(members)
  }

  private var latencies: [(String, Double)] {
    guard hasLatencies else { return [] }
    let histogram = statistics.latencies
    func ms(_ value: UInt64) -> Double { Double(value) / 1000 }
    return [("min", ms(histogram.min)), ("mean", histogram.mean / 1000)]
      + Self.percentiles.map { ($0.name, ms(histogram.valueAtPercentile($0.value))) } + [
        ("max", ms(histogram.max))
      ]
  }

  private static func number(_ value: Double) -> RPCJSON { .number("\((value * 1000).rounded() / 1000)") }

  // MARK: For people

  /// The report with a picture of the latencies, `columns` wide.
  func text(columns: Int, colours: Bool) -> String {
    var text =
      "\(method): \(loop), \(connections) connection\(connections == 1 ? "" : "s"), \(Self.short(elapsed.seconds)) s\n"
    text += "rate       \(Self.short(rate)) answers a second\(asked)\n"
    text += "calls      \(statistics.answered) answered, \(statistics.refused) refused, \(errorCount) errors,"
    text += " \(statistics.lost) lost, \(statistics.timedOut) timed out\n"
    for (kind, count) in statistics.errors.sorted(by: { $0.key < $1.key }) {
      text += "           \(count) \(kind)\n"
    }
    if statistics.waits > 0 {
      text += "           \(statistics.waits) were due while as many as allowed were under way, and waited\n"
    }
    if statistics.lateMax > Self.lateNoticed {
      text +=
        "           not kept up: calls were sent up to \(Self.short(statistics.lateMax.seconds)) s after they were due\n"
    }
    if statistics.unsent > 0 {
      text +=
        "           not kept up: \(statistics.unsent) calls were due and never sent, and are in no latency\n"
    }
    guard hasLatencies else { return text + "latency    no call was answered\n" }
    let what = plan.loop == .closed ? "from sending a call" : "from when a call was due"
    return text + "latency    \(what), in milliseconds\n"
      + LatencyPicture(columns: columns, colours: colours).text(latencies)
  }

  private var errorCount: Int { statistics.errors.values.reduce(0, +) }

  private var loop: String {
    switch plan.loop {
    case .closed: "closed loop"
    case .open(_, let isPoisson): "open loop, \(isPoisson ? "Poisson arrivals" : "even arrivals")"
    }
  }

  private var asked: String {
    if case .open(let rate, _) = plan.loop { ", \(Self.short(rate)) asked for" } else { "" }
  }

  /// Three digits are enough for a person.
  static func short(_ value: Double) -> String {
    let digits = value >= 100 ? 1.0 : value >= 10 ? 10.0 : 100.0
    let rounded = (value * digits).rounded() / digits
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}

/// Latencies as bars of blocks, on a logarithmic scale: a tail of a hundred times the median still fits beside it.
struct LatencyPicture {
  let columns: Int
  let colours: Bool

  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  private static let labelColumns = 22

  func text(_ rows: [(name: String, ms: Double)]) -> String {
    let positive = rows.map(\.ms).filter { $0 > 0 }
    guard let low = positive.min(), let high = positive.max() else { return "" }
    let room = max(8, columns - Self.labelColumns - 2)
    return rows.map { name, ms in
      // The smallest one still has a bar.
      let share = high > low && ms > 0 ? log2(ms / low) / log2(high / low) : 1
      let parts = 8 + Int(share * Double((room - 1) * 8))
      let bar = String(repeating: "█", count: parts / 8) + Self.eighths[parts % 8]
      let label = TextWidth.padded("  \(name)", to: 10) + TextWidth.padded(LoadReport.short(ms), to: 12)
      return label + (colours ? "\u{1B}[36m\(bar)\u{1B}[0m" : bar) + "\n"
    }
    .joined()
  }
}
