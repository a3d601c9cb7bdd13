/// Reads the times of an article as its page prints them.
///
/// `입력 2022.04.06 (23:40)`, `2025년 03월 28일(금) 15:40`, `2025.01.09. 오전 10:08`, `송고시간2026-01-06 16:46`,
/// `2026/01/06 16:46 송고`, `기사입력 :[ 2018-09-28 17:32 ]`. On the 12-hour clock 오후 12 is noon and 오전 12
/// midnight. Source: the conventions of Korean papers, counted in the project's development data.
enum TimeLine {
  /// One time in a line.
  struct Mention: Sendable {
    var moment: Moment
    /// Its range in the line, with its label and brackets.
    var range: Range<Int>
    /// What its label says.
    var role: Role
  }

  /// What a label says of a time.
  enum Role: Sendable { case published, modified, unlabelled }

  /// The times in `line`, in order.
  ///
  /// O(count).
  static func mentions(in line: ArraySlice<Unicode.Scalar>) -> [Mention] {
    var mentions: [Mention] = []
    var index = line.startIndex
    while index < line.endIndex, mentions.count < 8 {
      guard line[index].isASCIIDigit, index == line.startIndex || !line[index - 1].isASCIIDigit,
        let (moment, end) = moment(in: line, at: index)
      else {
        index += 1
        continue
      }
      let (start, before) = label(before: index, in: line)
      let (stop, after) = label(after: end, in: line)
      let role = before ?? after ?? .unlabelled
      mentions.append(
        Mention(
          moment: moment, range: start..<(before == nil ? stop : max(end, closing(end, line))), role: role))
      index = max(end, index + 1)
    }
    return mentions
  }

  /// What is left of a line without its times, trimmed of punctuation.
  static func remainder(of line: ArraySlice<Unicode.Scalar>, without mentions: [Mention]) -> [Range<Int>] {
    var rest: [Range<Int>] = []
    var start = line.startIndex
    for mention in mentions {
      if start < mention.range.lowerBound { rest.append(start..<mention.range.lowerBound) }
      start = max(start, mention.range.upperBound)
    }
    if start < line.endIndex { rest.append(start..<line.endIndex) }
    return rest.compactMap { range in
      let words = line[range].drop { !$0.isWordScalar }
      return words.isEmpty ? nil : words.startIndex..<range.upperBound
    }
  }

  /// The date, and the time after it, that begin at `start`.
  static func moment(
    in line: ArraySlice<Unicode.Scalar>, at start: Int
  ) -> (moment: Moment, end: Int)? {
    var scanner = Scanner(line, at: start)
    guard let year = scanner.number(digits: 4...4), (1900...2100).contains(year), scanner.separator("년"),
      let month = scanner.number(digits: 1...2), scanner.separator("월"),
      let day = scanner.number(digits: 1...2), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    _ = scanner.take("일") || scanner.take(".")
    scanner.weekday()
    let dayEnd = scanner.index
    if let seconds = scanner.clock() { return (Moment(date: date, seconds: seconds), scanner.index) }
    return (Moment(date: date), dayEnd)
  }

  private static func label(before index: Int, in line: ArraySlice<Unicode.Scalar>) -> (Int, Role?) {
    var start = index
    while start > line.startIndex,
      line[start - 1].isBlank || ":：|[(∙•·-".unicodeScalars.contains(line[start - 1])
    {
      start -= 1
    }
    for (word, role) in labels where line[..<start].ends(word) {
      var from = start - word.unicodeScalars.count
      if line[..<from].ends("기사") { from -= 2 }
      if line[..<from].ends("최종") { from -= 2 }
      return (from, role)
    }
    // A bracket that opens the time belongs to it.
    let opens = index > line.startIndex && (line[index - 1] == "[" || line[index - 1] == "(")
    return (opens ? index - 1 : index, nil)
  }

  private static func label(after end: Int, in line: ArraySlice<Unicode.Scalar>) -> (Int, Role?) {
    let rest = line[end...].drop { $0.isBlank }
    for (word, role) in [("송고", Role.published), ("입력", .published), ("승인", .published), ("수정", .modified)]
    where rest.starts(word) {
      return (rest.startIndex + word.unicodeScalars.count, role)
    }
    return (closing(end, line), nil)
  }

  /// Past a closing bracket.
  private static func closing(_ end: Int, _ line: ArraySlice<Unicode.Scalar>) -> Int {
    let rest = line[end...].drop { $0.isBlank }
    guard let first = rest.first, first == "]" || first == ")" else { return end }
    return rest.startIndex + 1
  }

  /// Longer labels first: "송고시간" ends in no other label, "기사수정" does.
  private static let labels: [(String, Role)] = [
    ("송고시간", .published), ("입력시간", .published), ("등록시간", .published), ("수정시간", .modified),
    ("입력일시", .published), ("등록일시", .published), ("수정일시", .modified), ("입력일", .published),
    ("등록일", .published), ("작성일", .published), ("발행일", .published), ("게재일", .published),
    ("수정일", .modified), ("입력", .published), ("승인", .published), ("송고", .published), ("등록", .published),
    ("발행", .published), ("게재", .published), ("작성", .published), ("수정", .modified), ("업데이트", .modified),
    ("갱신", .modified), ("Published", .published), ("Updated", .modified), ("Posted", .published),
  ]
}

/// A position in a line and the small steps that dates are made of.
private struct Scanner {
  let line: ArraySlice<Unicode.Scalar>
  var index: Int

  init(_ line: ArraySlice<Unicode.Scalar>, at index: Int) {
    self.line = line
    self.index = index
  }

  mutating func blanks() {
    while index < line.endIndex, line[index].isBlank { index += 1 }
  }

  mutating func take(_ word: String) -> Bool {
    guard line[index...].starts(word) else { return false }
    index += word.unicodeScalars.count
    return true
  }

  mutating func number(digits: ClosedRange<Int>) -> Int? {
    let run = line[index...].prefix(digits.upperBound + 1).prefix { $0.isASCIIDigit }
    guard digits.contains(run.count) else { return nil }
    index += run.count
    return run.reduce(0) { $0 * 10 + Int($1.value) - 48 }
  }

  /// "년", ".", "-" or "/" and blanks.
  mutating func separator(_ word: String) -> Bool {
    blanks()
    guard take(word) || take(".") || take("-") || take("/") else { return false }
    blanks()
    return true
  }

  /// "(금)", "금요일", "(Fri)".
  mutating func weekday() {
    let start = index
    blanks()
    let rest = line[index...]
    if rest.first == "(", let close = rest.prefix(8).firstIndex(of: ")"),
      !rest[..<close].contains(where: \.isASCIIDigit)
    {
      index = close + 1
    } else if let first = rest.first, "월화수목금토일".unicodeScalars.contains(first), rest.dropFirst().starts("요일")
    {
      index += 3
    } else {
      index = start
    }
  }

  /// A time of day in seconds since midnight.
  mutating func clock() -> Int? {
    let start = index
    if take("T") == false { blanks() }
    let bracket = take("(") || take("[")
    if bracket { blanks() }
    var half: Int?
    for (word, value) in [("오전", 0), ("오후", 12), ("AM", 0), ("PM", 12)] where take(word) { half = value }
    blanks()
    guard var hour = number(digits: 1...2), hour < 25, take(":") || take("시") else { return fail(start) }
    blanks()
    guard let minute = number(digits: 1...2), minute < 60 else { return fail(start) }
    var second = 0
    if take(":"), let value = number(digits: 1...2), value < 60 { second = value }
    _ = take("분")
    if half == nil {
      let here = index
      blanks()
      for (word, value) in [("AM", 0), ("PM", 12), ("am", 0), ("pm", 12)] where take(word) { half = value }
      if half == nil { index = here }
    }
    if let half, hour <= 12 { hour = hour % 12 + half }
    guard hour < 24 else { return fail(start) }
    if bracket {
      blanks()
      _ = take(")") || take("]")
    }
    return hour * 3600 + minute * 60 + second
  }

  private mutating func fail(_ start: Int) -> Int? {
    index = start
    return nil
  }
}
