/// Finds who says a quotation, from the reporting clause around it.
struct Speakers: Sendable {
  /// A speaker: a person's record, or a naming phrase.
  enum Speaker: Sendable, Equatable {
    case person(Int)
    case phrase(Range<Int>)
  }

  private let table: MentionTable
  private let persons: Persons
  private let quotes: [QuoteSpan]
  private static let clauseMax = 200
  /// An article has a few headlines; the bounds keep the comparison of all with all small.
  private static let headlineQuotesMax = 8
  private static let bodyQuotesMax = 200

  init(_ table: MentionTable, _ persons: Persons, _ quotes: [QuoteSpan]) {
    self.table = table
    self.persons = persons
    self.quotes = quotes
  }

  /// The speaker of each quotation, `nil` when unsure.
  func resolve() -> [Speaker?] {
    var speakers: [Speaker?] = []
    for (number, quote) in quotes.enumerated() {
      let previous = number > 0 ? quotes[number - 1] : nil
      speakers.append(
        speaker(of: quote, previous: previous, previousSpeaker: speakers.last ?? nil))
    }
    resolveHeadlines(&speakers)
    return speakers
  }

  private func speaker(of quote: QuoteSpan, previous: QuoteSpan?, previousSpeaker: Speaker?) -> Speaker? {
    let open = quote.range.lowerBound - 1
    if quote.isHeadline { return headlineSpeaker(before: open) }
    let floor = max(open - Self.clauseMax, previous?.end ?? 0)
    let clauseStart = sentenceStart(open, floor: floor)
    if Self.writings.contains(where: { table.scan.literal($0, at: quote.end) != nil }) { return nil }
    if let subject = subject(in: clauseStart..<open) { return subject }
    if let subject = subjectAfter(quote.end) ?? ownerAfter(quote.end) { return subject }
    if hasPronoun(clauseStart..<open), let person = subjectOfSentences(before: clauseStart) { return person }
    // No subject of its own: the sentence goes on ("…"며 "…"고), or the next one takes the speaker up.
    guard let previous, clauseStart <= previous.end || isSameParagraph(previous.end, open) else {
      return previousSpeaker == nil ? subjectOfPreviousSentence(clauseStart) : nil
    }
    return previousSpeaker
  }

  /// Where the sentence that holds `offset` begins, not before `floor`.
  private func sentenceStart(_ offset: Int, floor: Int) -> Int {
    var index = offset
    while index > floor {
      let scalar = table.scan.text[index - 1]
      if scalar == "\n" { return index }
      if scalar == ".", table.scan[index]?.isASCIIDigit != true, index < offset { return index }
      index -= 1
    }
    return floor
  }

  private func isSameParagraph(_ start: Int, _ end: Int) -> Bool {
    end - start <= Self.clauseMax && !table.scan.text.scalars[start..<end].contains("\n")
  }

  /// The last subject or topic of a clause that can speak: 은/는 before 이/가.
  private func subject(in range: Range<Int>) -> Speaker? {
    var topic: Speaker?
    var subject: Speaker?
    var index = range.lowerBound
    while index < range.upperBound {
      guard table.scan[index]?.isNameScalar == true else {
        index += 1
        continue
      }
      let end = table.scan.wordEnd(index)
      let word = index..<min(end, range.upperBound)
      if let particle = subjectParticle(word),
        let speaker = speaker(endingAt: particle, floor: range.lowerBound)
      {
        let isTopic =
          table.scan[particle] == "은" || table.scan[particle] == "는" || table.scan[particle] == "께"
        if isTopic { topic = speaker } else { subject = speaker }
      }
      index = max(end, index + 1)
    }
    return topic ?? subject
  }

  /// Where the subject particle of a word begins.
  private func subjectParticle(_ word: Range<Int>) -> Int? {
    let text = table.scan.text
    for particle in ["께서는", "께서", "에서는", "은", "는", "이", "가", "도"] {
      let start = word.upperBound - particle.unicodeScalars.count
      // Behind a bracket the particle is a word of its own: "최고책임자(CFO)는".
      guard start > word.lowerBound || (start == word.lowerBound && table.scan[start - 1] == ")"),
        table.scan.literal(particle, at: start) == word.upperBound,
        Josa.agrees(text[start - 1], text[start])
      else { continue }
      return start
    }
    return nil
  }

  /// Who is named by the noun phrase that ends at `end`.
  private func speaker(endingAt end: Int, floor: Int) -> Speaker? {
    if let person = personNamed(endingAt: end, floor: floor) { return .person(person) }
    if let index = table.endingAt(end), table[index].kind == .organization || table[index].kind == .quantity,
      !SpeakerWords.heads.contains(table.scan.text, table[index].range)
    {
      return .phrase(phraseStart(table[index].range.lowerBound, floor: floor, kind: table[index].kind)..<end)
    }
    var start = end
    while start > floor, table.scan[start - 1]?.isNameScalar == true { start -= 1 }
    guard start < end, SpeakerWords.canSpeak(table.scan.text, start..<end) else { return nil }
    return .phrase(phraseStart(start, floor: floor, kind: nil)..<end)
  }

  /// The person whose name, title included, ends at `end`: "임 위원장", "문성호 북부경찰서 여성청소년과장", "A씨".
  private func personNamed(endingAt end: Int, floor: Int) -> Int? {
    var index = table.firstIndex(from: end)
    while index > 0 {
      index -= 1
      let mention = table[index]
      if mention.range.lowerBound < floor || end - mention.range.upperBound > 60 { return nil }
      // A name in hanja stands in the bracket behind the name itself.
      guard mention.kind == .person, table.scan[mention.range.lowerBound]?.isHanja != true else { continue }
      // An age may stand behind the name: "마리아 켈카(47)는".
      if PersonTitles.afterBracket(table.scan, mention.range.upperBound) == end {
        return persons.owner[index]
      }
      if mention.range.upperBound == end { return persons.owner[index] }
      let reading = PersonTitles.after(table, name: mention.range)
      guard let reading else { return nil }
      let titleEnd = PersonTitles.afterBracket(table.scan, reading.end)
      // "서지안 교수팀은" speaks for the person; a bracket with the age may follow a title.
      let reaches = titleEnd == end || table.scan.anyLiteral(["팀", "님", "측"], at: titleEnd) == end
      return reaches ? persons.owner[index] : nil
    }
    return nil
  }

  /// Takes in what qualifies the head of a naming phrase: "국민자유당 관계자", "기술경영 전문가 70%".
  private func phraseStart(_ start: Int, floor: Int, kind: Entity.Kind?) -> Int {
    guard kind != .organization else { return start }
    var start = start
    for _ in 0..<3 {
      guard start > floor, table.scan[start - 1] == " " else { break }
      if let index = table.endingAt(start - 1),
        table[index].kind == .organization || table[index].kind == .place
      {
        return table[index].range.lowerBound
      }
      var wordStart = start - 1
      while wordStart > floor, table.scan[wordStart - 1]?.isNameScalar == true { wordStart -= 1 }
      guard wordStart < start - 1, isBareNoun(wordStart..<start - 1) else { break }
      start = wordStart
    }
    return start
  }

  private func isBareNoun(_ word: Range<Int>) -> Bool {
    let text = table.scan.text
    if SpeakerWords.adverbs.contains(text, word) { return false }
    if SpeakerWords.determiners.contains(text, word) { return true }
    if SpeakerWords.modifierEndings.isTail(of: text, word) { return false }
    // 전문가 and 우주인 end like a noun with a particle.
    return SpeakerWords.heads.contains(text, word) || Josa.stemEnd(text, word) == word.upperBound
      || isCounted(word)
  }

  /// "세 나라": what is counted is a noun, whatever it ends in.
  private func isCounted(_ word: Range<Int>) -> Bool {
    guard table.scan[word.lowerBound - 1] == " " else { return false }
    var start = word.lowerBound - 1
    while word.lowerBound - start < 5, table.scan[start - 1]?.isNameScalar == true { start -= 1 }
    return SpeakerWords.determiners.contains(table.scan.text, start..<word.lowerBound - 1)
  }

  /// "…." 하트웰 교수의 설명이다.
  private func ownerAfter(_ end: Int) -> Speaker? {
    let scan = table.scan
    let start = scan.anyLiteral(["라는", "이라는", "는", ""], at: end) ?? end
    guard scan[start] == " " else { return nil }
    var word = start + 1
    for _ in 0..<5 {
      let wordEnd = scan.wordEnd(word)
      guard wordEnd > word, scan[wordEnd] == " " else { return nil }
      if scan[wordEnd - 1] == "의", Quotes.sayingNouns.prefix(scan, at: wordEnd + 1) != nil {
        return speaker(endingAt: wordEnd - 1, floor: start)
      }
      word = wordEnd + 1
    }
    return nil
  }

  /// "…"라고 임 위원장은 말했다.
  private func subjectAfter(_ end: Int) -> Speaker? {
    let scan = table.scan
    let word = scan.wordEnd(end)
    guard word > end, scan[word] == " " else { return nil }
    if scan.anyLiteral(["라는", "이라는", "다는"], at: end) == word { return speakerOfWord(after: word) }
    guard scan.anyLiteral(["고", "라고", "이라고"], at: end) == word else { return nil }
    var limit = word + 1
    while limit - word < 80, let scalar = scan[limit], scalar != "\n", scalar != ".", scalar != "“",
      scalar != "\""
    {
      limit += 1
    }
    return subject(in: word + 1..<limit)
  }

  /// "…"이라는 맹씨는, where the speaker is the next word.
  private func speakerOfWord(after word: Int) -> Speaker? {
    let end = table.scan.wordEnd(word + 1)
    guard end > word + 1, let particle = subjectParticle(word + 1..<end),
      let person = personNamed(endingAt: particle, floor: word)
    else { return nil }
    return .person(person)
  }

  /// What follows a quotation that is read and not said: on a banner, a sign.
  private static let writings = ["이라고 적힌", "라고 적힌", "이라고 쓰인", "라고 쓰인", "이라고 쓴 현수막", "라고 쓴 현수막"]

  private static let pronouns = Lexicon<Void>(words: "그는 그가 그녀는 그녀가 고인은")

  private func hasPronoun(_ clause: Range<Int>) -> Bool {
    clause.contains { offset in
      guard table.scan.isWordStart(offset), let word = Self.pronouns.prefix(table.scan, at: offset) else {
        return false
      }
      return table.scan[word.end]?.isNameScalar != true
    }
  }

  /// Whom 그 means: the last person who is the subject of one of the two sentences before.
  private func subjectOfSentences(before start: Int) -> Speaker? {
    var end = start
    for _ in 0..<2 {
      guard end > 1 else { return nil }
      let sentence = sentenceStart(end - 1, floor: max(0, end - Self.clauseMax))
      if case .person(let person)? = subject(in: sentence..<end - 1) { return .person(person) }
      end = sentence
    }
    return nil
  }

  /// The subject of the sentence before, for a quotation that opens a paragraph's second sentence without
  /// one.
  private func subjectOfPreviousSentence(_ start: Int) -> Speaker? {
    guard start > 1, table.scan[start - 1] == "." else { return nil }
    let previous = sentenceStart(start - 1, floor: max(0, start - Self.clauseMax))
    guard case .person(let person)? = subject(in: previous..<start - 1) else { return nil }
    return .person(person)
  }

  /// The namer printed in the headline, right before the mark: 야당 “반쪽 법안”, 우주인 3명 "…".
  private func headlineSpeaker(before open: Int) -> Speaker? {
    let scan = table.scan
    var end = open
    while end > 0, let scalar = scan[end - 1], scalar.isBlank && scalar != "\n" || scalar == "," { end -= 1 }
    guard end > 0, scan[end - 1] != "\n" else { return nil }
    let floor = sentenceStart(open, floor: max(0, open - Self.clauseMax))
    if let speaker = speaker(endingAt: end, floor: floor) { return speaker }
    return nil
  }

  /// A headline's quotation without a namer is said by the one whose words in the body it repeats, or by
  /// the only speaker of the body.
  private func resolveHeadlines(_ speakers: inout [Speaker?]) {
    let body = quotes.indices.filter { !quotes[$0].isHeadline }.prefix(Self.bodyQuotesMax)
    let known = body.compactMap { speakers[$0] }
    guard let first = known.first else { return }
    let isOnly = known.allSatisfy { $0 == first }
    let open = quotes.indices.filter { quotes[$0].isHeadline && speakers[$0] == nil }
    for index in open.prefix(Self.headlineQuotesMax) {
      if isOnly {
        speakers[index] = first
        continue
      }
      let wanted = bigrams(quotes[index].range)
      let best = body.max { shared(wanted, quotes[$0].range) < shared(wanted, quotes[$1].range) }
      // Half of the headline's pairs of syllables must be in the quotation: less is chance.
      if let best, 2 * shared(wanted, quotes[best].range) >= wanted.count { speakers[index] = speakers[best] }
    }
  }

  private func bigrams(_ range: Range<Int>) -> Set<UInt64> {
    let letters = table.scan.text.scalars[range].filter(\.isNameScalar)
    return Set(zip(letters, letters.dropFirst()).map { UInt64($0.value) << 32 | UInt64($1.value) })
  }

  private func shared(_ wanted: Set<UInt64>, _ range: Range<Int>) -> Int {
    wanted.intersection(bigrams(range)).count
  }
}
