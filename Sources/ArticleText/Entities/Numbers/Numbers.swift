/// Finds dates, times and quantities line by line and reconciles them with what the tagger saw.
enum Numbers {
  /// Every number expression of one line, in order, none overlapping another.
  static func find(_ scan: Scan) -> [Mention] {
    var found: [Mention] = []
    var index = scan.range.lowerBound
    while index < scan.range.upperBound {
      guard canBegin(scan, index), var best = longest(scan, at: index) else {
        index += 1
        continue
      }
      // A part of the day right behind a date ("3일 낮") is a time; elsewhere the tagger decides.
      if best.kind == .time, let last = found.last, last.kind == .date,
        last.range.upperBound + 1 == best.range.lowerBound
      {
        best.isSure = true
      }
      found.append(best)
      index = max(best.range.upperBound, index + 1)
    }
    return found
  }

  /// What the tagger's numeric span says, read on its own.
  static func reading(of span: Range<Int>, kind: Entity.Kind, in text: ScalarText) -> Mention.Reading? {
    let scan = Scan(text, span)
    if kind == .quantity {
      return Quantities.read(scan).map { .quantity($0) }
    }
    guard let found = longest(scan, at: span.lowerBound), found.kind == kind else { return nil }
    let rest = text.string(found.range.upperBound..<span.upperBound)
    return meaningless.contains(rest) ? found.reading : nil
  }

  /// The tagger's spans with the line's number expressions worked in.
  ///
  /// A sure finding replaces what the tagger has there of the same sort; a name of the tagger's ("119특수구조단")
  /// is left alone.
  static func reconcile(_ found: [Mention], with tagged: [Mention], in text: ScalarText) -> [Mention] {
    var result: [Mention] = []
    var next = 0
    var taken = [Bool](repeating: false, count: found.count)
    for var mention in tagged {
      while next < found.count, found[next].range.upperBound <= mention.range.lowerBound { next += 1 }
      var overlaps: [Int] = []
      var index = next
      while index < found.count, found[index].range.lowerBound < mention.range.upperBound {
        overlaps.append(index)
        index += 1
      }
      guard mention.isNumeric else {
        for overlap in overlaps { taken[overlap] = true }
        result.append(mention)
        continue
      }
      if let same = overlaps.first(where: { found[$0].range == mention.range }) {
        taken[same] = true
        mention.reading = found[same].reading
        mention.kind = found[same].kind
        result.append(mention)
      } else if let longer = overlaps.first, overlaps.count == 1,
        addsMeaning(mention, to: found[longer], in: text)
      {
        // "올해 여름": the tagger knows more forms than the rules; what the rest adds to the norm is not known.
        taken[longer] = true
        result.append(mention)
      } else if !overlaps.contains(where: { found[$0].isSure }),
        canBegin(Scan(text, 0..<text.count), mention.range.lowerBound)
      {
        mention.reading = reading(of: mention.range, kind: mention.kind, in: text)
        // 시 ends hours and cities alike: what reads as no time of the day is none, whatever the tagger says.
        if mention.kind == .time, mention.reading == nil, text[mention.range.upperBound - 1] == "시" {
          continue
        }
        if isPartOfName(mention, text) { continue }
        if isSurnameHan(mention, text) {
          mention = Mention(range: mention.range, kind: .person, confidence: mention.confidence)
        }
        for overlap in overlaps { taken[overlap] = true }
        result.append(mention)
      }
    }
    for index in found.indices where !taken[index] && found[index].isSure { result.append(found[index]) }
    return result.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether the tagger's span goes on behind what was found, with more than the words that are left out of
  /// a span.
  private static func addsMeaning(_ mention: Mention, to found: Mention, in text: ScalarText) -> Bool {
    guard mention.kind == found.kind, mention.range.lowerBound == found.range.lowerBound,
      mention.range.upperBound > found.range.upperBound
    else { return false }
    let rest = found.range.upperBound..<mention.range.upperBound
    // "14승째" is one word as KLUE-NER has it.
    return !meaningless.contains(text.string(rest))
      && (!Josa.isParticle(text, rest) || text.string(rest) == "째")
  }

  /// "코로나19": bare digits right behind a syllable belong to the word.
  private static func isPartOfName(_ mention: Mention, _ text: ScalarText) -> Bool {
    mention.kind == .quantity && mention.range.lowerBound > 0
      && text[mention.range.lowerBound - 1].isHangulSyllable
      && mention.range.allSatisfy { text[$0].isASCIIDigit }
  }

  /// 한가람 is no "one 가람": 한 is a surname where three syllables hold no unit.
  private static func isSurnameHan(_ mention: Mention, _ text: ScalarText) -> Bool {
    let range = mention.range
    return mention.kind == .quantity && range.count == 3 && text[range.lowerBound] == "한"
      && QuantityUnits.lexicon.prefix(Scan(text, range), at: range.lowerBound + 1) == nil
      && range.allSatisfy { text[$0].isHangulSyllable }
  }

  /// What may follow a time inside the tagger's span without changing its value; the guideline leaves it out.
  private static let meaningless: Set<String> = [
    "", "께", "경", "쯤", "동안", " 동안", "간", "중", " 중", "때", "씩", "급", "가량", "정도",
  ]

  private static func canBegin(_ scan: Scan, _ index: Int) -> Bool {
    guard let scalar = scan[index] else { return false }
    guard scalar.isASCIIDigit else { return scalar.isHangulSyllable && scan.isWordStart(index) }
    guard let before = scan[index - 1] else { return true }
    if before.isASCIIDigit || before.isASCIILetter { return false }
    // 3.14 and 1,000 are one number each; "…이다.5일" has lost the blank behind a full stop.
    if before == "." || before == ",", scan[index - 2]?.isASCIIDigit == true { return false }
    // F-16, MS-01: a number that belongs to a name.
    if before == "-" || before == "_", let letter = scan[index - 2], letter.isASCIILetter { return false }
    return true
  }

  private static func longest(_ scan: Scan, at index: Int) -> Mention? {
    var best = ClockTimes.find(scan, at: index)
    // Not in a list of them: to make one for each word took a thirtieth of all extraction.
    func consider(_ candidate: Mention?) {
      guard let candidate else { return }
      if best.map({ candidate.range.upperBound > $0.range.upperBound }) ?? true { best = candidate }
    }
    consider(TimeExpressions.find(scan, at: index))
    consider(Quantities.find(scan, at: index))
    consider(Matches.find(scan, at: index))
    return best
  }
}
