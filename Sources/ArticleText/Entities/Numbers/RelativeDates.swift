/// The words that name a day, week, month or year by its distance from another one.
enum RelativeDates {
  /// What such a word names.
  enum Meaning: Sendable {
    case year(Int, anaphoric: Bool)
    case month(Int, anaphoric: Bool)
    case week(Int)
    case day(Int, anaphoric: Bool)
  }

  /// Every word with its meaning. Spellings with and without the blank are both common.
  static let lexicon = Lexicon<Meaning>([
    ("지난해", .year(-1, anaphoric: false)), ("지난 해", .year(-1, anaphoric: false)),
    ("작년", .year(-1, anaphoric: false)), ("전년", .year(-1, anaphoric: false)),
    ("재작년", .year(-2, anaphoric: false)), ("지지난해", .year(-2, anaphoric: false)),
    ("올해", .year(0, anaphoric: false)), ("금년", .year(0, anaphoric: false)),
    ("올", .year(0, anaphoric: false)),
    ("내년", .year(1, anaphoric: false)), ("내후년", .year(2, anaphoric: false)),
    ("이듬해", .year(1, anaphoric: true)), ("같은 해", .year(0, anaphoric: true)),
    ("그해", .year(0, anaphoric: true)),
    ("이달", .month(0, anaphoric: false)), ("이번 달", .month(0, anaphoric: false)),
    ("이번달", .month(0, anaphoric: false)), ("지난달", .month(-1, anaphoric: false)),
    ("지난 달", .month(-1, anaphoric: false)),
    ("지지난달", .month(-2, anaphoric: false)), ("다음 달", .month(1, anaphoric: false)),
    ("다음달", .month(1, anaphoric: false)), ("내달", .month(1, anaphoric: false)),
    ("같은 달", .month(0, anaphoric: true)), ("같은달", .month(0, anaphoric: true)),
    ("지난주", .week(-1)), ("지난 주", .week(-1)), ("이번 주", .week(0)), ("이번주", .week(0)), ("금주", .week(0)),
    ("다음 주", .week(1)), ("다음주", .week(1)), ("내주", .week(1)), ("지지난주", .week(-2)),
    ("오늘", .day(0, anaphoric: false)), ("어제", .day(-1, anaphoric: false)), ("그제", .day(-2, anaphoric: false)),
    ("그저께", .day(-2, anaphoric: false)), ("내일", .day(1, anaphoric: false)), ("모레", .day(2, anaphoric: false)),
    ("글피", .day(3, anaphoric: false)),
    ("이날", .day(0, anaphoric: true)), ("이 날", .day(0, anaphoric: true)), ("당일", .day(0, anaphoric: true)),
    ("같은 날", .day(0, anaphoric: true)), ("전날", .day(-1, anaphoric: true)), ("전일", .day(-1, anaphoric: true)),
    ("다음날", .day(1, anaphoric: true)), ("다음 날", .day(1, anaphoric: true)), ("이튿날", .day(1, anaphoric: true)),
    ("익일", .day(1, anaphoric: true)),
  ])

  /// Holidays on a fixed day of the solar calendar.
  static let holidays = Lexicon<(month: Int, day: Int)>([
    ("크리스마스", (12, 25)), ("성탄절", (12, 25)), ("어린이날", (5, 5)), ("어버이날", (5, 8)), ("스승의 날", (5, 15)),
    ("현충일", (6, 6)), ("제헌절", (7, 17)), ("광복절", (8, 15)), ("개천절", (10, 3)), ("한글날", (10, 9)),
    ("삼일절", (3, 1)), ("3·1절", (3, 1)), ("식목일", (4, 5)), ("근로자의 날", (5, 1)),
  ])

  /// Words of direction that stand before a date.
  static let directions = Lexicon<DateExpression.Direction>([("지난", .past), ("오는", .future)])

  /// Days of the week.
  static let weekdays = Lexicon<Int>([
    ("월요일", 1), ("화요일", 2), ("수요일", 3), ("목요일", 4), ("금요일", 5), ("토요일", 6), ("일요일", 7),
  ])

  /// Native numbers of days and the other durations that have no number in them, as ISO 8601.
  static let durations = Lexicon<String>([
    ("하루", "P1D"), ("이틀", "P2D"), ("사흘", "P3D"), ("나흘", "P4D"), ("닷새", "P5D"), ("엿새", "P6D"), ("이레", "P7D"),
    ("여드레", "P8D"), ("아흐레", "P9D"), ("열흘", "P10D"), ("보름", "P15D"), ("일주일", "P1W"), ("반년", "P6M"),
    ("매일", "P1D"), ("매주", "P1W"), ("매달", "P1M"), ("매월", "P1M"), ("매년", "P1Y"), ("매해", "P1Y"),
  ])
}
