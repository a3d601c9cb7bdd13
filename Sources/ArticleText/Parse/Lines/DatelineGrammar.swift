/// Reads the dateline that leads a wire story.
///
/// `[서울=뉴시스] 노하린 기자 =`, `(서울=연합뉴스) 구본휘 기자 =`, `[파이낸셜뉴스]`, `【파이낸셜뉴스 남양주=배도윤 기자】`,
/// `[경남데일리 = 노하린 기자]`, `보령=구본휘 기자 a@b`. Brackets are ( ) [ ] 【 】 < >; the equals sign may have blanks.
enum DatelineGrammar {
  /// What a dateline says, and where the story begins after it.
  struct Reading: Sendable {
    var dateline: Dateline?
    var bylines: [Byline] = []
    var end: Int
  }

  /// The dateline at the start of `line`, or `nil`.
  static func read(_ line: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Reading? {
    guard let first = line.first else { return nil }
    guard let close = closing(first) else { return bare(line, publishers) }
    guard let end = line.prefix(48).firstIndex(of: close),
      var reading = inner(line[(line.startIndex + 1)..<end], publishers)
    else {
      return nil
    }
    reading.end = end + 1
    let (names, after) = reporters(line[(end + 1)...], publishers)
    if !names.isEmpty { reading.bylines = names }
    reading.end = after
    return after < line.endIndex ? reading : nil
  }

  private static func closing(_ bracket: Unicode.Scalar) -> Unicode.Scalar? {
    switch bracket {
    case "(": ")"
    case "[": "]"
    case "【": "】"
    case "<": ">"
    case "〔": "〕"
    default: nil
    }
  }

  /// What stands between the brackets.
  private static func inner(_ text: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Reading? {
    var reading = Reading(end: text.endIndex)
    let sides = text.split(separator: "=", maxSplits: 1).map(\.trimmed)
    if sides.count == 2 {
      let (left, right) = (sides[0], sides[1])
      if let agency = agency(right, publishers) {
        reading.dateline = Dateline(place: left.string, agency: agency)
        return left.count <= 14 ? reading : nil
      }
      // "파이낸셜뉴스 남양주=배도윤 기자", "경남데일리 = 노하린 기자", "엔터미디어=칼럼 이름"
      let words = left.split { $0.isBlank }
      guard let house = words.first, let agency = agency(house, publishers) else { return nil }
      let place = words.count > 1 ? words.dropFirst().map(\.string).joined(separator: " ") : nil
      if let byline = BylineLine.read(right, publishers), !byline.bylines.isEmpty {
        reading.bylines = byline.bylines
        reading.dateline = Dateline(place: place, agency: agency)
      }
      return reading
    }
    if let agency = agency(text.trimmed, publishers) {
      reading.dateline = Dateline(place: nil, agency: agency)
      return reading
    }
    // "조선일보 구본휘 기자"
    let words = text.split { $0.isBlank }
    guard words.count >= 3, let house = words.first, let agency = agency(house, publishers),
      let byline = BylineLine.read(text[words[1].startIndex...], publishers), !byline.bylines.isEmpty
    else { return nil }
    reading.bylines = byline.bylines
    reading.dateline = Dateline(place: nil, agency: agency)
    return reading
  }

  /// `보령=구본휘 기자 a@b …` without brackets: only with a reporter's title within the first 40 scalars.
  private static func bare(_ line: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Reading? {
    let head = line.prefix(48)
    guard let equals = head.prefix(12).firstIndex(of: "="), line[..<equals].allSatisfy(\.isHangulSyllable)
    else {
      return nil
    }
    let mails = MailAddress.ranges(in: head)
    if let mail = mails.first, let byline = BylineLine.read(line[..<mail.upperBound], publishers),
      !byline.bylines.isEmpty,
      mail.upperBound < line.endIndex
    {
      return Reading(
        dateline: Dateline(place: line[..<equals].string, agency: nil), bylines: byline.bylines,
        end: mail.upperBound)
    }
    return nil
  }

  /// `노하린 기자 =` after the bracket: the names and where the story begins.
  private static func reporters(
    _ rest: ArraySlice<Unicode.Scalar>, _ publishers: Publishers
  ) -> ([Byline], Int) {
    let head = rest.prefix(64)
    let start = rest.firstIndex { !$0.isBlank } ?? rest.endIndex
    guard let equals = head.firstIndex(of: "="),
      let byline = BylineLine.read(blanksAsDots(rest[..<equals], publishers), publishers),
      !byline.bylines.isEmpty
    else { return ([], start) }
    let after = rest[(equals + 1)...].firstIndex { !$0.isBlank } ?? rest.endIndex
    return (byline.bylines, after)
  }

  /// Several names may be set apart by blanks only ("구본휘 배도윤 기자"): each name that another follows gets a dot.
  private static func blanksAsDots(
    _ text: ArraySlice<Unicode.Scalar>, _ publishers: Publishers
  ) -> ArraySlice<Unicode.Scalar> {
    let words = text.split { $0.isBlank }
    guard words.count >= 3, words.dropLast().allSatisfy({ PersonName.isKorean($0, publishers) }) else {
      return text
    }
    var joined: [Unicode.Scalar] = []
    for (index, word) in words.enumerated() {
      if index > 0 { joined.append(index < words.count - 1 ? "·" : " ") }
      joined.append(contentsOf: word)
    }
    return joined[...]
  }

  /// An agency, also a foreign one beside it ("AP/뉴시스").
  private static func agency(_ text: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> String? {
    let text = text.trimmed
    if let name = publishers.canonical(text) { return name }
    let parts = text.split(separator: "/")
    guard parts.count == 2, publishers.isName(parts[1]), parts[0].count <= 12 else { return nil }
    return text.string
  }
}
