/// A date as the text says it, before it is known which day "today" is.
struct DateExpression: Sendable, Equatable {
  /// A calendar member as printed ("3월") or counted from a reference day ("지난달" → -1).
  enum Part: Sendable, Equatable {
    case number(Int)
    case offset(Int)
  }

  /// Which way from the day of publication the date lies, if the text says so (지난, 오는).
  enum Direction: Sendable {
    case past
    case future
  }

  /// A part of a year or month.
  enum Stretch: Sendable, Equatable {
    case early
    case late
    case quarter(Int)
    case half(Int)
    case decade
  }

  var year: Part?
  var month: Part?
  var day: Part?
  /// The other end of a range ("17~23일"), of the smallest member printed.
  var last: Int?
  var week: Int?
  /// 1 for Monday to 7 for Sunday.
  var weekday: Int?
  var direction: Direction?
  var stretch: Stretch?
  /// Days, months and years are counted from the day that the text spoke of last (이날, 전날), not from
  /// publication.
  var isAnaphoric = false
  /// Geological time: so many years before the present.
  var yearsBeforePresent: Int?
}

/// Turns date expressions into ISO 8601, walking through the text in order.
struct DateResolver: Sendable {
  /// A day of the article's own month may be this many days away and be meant still.
  private static let ownMonthDays = 20

  /// The day of publication.
  let published: CivilDate?
  /// The day that the text is about, as it named it last: "28일", to which "이날" points back. "지난달 20일" is
  /// background.
  private var current: CivilDate?
  /// The day named last, whatever it was: the one that an hour behind it belongs to.
  private var latest: CivilDate?
  /// Whether several days were named last ("27~28일", 매일): an hour behind them is that of each.
  private var isOfSeveralDays = false

  init(published: CivilDate?) {
    self.published = published
  }

  /// The ISO form of a clock time: of the day named last, of none where the text speaks of several; `nil` when the day is not
  /// known.
  func resolve(_ time: ClockExpression) -> String? {
    isOfSeveralDays ? time.norm(on: "") : (latest ?? published).flatMap { time.norm(on: $0.iso) }
  }

  /// Notes that the text speaks of every day or of several.
  mutating func noteSeveralDays() { isOfSeveralDays = true }

  /// The ISO form of `expression`; `nil` when it cannot be known.
  mutating func resolve(_ expression: DateExpression) -> String? {
    if let years = expression.yearsBeforePresent { return "BP\(years)" }
    isOfSeveralDays = expression.last != nil && expression.day != nil
    let base = expression.isAnaphoric ? current ?? published : published
    if expression.week != nil || (expression.weekday != nil && expression.day == nil) {
      return resolveWeek(expression, base)
    }
    if expression.day != nil { return resolveDay(expression, base) }
    if expression.month != nil { return resolveMonth(expression, base) }
    return resolveYear(expression, base)
  }

  private func resolveYear(_ expression: DateExpression, _ base: CivilDate?) -> String? {
    guard let year = year(expression, base) ?? (expression.stretch == nil ? nil : base?.year),
      (1...9999).contains(year)
    else { return nil }
    let text = CivilDate.padded(year, 4)
    switch expression.stretch {
    case .early: return text + "-01"
    case .late: return text + "-12"
    case .quarter(let number): return text + "-Q\(number)"
    case .half(let number): return text + "-H\(number)"
    case .decade: return text + "/" + CivilDate.padded(min(year + 9, 9999), 4)
    case nil: return expression.last.map { text + "/" + CivilDate.padded($0, 4) } ?? text
    }
  }

  private func resolveMonth(_ expression: DateExpression, _ base: CivilDate?) -> String? {
    guard let (year, month) = yearAndMonth(expression, base, day: nil), (1...9999).contains(year),
      expression.last.map({ (1...12).contains($0) }) ?? true
    else { return nil }
    let text = monthText(year, month)
    return expression.last.map { text + "/" + monthText(year, $0) } ?? text
  }

  private mutating func resolveDay(_ expression: DateExpression, _ base: CivilDate?) -> String? {
    if case .offset(let days)? = expression.day {
      guard let base else { return nil }
      let day = base.adding(days: days)
      guard (1...9999).contains(day.year) else { return nil }
      latest = day
      return day.iso
    }
    guard case .number(let number)? = expression.day,
      let (year, month) = yearAndMonth(expression, base, day: number),
      let day = CivilDate(year: year, month: month, day: number)
    else { return nil }
    latest = day
    // A day to come is announced, and not what the text is about.
    if expression.year == nil, expression.month == nil, expression.direction == nil,
      published.map({ day <= $0 }) ?? true
    {
      current = day
    }
    guard let last = expression.last else { return day.iso }
    return CivilDate(year: year, month: month, day: last).map { "\(day.iso)/\($0.iso)" } ?? day.iso
  }

  private mutating func resolveWeek(_ expression: DateExpression, _ base: CivilDate?) -> String? {
    guard let base else { return nil }
    let monday = base.adding(days: 1 - base.isoWeekday)
    if let weekday = expression.weekday {
      var day = monday.adding(days: 7 * (expression.week ?? 0) + weekday - 1)
      if expression.week == nil {
        if expression.direction == .past, day >= base { day = day.adding(days: -7) }
        if expression.direction == .future, day <= base { day = day.adding(days: 7) }
        if expression.direction == nil { return nil }
      }
      guard (1...9999).contains(day.year) else { return nil }
      latest = day
      return day.iso
    }
    // ISO 8601: the week belongs to the year of its Thursday.
    let thursday = monday.adding(days: 7 * (expression.week ?? 0) + 3)
    guard let firstDay = CivilDate(year: thursday.year, month: 1, day: 1) else { return nil }
    let week = (thursday.dayNumber - firstDay.dayNumber) / 7 + 1
    return "\(CivilDate.padded(thursday.year, 4))-W\(CivilDate.padded(week, 2))"
  }

  private func year(_ expression: DateExpression, _ base: CivilDate?) -> Int? {
    switch expression.year {
    case .number(let year)?: year
    case .offset(let years)?: base.map { $0.year + years }
    case nil: nil
    }
  }

  /// The year and month of an expression that has a month or a day.
  private func yearAndMonth(
    _ expression: DateExpression, _ base: CivilDate?, day: Int?
  ) -> (year: Int, month: Int)? {
    switch expression.month {
    case .number(let month)?:
      guard (1...12).contains(month) else { return nil }
      if expression.year != nil { return year(expression, base).map { ($0, month) } }
      guard let base else { return nil }
      return (nearestYear(month, day, expression.direction, base), month)
    case .offset(let months)?:
      return base.map { shifted($0, months: months) }
    case nil:
      guard let base, let day else { return nil }
      let months = [-1, 0, 1].map { shifted(base, months: $0) }
      let days = months.compactMap { CivilDate(year: $0.year, month: $0.month, day: day) }
      let allowed = days.filter {
        switch expression.direction {
        case .past?: $0 < base
        case .future?: $0 >= base
        case nil: true
        }
      }
      func distance(_ day: CivilDate) -> Int { abs(day.dayNumber - base.dayNumber) }
      // News that names no month means its own; at the turn of a month the days around it ("31일" on the 1st).
      if let own = allowed.first(where: { $0.month == base.month }), distance(own) <= Self.ownMonthDays {
        return (own.year, own.month)
      }
      return allowed.min { distance($0) < distance($1) }.map { ($0.year, $0.month) }
    }
  }

  /// The year that puts a month without one nearest to the reference day, on the side that the text names.
  private func nearestYear(
    _ month: Int, _ day: Int?, _ direction: DateExpression.Direction?, _ base: CivilDate
  ) -> Int {
    let isLater = month > base.month || (month == base.month && (day ?? base.day) > base.day)
    let isEarlier = month < base.month || (month == base.month && (day ?? base.day) < base.day)
    switch direction {
    case .past?: return isLater || (day == nil && month == base.month) ? base.year - 1 : base.year
    case .future?: return isEarlier ? base.year + 1 : base.year
    case nil:
      if month - base.month > 6 { return base.year - 1 }
      return base.month - month > 6 ? base.year + 1 : base.year
    }
  }

  private func shifted(_ base: CivilDate, months: Int) -> (year: Int, month: Int) {
    let index = base.year * 12 + base.month - 1 + months
    return (index / 12, index % 12 + 1)
  }

  private func monthText(_ year: Int, _ month: Int) -> String {
    "\(CivilDate.padded(year, 4))-\(CivilDate.padded(month, 2))"
  }
}
