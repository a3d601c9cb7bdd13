/// The sign of a quantity: "-14도", "영하 14도", "-2.3%".
enum Signs {
  private static let temperatures: Set<String> = ["도", "℃"]
  private static let shares: Set<String> = ["%", "%p", "%포인트"]

  /// `mention` with the sign before it taken in, where its unit goes with one.
  static func signed(_ mention: Mention, _ scan: Scan) -> Mention {
    guard case .quantity(var quantity)? = mention.reading else { return mention }
    let start = mention.range.lowerBound
    let isTemperature = temperatures.contains(quantity.unit)
    guard isTemperature || shares.contains(quantity.unit) else { return mention }
    var result = mention
    if let sign = scan[start - 1], sign == "-" || sign == "−" || sign == "－", isFree(scan[start - 2]) {
      result.range = start - 1..<mention.range.upperBound
      quantity.value = quantity.value.map { -$0 }
      quantity.min = quantity.min.map { -$0 }
    } else if isTemperature, let word = word(before: start, scan) {
      result.range = word.start..<mention.range.upperBound
      if word.isBelow {
        (quantity.min, quantity.max) = (
          quantity.min.map { -max($0, quantity.max ?? $0) }, quantity.max.map { -min($0, quantity.min ?? $0) }
        )
        quantity.value = quantity.value.map { -$0 }
      }
    } else {
      return mention
    }
    result.reading = .quantity(quantity)
    return result
  }

  /// A dash between two letters or digits is none of a number.
  private static func isFree(_ before: Unicode.Scalar?) -> Bool {
    before.map { !$0.isNameScalar && !$0.isRangeMark && $0 != ")" } ?? true
  }

  private static func word(before start: Int, _ scan: Scan) -> (start: Int, isBelow: Bool)? {
    let end = scan[start - 1] == " " ? start - 1 : start
    for (word, isBelow) in [("영하", true), ("영상", false)]
    where scan.literal(word, at: end - 2) == end && scan.isWordStart(end - 2) {
      return (end - 2, isBelow)
    }
    return nil
  }
}
