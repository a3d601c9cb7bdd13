/// A time of day as printed: "오후 1시 20분", "오전".
struct ClockExpression: Sendable, Equatable {
  var hour: Int?
  var minute: Int?
  var second: Int?
  /// The TIMEX3 part of day of a time without an hour ("AF").
  var part: String?
  /// Said to be Greenwich time or UTC.
  var isUTC = false

  /// The ISO form on a day in ISO's form, which may be none: `2025-03-28T15:40`, `2025-03-28TAF`, `T15:40`.
  func norm(on day: String) -> String? {
    guard let hour else { return part.map { day + "T" + $0 } }
    var text = "\(day)T\(CivilDate.padded(hour, 2)):\(CivilDate.padded(minute ?? 0, 2))"
    if let second { text += ":" + CivilDate.padded(second, 2) }
    return isUTC ? text + "Z" : text
  }
}

/// Finds clock times and parts of a day (TI).
enum ClockTimes {
  private struct DayPart: Sendable {
    let code: String
    /// The hours that it moves into the afternoon.
    let afternoonHours: ClosedRange<Int>?
    /// Whether it is a time even alone and far from a date.
    var standsAlone = false
  }

  /// 24시 and 밤 12시 of a day are its end, not its beginning: T24:00 (ISO 8601-1:2019/Amd 1:2022).
  private static let endOfDay = 24

  private static let parts = Lexicon<DayPart>([
    ("오전", DayPart(code: "MO", afternoonHours: nil, standsAlone: true)),
    ("오후", DayPart(code: "AF", afternoonHours: 0...11, standsAlone: true)),
    ("새벽", DayPart(code: "MO", afternoonHours: nil)), ("아침", DayPart(code: "MO", afternoonHours: nil)),
    ("낮", DayPart(code: "MI", afternoonHours: 1...5)), ("저녁", DayPart(code: "EV", afternoonHours: 4...11)),
    ("밤", DayPart(code: "NI", afternoonHours: 6...11)), ("한낮", DayPart(code: "MI", afternoonHours: 1...5)),
  ])

  private static let middles = Lexicon<Int>([("정오", 12), ("자정", 0)])

  /// The time that begins at `offset`, where a word or a number begins.
  static func find(_ scan: Scan, at offset: Int) -> Mention? {
    guard scan.isWordStart(offset) || scan[offset]?.isASCIIDigit == true else { return nil }
    if let part = parts.prefix(scan, at: offset) {
      if let hour = hour(scan, at: scan.afterBlank(part.end)) {
        var time = shifted(hour.time, part.value)
        time.isUTC = isUniversal(scan, before: offset)
        return mention(offset..<hour.end, time)
      }
      // 밤새 and 아침저녁 are other words.
      guard Josa.canFollow(scan, at: part.end), scan[part.end] != "새" else { return nil }
      return mention(
        offset..<part.end, ClockExpression(part: part.value.code), isSure: part.value.standsAlone)
    }
    if let word = middles.prefix(scan, at: offset), Josa.canFollow(scan, at: word.end) {
      return mention(offset..<word.end, ClockExpression(hour: word.value, minute: 0), isSure: false)
    }
    guard let hour = hour(scan, at: offset) else { return nil }
    return mention(offset..<hour.end, hour.time)
  }

  /// "2시 48분", "10시 반", "18시", "14:30".
  private static func hour(_ scan: Scan, at offset: Int) -> (end: Int, time: ClockExpression)? {
    guard
      let number = Numerals.digits(scan, at: offset) ?? nativeHour(scan, at: offset), number.value <= 24,
      number.value == number.value.rounded(), number.plainDigits > 0 || number.script == .native
    else { return nil }
    var time = ClockExpression(hour: Int(number.value) % 24)
    if scan[number.end] == ":", let minute = Numerals.digits(scan, at: number.end + 1),
      minute.plainDigits == 2,
      minute.value < 60
    {
      time.minute = Int(minute.value)
      return (minute.end, time)
    }
    guard var end = scan.literal("시", at: number.end) else { return nil }
    if let minute = sixtieth(scan, at: scan.afterBlank(end), "분") {
      time.minute = minute.value
      end = minute.end
      if let second = sixtieth(scan, at: scan.afterBlank(end), "초") {
        time.second = second.value
        end = second.end
      }
    } else if let half = scan.literal("반", at: scan.afterBlank(end)), Josa.canFollow(scan, at: half) {
      time.minute = 30
      end = half
    }
    // 께, 쯤 and 경 are not part of the time.
    let isBounded = Josa.canFollow(scan, at: end) || scan.anyLiteral(["께", "경", "쯤", "정각"], at: end) != nil
    if number.value == 24, (time.minute ?? 0) == 0, (time.second ?? 0) == 0 { time.hour = endOfDay }
    return isBounded ? (end, time) : nil
  }

  /// "그리니치 표준시(GMT)로 19일 오후 2시": the zone stands a few words before the hour.
  private static func isUniversal(_ scan: Scan, before offset: Int) -> Bool {
    (max(scan.range.lowerBound, offset - 12)..<offset).contains {
      scan.anyLiteral(["GMT", "UTC", "세계시"], at: $0) != nil
    }
  }

  private static func nativeHour(_ scan: Scan, at offset: Int) -> Numeral? {
    guard let number = Numerals.native(scan, at: offset), number.upper == nil else { return nil }
    return number
  }

  private static func sixtieth(_ scan: Scan, at offset: Int, _ name: String) -> (end: Int, value: Int)? {
    guard let number = Numerals.digits(scan, at: offset), (1...2).contains(number.plainDigits),
      number.value < 60,
      let end = scan.literal(name, at: number.end)
    else { return nil }
    return (end, Int(number.value))
  }

  private static func shifted(_ time: ClockExpression, _ part: DayPart) -> ClockExpression {
    var result = time
    if let hour = time.hour, part.afternoonHours?.contains(hour) == true { result.hour = hour + 12 }
    if time.hour == 12, part.code == "MO" { result.hour = 0 }
    if time.hour == 12, part.code == "NI" { result.hour = (time.minute ?? 0) == 0 ? endOfDay : 0 }
    return result
  }

  private static func mention(_ range: Range<Int>, _ time: ClockExpression, isSure: Bool = true) -> Mention {
    Mention(range: range, kind: .time, confidence: 0.9, reading: .clock(time), isSure: isSure)
  }
}
