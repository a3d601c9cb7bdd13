/// Corrects persons (PS): full names that only their title shows, names of several words, and words that
/// are none.
enum GivenNames {
  /// How sure the tagger must be of a word that no title proves, of one that is built like a Korean name and of another.
  ///
  /// An article introduces whom it names, so a name that never has a title is doubtful there. Read off the 15 development
  /// articles and ten of our own (2026-11): with .4 and .6 one person in ten was none.
  private static let thresholdsOfArticle = (builtLikeName: 0.8, other: 0.9)
  /// The same in a text of a sentence or two, where nobody is introduced: on held-out sentences of KLUE-NER the thresholds
  /// of an article lose an eighth of the persons.
  private static let thresholdsOfSentence = (builtLikeName: 0.4, other: 0.5)
  /// The length in scalars from which a text is an article. Not tuned: between the two kinds that were looked at.
  private static let articleLength = 250

  private static let vagueTitles = Lexicon<Void>(
    words: "모델 공사 후보 주사 통장 반장 멤버 수석 대사 주장 기장 선장 작가 심판 간사 이사 대장 회원 선생 의사 형사")

  /// The mentions of `table`, corrected.
  static func apply(_ table: MentionTable) -> [Mention] {
    let joined = MentionTable(
      text: table.scan.text, mentions: joinedWords(table).map { whole($0, table.scan) })
    let proven = Set(
      joined.indices.filter { joined[$0].kind == .person && isProven(joined, $0) }.map { joined.string($0) })
    let parts = Set(proven.flatMap { $0.split(separator: " ").map { String($0) } })
    let kept = joined.indices.filter { index in
      guard joined[index].kind == .person else { return true }
      let name = joined.string(index)
      return parts.contains(name) || proven.contains(name) || isPlausible(joined, index)
    }
    let mentions = kept.map { joined[$0] }
    let table = MentionTable(text: table.scan.text, mentions: mentions)
    let titled = titled(table) + bracketed(table)
    // Nothing but a name begins with a surname of two syllables, whatever the tagger says.
    let sure = titled.filter { $0.range.count > 3 }
    return NameCorrections.adding(
      titled.filter { $0.range.count == 3 },
      to: MentionTable(text: table.scan.text, mentions: NameCorrections.replacing(mentions, with: sure))
        .mentions)
  }

  private static func isProven(_ table: MentionTable, _ index: Int) -> Bool {
    PersonTitles.after(table, name: table[index].range) != nil
      || PersonTitles.before(table, name: table[index].range) != nil
  }

  private static func isPlausible(_ table: MentionTable, _ index: Int) -> Bool {
    let mention = table[index]
    let text = table.scan.text
    guard mention.range.count >= 2 else {
      // 김모(35)씨: 모 stands for a given name that is withheld.
      let after = table.scan[mention.range.upperBound]
      return text[mention.range.lowerBound].isASCIILetter || after == "모" || after == "씨" || after == "("
    }
    let surname = Surnames.length(text, mention.range)
    let isBuiltLikeName = surname > 0 && (2...3).contains(mention.range.count - surname + 1)
    let thresholds = text.count < articleLength ? thresholdsOfSentence : thresholdsOfArticle
    return mention.confidence >= (isBuiltLikeName ? thresholds.builtLikeName : thresholds.other)
  }

  /// "카를로스 오르티가 청장": what looks like a particle belongs to a foreign name, as none stands before a title.
  private static func whole(_ mention: Mention, _ scan: Scan) -> Mention {
    let (range, end) = (mention.range, scan.wordEnd(mention.range.upperBound))
    guard mention.kind == .person, end == range.upperBound + 1, scan[end] == " ",
      scan[range.upperBound].map({ "가이은도나라".unicodeScalars.contains($0) }) == true,
      range.count > 4 || Surnames.length(scan.text, range) == 0,
      PersonTitles.phrase(scan, at: end + 1, wordsMax: 1)?.title.isEmpty == false
    else { return mention }
    var name = mention
    name.range = range.lowerBound..<end
    return name
  }

  /// Two foreign names side by side are one name of two words when neither is built like a Korean name.
  private static func joinedWords(_ table: MentionTable) -> [Mention] {
    var result: [Mention] = []
    for index in table.indices {
      let mention = table[index]
      if mention.kind == .person, var last = result.last, last.kind == .person,
        last.range.upperBound + 1 == mention.range.lowerBound, table.scan[last.range.upperBound] == " ",
        Surnames.length(table.scan.text, mention.range) == 0
      {
        last.range = last.range.lowerBound..<mention.range.upperBound
        result[result.count - 1] = last
      } else {
        result.append(mention)
      }
    }
    return result
  }

  /// "차장을 연기한 배우 국승현": a name behind the title is its bearer's.
  private static func isFollowedByName(_ scan: Scan, _ title: Int) -> Bool {
    guard scan[title] == " " else { return false }
    let word = title + 1..<scan.wordEnd(title + 1, longest: 8)
    return [word.upperBound, Josa.stemEnd(scan.text, word)].contains { end in
      isBuiltLikeFullName(scan.text, word.lowerBound..<end) && end < word.upperBound
        && !NameWords.notNames.isTail(of: scan.text, word.lowerBound..<end)
    }
  }

  /// "(감독 옹다래)", "공갑순(91) 할머니": a name that its bracket shows.
  private static func bracketed(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var found: [Mention] = []
    for open in scan.range where scan[open] == "(" {
      let title = open + 1..<scan.wordEnd(open + 1, longest: 8)
      let behind = title.upperBound + 1..<scan.wordEnd(title.upperBound + 1, longest: 6)
      if scan[title.upperBound] == " ", scan[behind.upperBound] == ")",
        isBuiltLikeFullName(scan.text, behind),
        PersonTitleWords.beforeNames.isTail(of: scan.text, title)
      {
        found.append(Mention(range: behind, kind: .person, confidence: 0.9))
      }
      guard open >= 3 else { continue }
      let name = open - 3..<open
      if scan.isWordStart(name.lowerBound), isBuiltLikeFullName(scan.text, name),
        Quantities.age(scan, at: open) != nil,
        name.allSatisfy({ scan.text[$0].isHangulSyllable }), !NameWords.notNames.isTail(of: scan.text, name),
        isFollowedByPerson(scan, PersonTitles.afterBracket(scan, open))
      {
        found.append(Mention(range: name, kind: .person, confidence: 0.85))
      }
    }
    return found
  }

  /// Whether what stands behind "(91)" goes with a person: 씨, a title, 할머니.
  private static func isFollowedByPerson(_ scan: Scan, _ end: Int) -> Bool {
    PersonTitles.phrase(scan, at: scan.afterBlank(end), wordsMax: 1) != nil
  }

  /// "녹색평화당 도하나 후보": the body shows that a name follows.
  private static func isBehindBody(_ table: MentionTable, _ start: Int) -> Bool {
    table.scan[start - 1] == " " && table.endingAt(start - 1).map { table[$0].kind == .organization } == true
  }

  /// Endings of words before a title that begin like a surname and are none: "기소된 원장", "어설픈 감독".
  private static let notGivenNames = Lexicon<Void>(
    words: "된 픈 운 던 린 난 족 넷 간 유명한 허접한 유일한 유능한 진정한 유력한 이상한 위대한 조용한 강력한 성실한 공정한")

  /// One syllable of surname and two of given name, or two and two.
  private static func isBuiltLikeFullName(_ text: ScalarText, _ word: Range<Int>) -> Bool {
    word.count == 3 && Surnames.contains(text[word.lowerBound])
      || word.count == 4 && Surnames.length(text, word) == 2
  }

  /// "이건우 연구원", "이건우 누리증권 연구원": three syllables that begin with a surname, and a title.
  private static func titled(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var found: [Mention] = []
    for word in scan.text.words {
      let (index, end) = (word.range.lowerBound, word.range.upperBound)
      if isBuiltLikeFullName(scan.text, word.range), scan[end] == " ",
        !NameWords.notNames.isTail(of: scan.text, word.range),
        !notGivenNames.isTail(of: scan.text, word.range),
        word.stemEnd == end || isBehindBody(table, index),
        let reading = PersonTitles.after(table, name: word.range), !reading.title.isEmpty,
        reading.organization != nil || PersonTitles.phrase(scan, at: end + 1, wordsMax: 1) != nil,
        !isFollowedByName(scan, reading.end),
        !vagueTitles.contains(scan.text, reading.start..<reading.end) || isBehindBody(table, index)
      {
        found.append(Mention(range: word.range, kind: .person, confidence: 0.7))
      }
    }
    return found
  }
}
