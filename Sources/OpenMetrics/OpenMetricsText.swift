/// Metric families → the text that Prometheus and its kin scrape.
///
/// Source: OpenMetrics 1.0.0, "Text Format".
public enum OpenMetricsText {
  /// The media type of the text.
  public static let contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

  /// The exposition of `families`, which are to be in the order of their names.
  public static func text(of families: [MetricFamily]) -> String {
    var text = ""
    for family in families { append(family, to: &text) }
    return text + "# EOF\n"
  }

  private static func append(_ family: MetricFamily, to text: inout String) {
    text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
    if let unit = family.unit { text += "# UNIT \(family.name) \(unit)\n" }
    if let help = family.help { text += "# HELP \(family.name) \(escaped(help))\n" }
    for series in family.series {
      switch series.value {
      case .number(let value):
        let suffix = family.kind == .counter ? "_total" : ""
        append(family.name + suffix, series.labels, number(value), to: &text)
      case .distribution(let distribution): append(distribution, family.name, series.labels, to: &text)
      }
    }
  }

  private static func append(
    _ distribution: Distribution, _ name: String, _ labels: [MetricFamily.Label], to text: inout String
  ) {
    for bucket in distribution.buckets {
      let bound = MetricFamily.Label(name: "le", value: "\(bucket.upperBound)")
      append(name + "_bucket", labels + [bound], "\(bucket.count)", to: &text)
    }
    let all = MetricFamily.Label(name: "le", value: "+Inf")
    append(name + "_bucket", labels + [all], "\(distribution.count)", to: &text)
    append(name + "_count", labels, "\(distribution.count)", to: &text)
    append(name + "_sum", labels, number(distribution.sum), to: &text)
  }

  private static func append(
    _ name: String, _ labels: [MetricFamily.Label], _ value: String, to text: inout String
  ) {
    text += name
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
    }
    text += " \(value)\n"
  }

  /// Whole numbers without a point: counts stay exact for who reads them as integers.
  private static func number(_ value: Double) -> String {
    if let whole = Int64(exactly: value) { return String(whole) }
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    return "\(value)"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
