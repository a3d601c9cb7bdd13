/// All series of one name: what OpenMetrics calls a metric family.
///
/// Source: OpenMetrics 1.0.0, "Data Model".
public struct MetricFamily: Sendable, Equatable {
  /// How the values are to be understood.
  public enum Kind: String, Sendable {
    /// Only grows, from the start of the process on.
    case counter
    /// Goes up and down.
    case gauge
    /// How many of the recorded values were how large.
    case histogram
  }

  /// One label set and its value.
  public struct Series: Sendable, Equatable {
    /// What tells this series from others of the family, in the order in which it was given.
    public var labels: [Label]
    /// What was counted, set or recorded.
    public var value: Value
  }

  /// A dimension of a series.
  public struct Label: Sendable, Hashable {
    /// Its name and value.
    public var name: String, value: String
  }

  /// The value of a series.
  public enum Value: Sendable, Equatable {
    /// Of a counter or a gauge.
    case number(Double)
    /// Of a histogram.
    case distribution(Distribution)
  }

  /// The name without the suffix of a counter's sample, with that of its unit: `rpc_requests`, `rpc_sent_bytes`.
  public var name: String
  /// How to understand the values.
  public var kind: Kind
  /// The base unit that the name ends in, if any: `seconds`, `bytes`.
  public var unit: String?
  /// One sentence for a person.
  public var help: String?
  /// In the order of their labels.
  public var series: [Series]
}

/// What a histogram has recorded.
public struct Distribution: Sendable, Equatable {
  /// The values up to a bound.
  public struct Bucket: Sendable, Equatable {
    /// The inclusive upper bound, in the family's unit.
    public var upperBound: Double
    /// How many values are not above it, to the two digits that are kept of each.
    public var count: UInt64
  }

  /// How many values there were, and what they add up to in the family's unit.
  public var count: UInt64, sum: Double
  /// Counts by size, each with those before it.
  public var buckets: [Bucket]
  /// Half, nine in ten, 99 and 99.9 in a hundred of the values are not above these, to two significant digits.
  public var p50: Double, p90: Double, p99: Double, p999: Double
  /// The largest value.
  public var max: Double
}
