/// Finds times that are counted: durations ("5년간", "두 달", "3시간 30분") and distances ("10년 전").
enum CountedTimes {
  /// One step of a duration: its ISO designator, and whether it belongs after the T.
  private struct Step: Sendable {
    let designator: Character
    let isClock: Bool
  }

  private static let units = Lexicon<Step>([
    ("년", Step(designator: "Y", isClock: false)), ("개년", Step(designator: "Y", isClock: false)),
    ("주년", Step(designator: "Y", isClock: false)), ("개월", Step(designator: "M", isClock: false)),
    ("달", Step(designator: "M", isClock: false)), ("주", Step(designator: "W", isClock: false)),
    ("주일", Step(designator: "W", isClock: false)), ("일", Step(designator: "D", isClock: false)),
    ("시간", Step(designator: "H", isClock: true)), ("분", Step(designator: "M", isClock: true)),
    ("초", Step(designator: "S", isClock: true)),
  ])

  /// The counted time that begins at `offset`.
  static func find(_ scan: Scan, at offset: Int) -> Mention? {
    if let word = RelativeDates.durations.prefix(scan, at: offset) {
      return finish(
        scan, offset..<word.end, iso: word.value, isClock: false, distance: wordDistance(word.value))
    }
    if let range = range(scan, at: offset) { return range }
    var dates = ""
    var clock = ""
    var index = offset
    var end = offset
    var first: (value: Double, designator: Character, isClock: Bool)?
    for _ in 0..<4 {
      guard let number = number(scan, at: index),
        let unit = units.prefix(scan, at: scan.afterBlank(number.end))
          ?? monthsOfSentence(scan, at: number.end, behind: first?.designator), fits(number, unit.value)
      else { break }
      let text = plain(number.value) + String(unit.value.designator)
      if unit.value.isClock { clock += text } else { dates += text }
      if first == nil { first = (number.value, unit.value.designator, unit.value.isClock) }
      end = unit.end
      index = scan.afterBlank(end)
    }
    guard let first else { return nil }
    let iso = "P" + dates + (clock.isEmpty ? "" : "T" + clock)
    let isSingle = dates.count + clock.count == plain(first.value).count + 1
    return finish(
      scan, offset..<end, iso: iso, isClock: first.isClock,
      distance: isSingle ? (first.value, first.designator) : nil)
  }

  /// The months of 징역 2년6월.
  private static func monthsOfSentence(
    _ scan: Scan, at offset: Int, behind designator: Character?
  ) -> (end: Int, value: Step)? {
    guard designator == "Y", let end = scan.literal("월", at: offset) else { return nil }
    return (end, Step(designator: "M", isClock: false))
  }

  /// "3~5년" is a quantity of years; "2~3개월간" is a duration.
  private static func range(_ scan: Scan, at offset: Int) -> Mention? {
    guard let low = Numerals.digits(scan, at: offset), scan[low.end]?.isRangeMark == true,
      let high = Numerals.digits(scan, at: low.end + 1), high.value > low.value, high.plainDigits < 4,
      let unit = units.prefix(scan, at: scan.afterBlank(high.end)), Josa.canFollow(scan, at: unit.end)
    else { return nil }
    if let end = scan.literal("간", at: unit.end), Josa.canFollow(scan, at: end) {
      let iso = [low, high].map {
        (unit.value.isClock ? "PT" : "P") + plain($0.value) + String(unit.value.designator)
      }
      return Mention(
        range: offset..<end, kind: unit.value.isClock ? .time : .date, confidence: 0.9,
        reading: .duration(iso.joined(separator: "/")))
    }
    let name = scan.text.string(scan.afterBlank(high.end)..<unit.end)
    guard name != "일" else { return nil }
    return Mention(
      range: offset..<unit.end, kind: .quantity, confidence: 0.8,
      reading: .quantity(Quantity(min: low.value, max: high.value, unit: name)))
  }

  /// Whether a number of days up to `end` is a length and not a day of the month: "5일간", "15일째", "3일 만에".
  static func isDuration(_ scan: Scan, afterDays end: Int) -> Bool {
    if scan.anyLiteral(["간", "째", "여"], at: end).map({ Josa.canFollow(scan, at: $0) }) == true {
      return true
    }
    let next = scan.afterBlank(end)
    guard
      let after = scan.anyLiteral(
        ["만에", "만이", "동안", "연속", "이내", "안에", "내내", "전", "뒤", "후", "이상", "넘게", "가량"], at: next)
    else { return false }
    // "10일 전국에서", "3일 후보": the word must end there.
    return Josa.canFollow(scan, at: after)
  }

  private static func number(_ scan: Scan, at offset: Int) -> Numeral? {
    if let digits = Numerals.digits(scan, at: offset) { return digits }
    guard scan.isWordStart(offset) else { return nil }
    if let native = Numerals.native(scan, at: offset) { return native }
    // One syllable is too little: 조달, 만일 and 천주 are words.
    return Numerals.sino(scan, at: offset).flatMap { $0.end - offset >= 2 ? $0 : nil }
  }

  /// 한 시간, 두 달 take native numerals; 년, 일, 분, 초 take Sino-Korean ones (두 분 is two people).
  private static func fits(_ number: Numeral, _ step: Step) -> Bool {
    if number.upper != nil { return false }
    // 180만주 are shares, 3만 일 is nothing that is said.
    if number.value >= 10_000, step.designator != "Y" { return false }
    switch number.script {
    case .digits: return true
    case .native:
      return (step.designator == "M" && !step.isClock) || step.designator == "H" || step.designator == "W"
    case .sino: return step.designator != "H"
    }
  }

  private static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  private static func wordDistance(_ iso: String) -> (Double, Character)? {
    guard let unit = iso.last, let value = Double(iso.dropFirst().dropLast()) else { return nil }
    return (value, unit)
  }

  /// Takes in 간 and 째, and turns "N년 전" into the date that it names.
  private static func finish(
    _ scan: Scan, _ range: Range<Int>, iso: String, isClock: Bool, distance: (Double, Character)?
  ) -> Mention? {
    var end = range.upperBound
    let next = scan.afterBlank(end)
    if let distance, let (after, sign) = ago(scan, at: next),
      let expression = expression(distance.0, distance.1, isClock: isClock, sign: sign)
    {
      return Mention(
        range: range.lowerBound..<after, kind: .date, confidence: 0.9, reading: .date(expression))
    }
    if !isClock {
      for suffix in ["간", "째"] {
        if let after = scan.literal(suffix, at: end), Josa.canFollow(scan, at: after) { end = after }
      }
    }
    guard Josa.canFollow(scan, at: end) else { return nil }
    return Mention(
      range: range.lowerBound..<end, kind: isClock ? .time : .date, confidence: 0.9, reading: .duration(iso))
  }

  private static func ago(_ scan: Scan, at offset: Int) -> (end: Int, sign: Int)? {
    for (word, sign) in [("전", -1), ("뒤", 1), ("후", 1)] {
      // "11일 전라": the word must not go on.
      if let end = scan.literal(word, at: offset), scan[end] != "라", Josa.canFollow(scan, at: end) {
        return (end, sign)
      }
    }
    return nil
  }

  private static func expression(
    _ value: Double, _ designator: Character, isClock: Bool, sign: Int
  ) -> DateExpression? {
    guard !isClock, value == value.rounded(), value < 1e12 else { return nil }
    let count = Int(value) * sign
    switch designator {
    case "Y" where value >= 9000: return sign < 0 ? DateExpression(yearsBeforePresent: -count) : nil
    case "Y": return DateExpression(year: .offset(count))
    case "M" where value < 1200: return DateExpression(month: .offset(count))
    case "D" where value < 100_000: return DateExpression(day: .offset(count))
    case "W" where value < 1000: return DateExpression(week: count)
    default: return nil
    }
  }
}
