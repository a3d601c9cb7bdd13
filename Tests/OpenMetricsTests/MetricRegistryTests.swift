import CoreMetrics
import Testing

@testable import OpenMetrics

@Suite("Metrics, kept and written")
struct MetricRegistryTests {
  @Test("a counter, a gauge and a timer become text as OpenMetrics has it")
  func text() {
    let registry = MetricRegistry(help: ["jobs": "Jobs \"done\"."])
    Counter(label: "jobs", dimensions: [("kind", "a\"b\\c\nd")], factory: registry).increment(by: 3)
    Counter(label: "jobs", factory: registry).increment()
    Meter(label: "sent-bytes", factory: registry).set(1.5)
    let timer = Timer(label: "work", factory: registry)
    timer.recordNanoseconds(2_000_000)
    timer.recordNanoseconds(90_000_000_000)
    let lines = OpenMetricsText.text(of: registry.families).split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(7) == [
        "# TYPE jobs counter", #"# HELP jobs Jobs \"done\"."#, "jobs_total 1",
        #"jobs_total{kind="a\"b\\c\nd"} 3"#, "# TYPE sent_bytes gauge", "# UNIT sent_bytes bytes",
        "sent_bytes 1.5",
      ])
    #expect(lines.contains("# UNIT work_seconds seconds"))
    #expect(lines.contains(#"work_seconds_bucket{le="0.001"} 0"#))
    #expect(lines.contains(#"work_seconds_bucket{le="0.0025"} 1"#))
    // What is over a minute is counted as one.
    #expect(lines.contains(#"work_seconds_bucket{le="+Inf"} 2"#))
    #expect(lines.contains("work_seconds_count 2"))
    #expect(lines.contains("work_seconds_sum 90.002"))
    #expect(lines.last == "# EOF")
  }

  @Test("the same name and labels are the same series")
  func sameSeries() {
    let registry = MetricRegistry()
    for _ in 0..<3 { Counter(label: "c", dimensions: [("a", "1")], factory: registry).increment() }
    Counter(label: "c", dimensions: [("a", "2")], factory: registry).increment()
    #expect(registry.families.count == 1)
    #expect(registry.families.first?.series.map(\.value) == [.number(3), .number(1)])
  }

  @Test("percentiles are right to two digits")
  func percentiles() {
    let registry = MetricRegistry()
    let timer = Timer(label: "t", factory: registry)
    for millisecond in 1...1000 { timer.recordNanoseconds(Int64(millisecond) * 1_000_000) }
    guard case .distribution(let values) = registry.families[0].series[0].value else {
      Issue.record("no distribution")
      return
    }
    #expect(values.count == 1000)
    #expect(abs(values.p50 - 0.5) < 0.01 && abs(values.p99 - 0.99) < 0.02 && abs(values.max - 1) < 0.02)
    #expect(abs(values.sum - 500.5) < 0.001)
    for bucket in values.buckets where bucket.upperBound >= 0.001 && bucket.upperBound <= 1 {
      #expect(abs(Double(bucket.count) - bucket.upperBound * 1000) <= bucket.upperBound * 20 + 1, "\(bucket)")
    }
  }

  @Test("counting from many threads loses nothing")
  func threads() async {
    let registry = MetricRegistry()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let counter = Counter(label: "n", factory: registry)
          let meter = Meter(label: "level", factory: registry)
          let timer = Timer(label: "t", factory: registry)
          for _ in 0..<1000 {
            counter.increment()
            meter.increment()
            timer.recordNanoseconds(1000)
          }
        }
      }
    }
    let values = registry.families.flatMap(\.series).map(\.value)
    #expect(values.filter { $0 == .number(8000) }.count == 2)
    guard case .distribution(let times) = values.last else {
      Issue.record("no distribution")
      return
    }
    #expect(times.count == 8000)
  }

  @Test("what is destroyed is forgotten")
  func destroyed() {
    let registry = MetricRegistry()
    let counter = Counter(label: "c", factory: registry)
    counter.increment()
    counter.destroy()
    #expect(registry.families.flatMap(\.series) == [])
  }
}
