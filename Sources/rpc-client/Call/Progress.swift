import Glibc

/// A line on standard error that says how far many calls are: bar, count, rate and the time left.
struct Progress {
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var drawn = ContinuousClock.now
  private var done = 0
  private var errors = 0
  private var fraction: Double?

  private static let interval = Duration.milliseconds(200)
  private static let barColumns = 24

  /// - Parameter isShown: whether anybody looks: standard error is a terminal.
  init(isShown: Bool = isatty(STDERR_FILENO) == 1) { self.isShown = isShown }

  mutating func count(isError: Bool, fraction: Double?) {
    done += 1
    if isError { errors += 1 }
    self.fraction = fraction.map { max($0, self.fraction ?? 0) }
    guard isShown, ContinuousClock.now - drawn >= Self.interval else { return }
    drawn = .now
    draw(end: "")
  }

  /// Draws the last state and leaves the line.
  func finish() {
    if isShown, done > 0 { draw(end: "\n") }
  }

  private func draw(end: String) {
    Terminal.write(
      Array("\r\u{1B}[K\(text(after: ContinuousClock.now - start))\(end)".utf8), to: STDERR_FILENO)
  }

  /// The line after some time.
  func text(after elapsed: Duration) -> String {
    let seconds = max(
      0.001, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
    var parts: [String] = []
    if let fraction {
      let full = Int(fraction * Double(Self.barColumns))
      parts.append(
        "[" + String(repeating: "█", count: full) + String(repeating: "·", count: Self.barColumns - full)
          + "]")
      parts.append("\(Int(fraction * 100))%")
    }
    parts.append("\(done) done")
    if errors > 0 { parts.append("\(errors) errors") }
    parts.append("\(Int(Double(done) / seconds))/s")
    if let fraction, fraction > 0.01, fraction < 1 {
      parts.append("\(Self.clock(Int(seconds / fraction - seconds))) left")
    }
    return parts.joined(separator: "  ")
  }

  private static func clock(_ seconds: Int) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60)
    return minutes < 60
      ? "\(minutes):\(rest < 10 ? "0" : "")\(rest)" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
