/// Finds quantities (QT): a number with its unit, and reads their value.
///
/// "100여명" → 100 명, approximately; "제11회" → the 11th; "5~7%" → 5 to 7 %; "1조5000억원" → 1.5e12 원.
enum Quantities {
  /// The quantity that begins at `offset`, where a word or a number begins.
  static func find(_ scan: Scan, at offset: Int) -> Mention? {
    if scan[offset] == "제", let number = Numerals.digits(scan, at: scan.afterBlank(offset + 1)),
      scan.isWordStart(offset), let unit = unit(scan, after: number)
    {
      return mention(offset..<unit.end, number, unit.symbol, ordinal: true)
    }
    if let number = Numerals.digits(scan, at: offset) {
      if let fraction = fraction(scan, at: offset, number) { return fraction }
      return digitQuantity(scan, at: offset, number).map { Signs.signed($0, scan) }
    }
    guard scan.isWordStart(offset) else { return nil }
    if let number = Numerals.native(scan, at: offset) { return nativeQuantity(scan, at: offset, number) }
    if let number = Numerals.sino(scan, at: offset), number.end - offset >= 2,
      let unit = unit(scan, after: number), !unit.isLoose
    {
      return mention(offset..<unit.end, number, unit.symbol, ordinal: unit.isOrdinal)
    }
    return nil
  }

  /// The value of a span that the tagger found: the whole of it must be a number with a unit.
  static func read(_ scan: Scan) -> Quantity? {
    var start = scan.range.lowerBound
    let end = scan.range.upperBound
    var isOrdinal = false
    if scan[start] == "제", let next = scan[scan.afterBlank(start + 1)], next.isASCIIDigit {
      start = scan.afterBlank(start + 1)
      isOrdinal = true
    }
    if let found = find(scan, at: start), found.range.upperBound == end,
      case .quantity(var value)? = found.reading
    {
      if isOrdinal { value.ordinal = true }
      return value
    }
    guard
      let number = Numerals.digits(scan, at: start) ?? Numerals.native(scan, at: start)
        ?? Numerals.sino(scan, at: start)
    else { return nil }
    let unitStart = scan.afterBlank(number.end)
    // What follows the number is the unit as printed; it may have several words ("두 여자 배우").
    var unit = scan.text.string(unitStart..<max(unitStart, end))
    if unit.isEmpty, number.script == .native { unit = "개" }
    if unit.unicodeScalars.contains(where: \.isASCIIDigit) { return nil }
    return quantity(number, unit, ordinal: isOrdinal)
  }

  /// An age in brackets after a name: "(74)".
  static func age(_ scan: Scan, at offset: Int) -> Mention? {
    guard scan[offset] == "(", let number = Numerals.digits(scan, at: offset + 1),
      (1...2).contains(number.plainDigits),
      scan[number.end] == ")" || scan[number.end] == "·" || scan[number.end] == ","
    else { return nil }
    return mention(offset + 1..<number.end, number, "세", ordinal: false)
  }

  private static func digitQuantity(_ scan: Scan, at offset: Int, _ first: Numeral) -> Mention? {
    // A range: the unit, and often the magnitude, stand after the second number only ("5~7%", "5만~70만원").
    var number = first
    var low: Double?
    var rangeStart = first.end
    if let unit = unit(scan, after: first), scan[unit.end]?.isRangeMark == true { rangeStart = unit.end }
    if let mark = scan[rangeStart], mark.isRangeMark,
      let second = Numerals.digits(scan, at: rangeStart + 1), unit(scan, after: second) != nil,
      second.value > first.value || second.hasMagnitude
    {
      low = first.hasMagnitude || !second.hasMagnitude ? first.value : scaled(first, like: second)
      number = second
    }
    guard let unit = unit(scan, after: number) else { return bareMoney(scan, at: offset, number) }
    if unit.isLoose, let before = scan[offset - 1], before.isHangulSyllable { return nil }
    var result = mention(offset..<unit.end, number, unit.symbol, ordinal: unit.isOrdinal)
    if let low {
      result.reading = .quantity(
        Quantity(min: low, max: number.value, unit: unit.symbol, approx: number.isApproximate ? true : nil))
    }
    return result
  }

  /// "5분의 3", "10분의1": its value is the quotient.
  private static func fraction(_ scan: Scan, at offset: Int, _ below: Numeral) -> Mention? {
    guard below.value > 0, let mark = scan.literal("분의", at: below.end),
      let above = Numerals.digits(scan, at: scan.afterBlank(mark)), Josa.canFollow(scan, at: above.end)
    else { return nil }
    return Mention(
      range: offset..<above.end, kind: .quantity, confidence: 0.95,
      reading: .quantity(Quantity(value: above.value / below.value, unit: "")))
  }

  /// "5~70만원": the magnitude of the upper end counts for the lower end too.
  private static func scaled(_ low: Numeral, like high: Numeral) -> Double {
    for scale in [1e12, 1e8, 1e4, 1e3] where high.value >= scale && low.value * scale < high.value {
      return low.value * scale
    }
    return low.value
  }

  /// "1200억" in a headline: money of which the 원 was dropped.
  private static func bareMoney(_ scan: Scan, at offset: Int, _ number: Numeral) -> Mention? {
    guard number.hasMagnitude, number.value >= 1e8, Josa.canFollow(scan, at: number.end) else { return nil }
    return mention(offset..<number.end, number, "원", ordinal: false)
  }

  private static let standalone = Lexicon<Void>(words: "하나 둘 셋 넷")

  /// Words that look like a native number with its counter: meanwhile, generation, a layer more, heat.
  private static let words = Lexicon<Void>(words: "한편 세대 한대 한층 세점 한발 한손 네발 한점 세손 두손 한방 세자리 두통 석방 한곳")

  private static func nativeQuantity(_ scan: Scan, at offset: Int, _ number: Numeral) -> Mention? {
    let unitStart = scan.afterBlank(number.end)
    guard let unit = QuantityUnits.lexicon.prefix(scan, at: unitStart),
      unit.value.goesWithNative || number.end - offset >= 2,
      Josa.canFollow(scan, at: unit.end) || scan[unit.end]?.isHangulSyllable != true
    else { return nil }
    // 하나도 and 둘은 carry a particle where a unit might stand.
    guard unitStart > number.end || !standalone.isTail(of: scan.text, offset..<number.end) else { return nil }
    guard scan[offset] != "첫" || unit.value.isOrdinal else { return nil }
    if unitStart == number.end, words.prefix(scan, at: offset) != nil { return nil }
    var result = mention(offset..<unit.end, number, unit.value.symbol, ordinal: unit.value.isOrdinal)
    if let upper = number.upper {
      result.reading = .quantity(Quantity(min: number.value, max: upper, unit: unit.value.symbol))
    }
    return result
  }

  private static func unit(
    _ scan: Scan, after number: Numeral
  ) -> (end: Int, symbol: String, isOrdinal: Bool, isLoose: Bool)? {
    let start = scan.afterBlank(number.end)
    if let unit = QuantityUnits.lexicon.prefix(scan, at: start) {
      var end = unit.end
      var symbol = unit.value.symbol
      let isSymbol = scan[start]?.isHangulSyllable != true
      if isSymbol, scan[end] == "/", let below = QuantityUnits.symbolLexicon.prefix(scan, at: end + 1) {
        symbol += "/" + below.value
        end = below.end
      }
      if isSymbol, scan[start]?.isASCIILetter == true, scan[end]?.isASCIILetter == true { return nil }
      // 12주치, 70대, 3인분: 치 belongs to the span and not to the unit.
      if scan[end] == "치", Josa.canFollow(scan, at: end + 1) { end += 1 }
      if isSymbol || Josa.canFollow(scan, at: end) {
        return (end, symbol, unit.value.isOrdinal, end - start == 1 && start > number.end)
      }
    }
    return currency(scan, at: start)
  }

  /// A currency with its country before it: Hangul that ends in one of the currencies' names.
  private static func currency(
    _ scan: Scan, at start: Int
  ) -> (end: Int, symbol: String, isOrdinal: Bool, isLoose: Bool)? {
    let wordEnd = scan.wordEnd(start, longest: 14)
    guard wordEnd > start else { return nil }
    let end = Josa.stemEnd(scan.text, start..<wordEnd)
    for candidate in Set([end, wordEnd])
    where QuantityUnits.currencyTails.isTail(of: scan.text, start..<candidate) {
      return (candidate, scan.text.string(start..<candidate), false, false)
    }
    return nil
  }

  private static func mention(_ range: Range<Int>, _ number: Numeral, _ unit: String, ordinal: Bool)
    -> Mention
  {
    Mention(
      range: range, kind: .quantity, confidence: 0.95,
      reading: .quantity(quantity(number, unit, ordinal: ordinal)))
  }

  private static func quantity(_ number: Numeral, _ unit: String, ordinal: Bool) -> Quantity {
    var result = Quantity(value: number.value, unit: unit)
    if let upper = number.upper { result = Quantity(min: number.value, max: upper, unit: unit) }
    if number.isApproximate { result.approx = true }
    if ordinal { result.ordinal = true }
    return result
  }
}
