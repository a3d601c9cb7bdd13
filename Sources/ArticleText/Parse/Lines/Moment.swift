/// A day, perhaps with a time, as an article or its page prints it.
struct Moment: Sendable, Equatable {
  var date: CivilDate
  /// Seconds since midnight; `nil` when only the day is known.
  var seconds: Int?
  /// Minutes east of Greenwich; `nil` when no zone is named, which in Korea means +09:00.
  var offsetMinutes: Int?

  /// ISO 8601 in Korean time; the day alone when no time is known (a midnight would be invented).
  var iso: String {
    guard let seconds else { return date.iso }
    let shift = (540 - (offsetMinutes ?? 540)) * 60
    let total = seconds + shift
    let days = (total >= 0 ? total : total - 86_399) / 86_400
    let rest = total - days * 86_400
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { CivilDate.padded($0, 2) }.joined(
      separator: ":")
    return "\(date.adding(days: days).iso)T\(clock)+09:00"
  }

  /// A time of metadata: ISO 8601 in its usual deviations, fourteen digits, or what `TimeLine` reads.
  static func metadata(_ text: String) -> Moment? {
    let scalars = Array(text.unicodeScalars.prefix(64))
    let digits = scalars.filter(\.isASCIIDigit)
    if scalars.count >= 8, scalars.count <= 14, digits.count == scalars.count { return compact(digits) }
    guard let (found, end) = TimeLine.moment(in: scalars[...], at: 0) else {
      return EnglishDate.moment(in: scalars[...])
    }
    var moment = found
    if moment.seconds != nil { moment.offsetMinutes = zone(scalars[min(end, scalars.count)...]) }
    return moment
  }

  private static func compact(_ digits: [Unicode.Scalar]) -> Moment? {
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1.value) - 48 } }
    // Seconds since 1970 have ten digits too, and begin with no year of ours.
    guard digits.count.isMultiple(of: 2), (1900...2100).contains(number(0..<4)),
      let date = CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8))
    else { return nil }
    guard digits.count >= 12, number(8..<10) < 24, number(10..<12) < 60 else { return Moment(date: date) }
    let second = digits.count == 14 ? min(number(12..<14), 59) : 0
    return Moment(date: date, seconds: number(8..<10) * 3600 + number(10..<12) * 60 + second)
  }

  /// "Z", "+09:00", "+0900", "GMT" after an optional fraction of a second.
  private static func zone(_ tail: ArraySlice<Unicode.Scalar>) -> Int? {
    var rest = tail
    if rest.first == "." { rest = rest.dropFirst().drop { $0.isASCIIDigit } }
    rest = rest.drop { $0.isBlank }
    guard let sign = rest.first else { return nil }
    if sign == "Z" || sign == "z" || rest.starts("GMT") || rest.starts("UTC") { return 0 }
    guard sign == "+" || sign == "-" else { return nil }
    let digits = rest.dropFirst().filter { $0 != ":" }.prefix { $0.isASCIIDigit }.prefix(4)
    guard digits.count >= 2 else { return nil }
    let number = digits.reduce(0) { $0 * 10 + Int($1.value) - 48 }
    let minutes = digits.count > 2 ? number / 100 * 60 + number % 100 : number * 60
    return minutes <= 14 * 60 ? (sign == "-" ? -minutes : minutes) : nil
  }
}

/// Days as English pages print them ("March 28, 2025", "28 Mar 2025").
enum EnglishDate {
  /// The first such day in `text`.
  static func moment(in text: ArraySlice<Unicode.Scalar>) -> Moment? {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in text {
      if scalar.isASCIILetter || scalar.isASCIIDigit {
        word.append(scalar)
      } else if !word.isEmpty {
        words.append(String(word).lowercased())
        word = .init()
      }
    }
    if !word.isEmpty { words.append(String(word).lowercased()) }
    for (index, word) in words.enumerated() {
      guard word.utf8.count >= 3, let month = months.firstIndex(where: { word.hasPrefix($0) }) else {
        continue
      }
      let near = words[max(0, index - 1)..<min(words.count, index + 3)]
      let numbers = near.compactMap { word in Int(word.prefix { $0.isNumber }) }
      guard let year = numbers.first(where: { (1900...2100).contains($0) }),
        let day = numbers.first(where: { (1...31).contains($0) }),
        let date = CivilDate(year: year, month: month + 1, day: day)
      else { continue }
      return Moment(date: date)
    }
    return nil
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}
