/// A title found beside a name.
struct TitleReading: Sendable, Equatable {
  /// The title as printed, without its particle and without 팀 ("교수팀" → "교수"); empty for 씨, 군, 양.
  var title: String
  /// A second form in brackets ("최고재무책임자(CFO)").
  var alias: String?
  /// The index of the organisation or place between or before name and title.
  var organization: Int?
  /// Where name and title together end.
  var end: Int
  /// Where the title's own word begins.
  var start: Int
}

/// The grammar of names and titles: "강기정 광주시장"-shaped, "임문영 더불어민주당 디지털특별위원장"-shaped and
/// "누리증권 이건우 연구원"-shaped.
enum PersonTitles {
  private static let pastOrPresent = ["전 ", "전직 ", "현 ", "신임 ", "초대 "]
  private static let notTitles = Lexicon<Void>(words: "등 및 씨 측 또 이 그 저 새 전 중 때 외 간")

  /// The title that follows the name ending at `end`.
  static func after(_ document: MentionTable, name: Range<Int>) -> TitleReading? {
    let scan = document.scan
    if let office = inBracket(document, at: name.upperBound) { return office }
    var index = afterBracket(scan, name.upperBound)
    let isAdjacent = scan[index]?.isBlank != true
    index = scan.afterBlank(index)
    var prefix = ""
    var organization: Int?
    for _ in 0..<3 {
      if prefix.isEmpty, let word = pastOrPresent.first(where: { scan.literal($0, at: index) != nil }) {
        if word == "전 " || word == "전직 " { prefix = "전 " }
        index += word.unicodeScalars.count
        continue
      }
      guard let other = document.startingAt(index),
        document[other].kind == .organization || document[other].kind == .place
      else { break }
      // "윤태경 한솔시장": the tagger may see 한솔 or 한솔시 in the title's own word.
      let end = afterBracket(scan, document[other].range.upperBound)
      if scan[document[other].range.upperBound]?.isNameScalar == true, organization == nil || end == index {
        break
      }
      if organization == nil { organization = other }
      index = end
      guard scan[index]?.isBlank == true else { break }
      index = scan.afterBlank(index)
    }
    guard let found = phrase(scan, at: index, wordsMax: isAdjacent ? 1 : 3) else { return nil }
    var result = found
    if !found.title.isEmpty { result.title = prefix + found.title }
    result.organization = organization
    return result
  }

  /// The office and body in the bracket behind a name: "(24·다온시청)", "(전 새빛은행 부행장)".
  private static func inBracket(_ document: MentionTable, at open: Int) -> TitleReading? {
    let scan = document.scan
    let close = afterBracket(scan, open, longest: 40) - 1
    guard close > open + 2 else { return nil }
    var index = document.firstIndex(from: open + 1)
    var body: Int?
    while index < document.mentions.count, document[index].range.upperBound <= close {
      if document[index].kind == .organization { body = index }
      index += 1
    }
    guard let body else { return nil }
    let end = document[body].range.upperBound
    if end == close { return TitleReading(title: "", organization: body, end: close + 1, start: end) }
    let title = end + 1..<close
    guard scan[end] == " ", PersonTitleWords.tails.isTail(of: scan.text, title) else { return nil }
    let isPast = scan.anyLiteral(["전 ", "前 ", "전직 "], at: open + 1) != nil
    return TitleReading(
      title: (isPast ? "전 " : "") + scan.text.string(title), organization: body, end: close + 1,
      start: title.lowerBound)
  }

  /// The body in the bracket at `open` behind a name, "(전 새빛은행 부행장)": what stands before the office.
  static func bodyInBracket(_ scan: Scan, at open: Int) -> Range<Int>? {
    let close = afterBracket(scan, open, longest: 40) - 1
    guard close > open else { return nil }
    let start = scan.anyLiteral(["전 ", "前 ", "현 "], at: open + 1) ?? open + 1
    guard let blank = (start..<close).last(where: { scan[$0] == " " }), blank - start >= 2,
      PersonTitleWords.tails.isTail(of: scan.text, blank + 1..<close),
      (start..<blank).allSatisfy({ scan.text[$0].isNameScalar || scan[$0] == " " || scan[$0] == "&" })
    else { return nil }
    return start..<blank
  }

  /// The title that stands before the name beginning at `start` ("배우 윤태경").
  static func before(_ document: MentionTable, name: Range<Int>) -> TitleReading? {
    let scan = document.scan
    let start = name.lowerBound
    guard scan[start - 1]?.isBlank == true else { return nil }
    var wordStart = start - 1
    while start - wordStart < 14, let scalar = scan[wordStart - 1], scalar.isHangulSyllable { wordStart -= 1 }
    let range = wordStart..<start - 1
    guard !range.isEmpty else { return nil }
    let isInBracket =
      bodyBeforeBracket(document, wordStart) != nil && PersonTitleWords.tails.isTail(of: scan.text, range)
    guard isInBracket || PersonTitleWords.beforeNames.isTail(of: scan.text, range) else { return nil }
    // "윤태경 의원 배소현": the title belongs to the name before it.
    if let other = document.endingAt(scan[wordStart - 1]?.isBlank == true ? wordStart - 1 : wordStart),
      document[other].kind == .person
    {
      return nil
    }
    return TitleReading(title: scan.text.string(range), end: start - 1, start: wordStart)
  }

  /// The body whose head is named in brackets behind it, where a title begins there: "한국미래원(원장 백승우)",
  /// "한국미래원(KFW·원장 백승우)".
  static func bodyBeforeBracket(_ document: MentionTable, _ title: Int) -> Int? {
    let scan = document.scan
    var open = title - 1
    if scan[open] == "·" || scan[open] == ",", let inner = document.endingAt(open) {
      open = document[inner].range.lowerBound - 1
    }
    guard scan[open] == "(", let body = document.endingAt(open), document[body].kind == .organization else {
      return nil
    }
    return body
  }

  /// Whether a title or an honorific stands right at `offset`, after the blank behind a surname.
  static func phrase(_ scan: Scan, at offset: Int, wordsMax: Int) -> TitleReading? {
    var index = offset
    for _ in 0..<wordsMax {
      let wordEnd = scan.wordEnd(index, longest: 24)
      guard wordEnd > index else { return nil }
      let word = index..<wordEnd
      if let title = titleEnd(scan.text, word) {
        let text = scan.text.string(offset..<title)
        var reading = TitleReading(title: text, end: title, start: offset)
        if title == wordEnd { reading.alias = alias(scan, at: wordEnd) }
        return reading
      }
      if let honorific = honorificEnd(scan, word) {
        return TitleReading(title: "", end: honorific, start: index)
      }
      // Only bare nouns may stand between a name and its title ("미래산업 국장").
      guard Josa.stemEnd(scan.text, word) == wordEnd, !notTitles.contains(scan.text, word),
        scan[wordEnd] == " "
      else { return nil }
      index = wordEnd + 1
    }
    return nil
  }

  /// The end of the title in the word `range`, which may carry a particle, 팀, 님, 측 or 겸.
  private static func titleEnd(_ text: ScalarText, _ range: Range<Int>) -> Int? {
    for end in [range.upperBound, Josa.stemEnd(text, range), looseStemEnd(text, range)] {
      for cut in 0...1 where end - cut > range.lowerBound {
        if cut == 1, !["팀", "님", "측", "직"].contains(String(text[end - 1])) { continue }
        let title = range.lowerBound..<end - cut
        if PersonTitleWords.tails.isTail(of: text, title), !PersonTitleWords.notTitles.isTail(of: text, title)
        {
          return end - cut
        }
      }
    }
    return nil
  }

  /// The stem before a two-syllable particle that ends like a shorter one ("의원에게는").
  private static func looseStemEnd(_ text: ScalarText, _ range: Range<Int>) -> Int {
    let once = Josa.stemEnd(text, range)
    guard once > range.lowerBound else { return once }
    return Josa.stemEnd(text, range.lowerBound..<once)
  }

  private static func honorificEnd(_ scan: Scan, _ word: Range<Int>) -> Int? {
    guard let found = PersonTitleWords.honorifics.prefix(scan, at: word.lowerBound),
      Josa.canFollow(scan, at: found.end)
    else { return nil }
    return found.end
  }

  /// "(CFO)" right after a title.
  private static func alias(_ scan: Scan, at offset: Int) -> String? {
    guard scan[offset] == "(" else { return nil }
    let end = scan.wordEnd(offset + 1, longest: 8)
    guard end - offset > 2, scan[end] == ")",
      (offset + 1..<end).allSatisfy({ scan[$0]?.isASCIILetter == true })
    else {
      return nil
    }
    return scan.text.string(offset + 1..<end)
  }

  /// The place after a bracket of at most 20 scalars that stands at `offset` (an age, hanja, an
  /// abbreviation).
  static func afterBracket(_ scan: Scan, _ offset: Int, longest: Int = 20) -> Int {
    guard scan[offset] == "(" else { return offset }
    var index = offset + 1
    while index - offset <= longest, let scalar = scan[index], scalar != "\n" {
      if scalar == ")" { return index + 1 }
      index += 1
    }
    return offset
  }
}
