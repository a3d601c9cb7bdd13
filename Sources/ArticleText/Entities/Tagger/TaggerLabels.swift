/// The thirteen labels of the sequence model: outside, and begin and inside of each of KLUE-NER's six classes.
///
/// A label is an index into a vector of sixteen lanes (three stay unused): 0 is outside, `1 + 2k` begins and
/// `2 + 2k` continues a mention of the k-th kind. The order is part of the model file.
@_spi(Training) public enum TaggerLabels {
  /// The number of labels.
  public static let count = 13
  /// The label of a scalar outside every mention.
  public static let outside = 0
  /// The kinds in label order.
  public static let kinds: [Entity.Kind] = [.date, .place, .organization, .person, .quantity, .time]

  /// The label that begins a mention of the `kind`-th kind.
  public static func begin(_ kind: Int) -> Int { 1 + 2 * kind }

  /// The label that continues a mention of the `kind`-th kind.
  public static func inside(_ kind: Int) -> Int { 2 + 2 * kind }

  /// Whether `label` begins a mention.
  public static func isBegin(_ label: Int) -> Bool { label & 1 == 1 }

  /// Whether `label` continues a mention.
  public static func isInside(_ label: Int) -> Bool { label != outside && label & 1 == 0 }

  /// Whether `label` may follow `previous` (`nil`: the start of a window): inside only after its own kind.
  public static func allows(_ label: Int, after previous: Int?) -> Bool {
    guard isInside(label) else { return true }
    return previous == label || previous == label - 1
  }

  /// The runs of one mention each in a label sequence, as ranges of positions and indices into `kinds`.
  public static func mentions(in labels: [UInt8]) -> [(range: Range<Int>, kind: Int)] {
    var found: [(range: Range<Int>, kind: Int)] = []
    var index = 0
    while index < labels.count {
      let label = Int(labels[index])
      let start = index
      index += 1
      guard isBegin(label) else { continue }
      while index < labels.count, Int(labels[index]) == label + 1 { index += 1 }
      found.append((start..<index, (label - 1) / 2))
    }
    return found
  }
}
