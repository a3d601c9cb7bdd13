/// Finds persons and bodies by the office that stands behind them, where the tagger knows neither name: "임가온 외교부
/// 국장은", "모은결 하늘병원 내과 교수".
///
/// The grammar is that of news: a name, the words of a body, a title that ends the phrase.
enum OfficeHolders {
  /// The words that a body may have between name and title.
  private static let bodyWordsMax = 3

  /// The mentions of `table` with those that their office shows.
  static func apply(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var found: [Mention] = []
    var floor = 0
    for word in scan.text.words where word.range.lowerBound >= floor {
      let start = word.range.lowerBound
      guard scan.text[start].isHangulSyllable else { continue }
      if let (holder, inner) = bracketed(scan, word.range) {
        found.append(Mention(range: holder, kind: .person, confidence: 0.85))
        found.append(Mention(range: inner, kind: .organization, confidence: 0.85))
        floor = inner.upperBound
        continue
      }
      let seen = table.startingAt(start).flatMap { table[$0].kind == .person ? table[$0].range : nil }
      guard let name = seen ?? name(scan, word), let body = body(behind: name.upperBound, table) else {
        continue
      }
      if seen == nil { found.append(Mention(range: name, kind: .person, confidence: 0.8)) }
      if !isSeen(body, table) { found.append(Mention(range: body, kind: .organization, confidence: 0.8)) }
      floor = body.upperBound
    }
    return NameCorrections.replacing(table.mentions, with: found)
  }

  /// "함도일(다온건설 부사장)": a name of three syllables with body and office in the bracket behind it.
  private static func bracketed(_ scan: Scan, _ word: Range<Int>) -> (holder: Range<Int>, body: Range<Int>)? {
    guard word.count == 3, scan[word.upperBound] == "(", Surnames.contains(scan.text[word.lowerBound]),
      !NameWords.notNames.isTail(of: scan.text, word),
      let body = PersonTitles.bodyInBracket(scan, at: word.upperBound)
    else { return nil }
    return (word, body)
  }

  /// A word of three syllables that begins with a surname and ends like no particle, or one with its hanja in brackets.
  private static func name(_ scan: Scan, _ found: TextWord) -> Range<Int>? {
    let word = found.range
    guard (2...4).contains(word.count), word.allSatisfy({ scan.text[$0].isHangulSyllable }) else {
      return nil
    }
    if scan[word.upperBound] == "(", scan[word.upperBound + 1]?.isHanja == true { return word }
    guard word.count == 3, Surnames.contains(scan.text[word.lowerBound]),
      !NameWords.notNames.isTail(of: scan.text, word), found.stemEnd == word.upperBound,
      !RelativeDates.lexicon.contains(scan.text, word), !isBuiltLikeName(scan, after: word.upperBound)
    else { return nil }
    return word
  }

  /// "지휘한 문성호 경찰서장": the word before a name is none.
  private static func isBuiltLikeName(_ scan: Scan, after end: Int) -> Bool {
    guard scan[end] == " ", let first = scan[end + 1], Surnames.contains(first) else { return false }
    let next = end + 1..<scan.wordEnd(end + 1)
    return next.count == 3 && !NameWords.notNames.isTail(of: scan.text, next)
      && !NameWords.bodyEndings.isTail(of: scan.text, next)
  }

  /// The words of a body between a name and the title behind it.
  private static func body(behind nameEnd: Int, _ table: MentionTable) -> Range<Int>? {
    let scan = table.scan
    let start = PersonTitles.afterBracket(scan, nameEnd) + 1
    guard scan[start - 1] == " " else { return nil }
    var end = start
    for _ in 0...bodyWordsMax {
      let wordStart = end == start ? start : end + 1
      let word = wordStart..<scan.wordEnd(wordStart, longest: 14)
      guard word.count >= 2,
        scan.text[word.lowerBound].isHangulSyllable || scan.text[word.lowerBound].isASCIILetter
      else { return nil }
      if end > start, isOffice(scan, word) { return start..<end }
      // 가정의학과 ends in no particle, whatever it looks like.
      guard scan[word.upperBound] == " ",
        NameWords.bodyEndings.isTail(of: scan.text, word)
          || isOtherName(word, table)
          || word.allSatisfy({ scan.text[$0].isASCIILetter })
      else { return nil }
      end = word.upperBound
    }
    return nil
  }

  /// Whether a name that is no person's begins with the word.
  private static func isOtherName(_ word: Range<Int>, _ table: MentionTable) -> Bool {
    guard let index = table.startingAt(word.lowerBound) else { return false }
    return table[index].kind != .person
  }

  /// A title with the particle of who acts, or with what ends the phrase otherwise.
  private static func isOffice(_ scan: Scan, _ word: Range<Int>) -> Bool {
    let stem = word.lowerBound..<Josa.stemEnd(scan.text, word)
    return PersonTitleWords.tails.isTail(of: scan.text, stem)
      && !PersonTitleWords.notTitles.isTail(of: scan.text, stem)
  }

  /// Whether a mention covers the body, or a part of it that is more than a word in it.
  private static func isSeen(_ body: Range<Int>, _ table: MentionTable) -> Bool {
    guard let index = table.startingAt(body.lowerBound) else { return false }
    return table[index].kind == .organization && table[index].range.upperBound >= body.upperBound
  }
}
