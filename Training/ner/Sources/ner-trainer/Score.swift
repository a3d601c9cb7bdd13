/// Exact-span scores by type, as `score.py ner` gives them.
struct Score {
  private var right: [String: Int] = [:]
  private var predicted: [String: Int] = [:]
  private var gold: [String: Int] = [:]

  static let types = ["DT", "LC", "OG", "PS", "QT", "TI"]

  mutating func add(gold goldMentions: [CorpusLine.Mention], predicted mentions: [CorpusLine.Mention]) {
    let truth = Set(goldMentions.filter { Self.types.contains($0.type) })
    for mention in truth { gold[mention.type, default: 0] += 1 }
    for mention in mentions {
      predicted[mention.type, default: 0] += 1
      if truth.contains(mention) { right[mention.type, default: 0] += 1 }
    }
  }

  /// One line: micro F1, precision, recall, then F1 of each type.
  var summary: String {
    func total(_ counts: [String: Int]) -> Int { counts.values.reduce(0, +) }
    func percent(_ part: Int, _ whole: Int) -> Double {
      (10_000 * Double(part) / Double(max(1, whole))).rounded() / 100
    }
    let hits = total(right)
    let byType = Self.types.map { type in
      "\(type) \(percent(2 * right[type, default: 0], gold[type, default: 0] + predicted[type, default: 0]))"
    }
    return "F1 \(percent(2 * hits, total(gold) + total(predicted)))"
      + " (P \(percent(hits, total(predicted))), R \(percent(hits, total(gold)))) "
      + byType.joined(separator: " ")
  }
}
