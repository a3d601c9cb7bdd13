import OpenMetrics
import RPCCore

/// `system.metrics`: what the service has counted, as values or as text for Prometheus and its kin.
enum SystemMetrics {
  struct Params: Codable, Sendable {
    enum Format: String, Codable, Sendable, CaseIterable { case json, openmetrics }
    var format: Format?

    enum CodingKeys: String, CodingKey, CaseIterable { case format }
  }

  struct Reply: Codable, Sendable {
    var metrics: [Metric]?
    var contentType: String?
    var text: String?
  }

  struct Metric: Codable, Sendable {
    var name: String
    var type: String
    var unit: String?
    var help: String?
    var series: [Series]
  }

  struct Series: Codable, Sendable {
    var labels: [String: String]
    var value: Double?
    var count: UInt64?
    var sum: Double?
    var p50: Double?
    var p90: Double?
    var p99: Double?
    var p999: Double?
    var max: Double?
  }

  static let method = RPCMethod<Params, Reply>(
    "system.metrics", summary: "Tells what the service has counted since its start.", isIdempotent: true,
    documentation: RPCDocumentation(
      params: ["format": "json (the default) for values, openmetrics for the text that Prometheus scrapes."],
      reply: [
        "metrics": "With json: every metric, in the order of the names.",
        "metrics.name": "Its name, without the suffix of a counter.",
        "metrics.type": "counter, gauge or histogram.",
        "metrics.series": "Its values, one for each set of labels.",
        "metrics.series.value": "Of a counter or a gauge.",
        "metrics.series.count":
          "Of a histogram: how many values; sum, percentiles and max are in the metric's unit.",
        "contentType": "With openmetrics: the media type of the text.",
        "text": "With openmetrics: the exposition.",
      ], example: ["format": "json"]))

  static func run(_ params: Params, _ context: RPCContext, _ engine: ArticleEngine) async -> Reply {
    let index = try? await engine.seen.stats()
    engine.metrics.sample(
      context.serverStatus, index: index.map { ($0.articles, $0.bytes) },
      indexCPUSeconds: engine.seen.cpuSeconds)
    let families = engine.metrics.registry.families
    switch params.format ?? .json {
    case .json: return Reply(metrics: families.map(Metric.init))
    case .openmetrics:
      return Reply(contentType: OpenMetricsText.contentType, text: OpenMetricsText.text(of: families))
    }
  }
}

extension SystemMetrics.Metric {
  fileprivate init(_ family: MetricFamily) {
    self.init(
      name: family.name, type: family.kind.rawValue, unit: family.unit, help: family.help,
      series: family.series.map(SystemMetrics.Series.init))
  }
}

extension SystemMetrics.Series {
  fileprivate init(_ series: MetricFamily.Series) {
    let labels = Dictionary(series.labels.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    switch series.value {
    case .number(let value): self.init(labels: labels, value: value)
    case .distribution(let values):
      self.init(
        labels: labels, count: values.count, sum: values.sum, p50: values.p50, p90: values.p90,
        p99: values.p99,
        p999: values.p999, max: values.max)
    }
  }
}
