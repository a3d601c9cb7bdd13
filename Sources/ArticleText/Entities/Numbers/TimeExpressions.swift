/// Finds dates and durations (DT) and reads what they say; `ClockTimes` does the same for hours.
///
/// "올해 3분기", "지난 10월17~23일", "다음 달 2일", "이날", "5년간", "10년 전". Vague 최근, 현재, 당시 are none.
enum TimeExpressions {
  /// The date or duration that begins at `offset`, where a word or a number begins.
  static func find(_ scan: Scan, at offset: Int) -> Mention? {
    if scan[offset]?.isASCIIDigit == true {
      return isoDate(scan, at: offset) ?? electionDay(scan, at: offset) ?? years(scan, at: offset)
        ?? calendar(scan, at: offset)
        ?? CountedTimes.find(scan, at: offset)
    }
    guard scan.isWordStart(offset) else { return nil }
    if let direction = RelativeDates.directions.prefix(scan, at: offset),
      let found = directed(scan, at: offset, direction)
    {
      return found
    }
    if let word = RelativeDates.lexicon.prefix(scan, at: offset) {
      return relative(scan, at: offset, word) ?? CountedTimes.find(scan, at: offset)
    }
    if let quarterOrHalf = stretch(scan, at: offset), isStandalone(quarterOrHalf.value) {
      return date(scan, offset..<quarterOrHalf.end, DateExpression(stretch: quarterOrHalf.value))
    }
    if let weekday = RelativeDates.weekdays.prefix(scan, at: offset) {
      return date(scan, offset..<weekday.end, DateExpression(weekday: weekday.value), isSure: false)
    }
    if let holiday = RelativeDates.holidays.prefix(scan, at: offset) {
      let day = DateExpression(month: .number(holiday.value.month), day: .number(holiday.value.day))
      return date(scan, offset..<holiday.end, day, isSure: false)
    }
    return CountedTimes.find(scan, at: offset)
  }

  /// 지난/오는 and what they stand before.
  private static func directed(
    _ scan: Scan, at offset: Int, _ word: (end: Int, value: DateExpression.Direction)
  ) -> Mention? {
    let next = scan.afterBlank(word.end)
    var expression = DateExpression(direction: word.value)
    if let weekday = RelativeDates.weekdays.prefix(scan, at: next) {
      expression.weekday = weekday.value
      return date(scan, offset..<weekday.end, expression)
    }
    guard next > word.end, let end = members(scan, at: next, &expression),
      let found = date(scan, offset..<end, expression)
    else { return nil }
    return found
  }

  /// A relative word and the smaller members after it.
  private static func relative(
    _ scan: Scan, at offset: Int, _ word: (end: Int, value: RelativeDates.Meaning)
  ) -> Mention? {
    var expression = DateExpression()
    var end = word.end
    let next = scan.afterBlank(end)
    switch word.value {
    case .day(let days, let anaphoric):
      expression.day = .offset(days)
      expression.isAnaphoric = anaphoric
    case .week(let weeks):
      expression.week = weeks
      if let weekday = RelativeDates.weekdays.prefix(scan, at: next) {
        expression.weekday = weekday.value
        end = weekday.end
      }
    case .month(let months, let anaphoric):
      expression.month = .offset(months)
      expression.isAnaphoric = anaphoric
      end = dayMember(scan, at: next, &expression) ?? edge(scan, at: next) ?? end
    case .year(let years, let anaphoric):
      expression.year = .offset(years)
      expression.isAnaphoric = anaphoric
      if let month = monthMember(scan, at: next, &expression) {
        end = month
      } else if let part = stretch(scan, at: next) {
        expression.stretch = part.value
        end = part.end
      } else if end - offset == 1 {
        // 올 alone is a verb ending as often as a year.
        return nil
      }
    }
    return date(scan, offset..<end, expression)
  }

  /// "2024년 3월 14일", "10월17~23일", "28일", "3분기", "2015~2017년".
  private static func calendar(_ scan: Scan, at offset: Int) -> Mention? {
    var expression = DateExpression()
    guard let end = members(scan, at: offset, &expression) else { return nil }
    if expression.year == nil, expression.month == nil, expression.stretch == nil,
      CountedTimes.isDuration(scan, afterDays: end)
    {
      return nil
    }
    return date(scan, offset..<end, expression)
  }

  /// Reads [year] [month] [day] [part] at `offset`; the end of what was read.
  private static func members(_ scan: Scan, at offset: Int, _ expression: inout DateExpression) -> Int? {
    if let end = yearMember(scan, at: offset, &expression) {
      let next = scan.afterBlank(end)
      if expression.last != nil { return end }
      if let month = monthMember(scan, at: next, &expression) { return month }
      if let part = stretch(scan, at: next) {
        expression.stretch = part.value
        return part.end
      }
      return end
    }
    if let end = monthMember(scan, at: offset, &expression) { return end }
    if let end = dayMember(scan, at: offset, &expression) { return end }
    if let part = stretch(scan, at: offset), isStandalone(part.value) {
      expression.stretch = part.value
      return part.end
    }
    return nil
  }

  private static func yearMember(_ scan: Scan, at offset: Int, _ expression: inout DateExpression) -> Int? {
    guard let number = member(scan, at: offset, "년") else { return nil }
    if number.digits == 2, let school = scan.literal("도", at: number.end), Josa.canFollow(scan, at: school) {
      // "98년도": two digits from 50 on are a year of the last century.
      expression.year = .number(number.value + (number.value >= 50 ? 1900 : 2000))
      return school
    }
    guard number.digits == 4 else { return nil }
    var end = number.end
    expression.year = .number(number.value)
    if let last = number.last { expression.last = last }
    if let decade = scan.literal("대", at: end), Josa.canFollow(scan, at: decade) {
      expression.stretch = .decade
      end = decade
    } else if let school = scan.literal("도", at: end), scan[school]?.isHangulSyllable != true {
      end = school
    }
    return end
  }

  private static func monthMember(_ scan: Scan, at offset: Int, _ expression: inout DateExpression) -> Int? {
    guard let number = member(scan, at: offset, "월"), (1...12).contains(number.value) else { return nil }
    // 징역 2년6월: months of a sentence, and no month of the calendar.
    if scan[offset - 1] == "년", let year = scan[offset - 2], year.isASCIIDigit,
      scan[offset - 3]?.isASCIIDigit != true || scan[offset - 4]?.isASCIIDigit != true
    {
      return nil
    }
    expression.month = .number(number.value)
    if let last = number.last {
      expression.last = last
      return number.end
    }
    let next = scan.afterBlank(number.end)
    return dayMember(scan, at: next, &expression) ?? edge(scan, at: next) ?? number.end
  }

  private static func dayMember(_ scan: Scan, at offset: Int, _ expression: inout DateExpression) -> Int? {
    guard let number = member(scan, at: offset, "일"), (1...31).contains(number.value), number.digits <= 2
    else {
      return nil
    }
    expression.day = .number(number.value)
    expression.last = number.last
    let next = scan.afterBlank(number.end)
    if let weekday = RelativeDates.weekdays.prefix(scan, at: next), scan[next] != "일" || next > number.end {
      return weekday.end
    }
    return number.end
  }

  /// The edge of a month: 초, 중순, 말, 하순. 중 is not part of the date.
  private static func edge(_ scan: Scan, at offset: Int) -> Int? {
    for word in ["초순", "중순", "하순", "초", "말"] {
      if let end = scan.literal(word, at: offset), Josa.canFollow(scan, at: end) { return end }
    }
    return nil
  }

  /// A part of a year.
  private static func stretch(_ scan: Scan, at offset: Int) -> (end: Int, value: DateExpression.Stretch)? {
    if let number = Numerals.digits(scan, at: offset), (1...4).contains(number.value), number.plainDigits == 1
    {
      let start = number.end
      if let end = scan.literal("분기", at: start) { return (end, .quarter(Int(number.value))) }
      if let end = scan.literal("/4분기", at: start) { return (end, .quarter(Int(number.value))) }
    }
    guard let word = stretches.prefix(scan, at: offset) else { return nil }
    return isStandalone(word.value) || Josa.canFollow(scan, at: word.end) ? word : nil
  }

  private static let stretches = Lexicon<DateExpression.Stretch>([
    ("상반기", .half(1)), ("하반기", .half(2)), ("연초", .early), ("연말", .late), ("초", .early), ("말", .late),
  ])

  private static func isStandalone(_ stretch: DateExpression.Stretch) -> Bool {
    switch stretch {
    case .quarter, .half: true
    default: false
    }
  }

  /// "17일", "17~23일", "17일~23일": a small number with its member's name.
  private static func member(
    _ scan: Scan, at offset: Int, _ name: String
  ) -> (end: Int, value: Int, digits: Int, last: Int?)? {
    guard let number = Numerals.digits(scan, at: offset), (1...4).contains(number.plainDigits) else {
      return nil
    }
    let value = Int(number.value)
    let named = scan.literal(name, at: scan.afterBlank(number.end))
    let mark = named ?? number.end
    if scan[mark]?.isRangeMark == true || scan[mark] == "·",
      let second = Numerals.digits(scan, at: mark + 1),
      second.plainDigits == number.plainDigits || second.value < 32,
      (1...4).contains(second.plainDigits), let end = scan.literal(name, at: second.end),
      second.value > number.value
    {
      return (end, value, number.plainDigits, Int(second.value))
    }
    return named.map { ($0, value, number.plainDigits, nil) }
  }

  /// "2025-03-28", "2025.3.28", "2025/3/28".
  private static func isoDate(_ scan: Scan, at offset: Int) -> Mention? {
    guard let year = smallInteger(scan, at: offset), year.end - offset == 4,
      (1900...2100).contains(year.value),
      let mark = scan[year.end], mark == "-" || mark == "." || mark == "/",
      let month = smallInteger(scan, at: scan.afterBlank(year.end + 1)), (1...12).contains(month.value),
      scan[month.end] == mark, let day = smallInteger(scan, at: scan.afterBlank(month.end + 1)),
      (1...31).contains(day.value)
    else { return nil }
    return date(
      scan, offset..<day.end,
      DateExpression(year: .number(year.value), month: .number(month.value), day: .number(day.value)))
  }

  /// "1921~1988" in a bracket: the years of a life.
  private static func years(_ scan: Scan, at offset: Int) -> Mention? {
    guard let first = smallInteger(scan, at: offset), first.end - offset == 4,
      (1000...2100).contains(first.value),
      scan[first.end]?.isRangeMark == true, let last = smallInteger(scan, at: first.end + 1),
      last.end - first.end == 5, (first.value...2100).contains(last.value), scan[last.end] == ")"
    else { return nil }
    return date(scan, offset..<last.end, DateExpression(year: .number(first.value), last: last.value))
  }

  /// "6·1 지방선거": month and day of an election.
  private static func electionDay(_ scan: Scan, at offset: Int) -> Mention? {
    guard let month = smallInteger(scan, at: offset), (1...12).contains(month.value), scan[month.end] == "·",
      let day = smallInteger(scan, at: month.end + 1), (1...31).contains(day.value), scan[day.end] == " ",
      elections.prefix(scan, at: day.end + 1) != nil
    else { return nil }
    return date(
      scan, offset..<day.end, DateExpression(month: .number(month.value), day: .number(day.value)))
  }

  private static let elections = Lexicon<Void>(words: "총선 대선 지방선거 보궐선거 재보궐선거 재보선 대통령선거 국회의원")

  /// An integer of at most four digits.
  private static func smallInteger(_ scan: Scan, at offset: Int) -> (end: Int, value: Int)? {
    var value = 0
    var end = offset
    while let scalar = scan[end], scalar.isASCIIDigit {
      guard end - offset < 4 else { return nil }
      value = value * 10 + Int(scalar.value - 0x30)
      end += 1
    }
    return end > offset ? (end, value) : nil
  }

  private static func date(
    _ scan: Scan, _ range: Range<Int>, _ expression: DateExpression, isSure: Bool = true
  ) -> Mention? {
    guard Josa.canFollow(scan, at: range.upperBound) || scan[range.upperBound - 1]?.isASCIIDigit == true
    else {
      return nil
    }
    return Mention(
      range: range, kind: .date, confidence: 0.95, reading: .date(expression), isSure: isSure)
  }
}
