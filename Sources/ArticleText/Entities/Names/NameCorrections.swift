/// Corrects the tagger's names by what stands in and beside them, one kind of case after another.
enum NameCorrections {
  /// A correction: the mentions of a text in, the corrected ones out.
  private typealias Step = @Sendable (MentionTable) -> [Mention]

  /// What decides spans and classes, in order: later ones build on earlier ones.
  private static let decisions: [Step] = [
    trimmed, WireDatelines.apply, CityNames.apply, Places.apply, Organisations.named, Organisations.merged,
    Governments.apply,
    Teams.apply, ForeignNames.apply, GivenNames.apply, PersonBeforeBody.apply, OfficeHolders.apply,
    FuneralNotices.apply,
    Organisations.merged, oneKindPerName,
  ]

  /// What adds to the names decided on, in order.
  private static let additions: [Step] = [
    RepeatedNames.complete, withoutTitleParts, SurnameMentions.apply, Organisations.withBareTails,
    HanjaNames.apply,
    withAges,
  ]

  /// The mentions, corrected. `known` are the operator's, in order: nothing decides against them.
  static func apply(_ mentions: [Mention], known: [Mention], in text: ScalarText) -> [Mention] {
    let decided: [Step] = known.isEmpty ? decisions : decisions + [{ KnownNames.prevail(known, over: $0) }]
    return (decided + additions).reduce(mentions) { $1(MentionTable(text: text, mentions: $0)) }
  }

  /// `added` and those of `mentions` that nothing added touches.
  static func replacing(_ mentions: [Mention], with added: [Mention]) -> [Mention] {
    if added.isEmpty { return mentions }
    let sorted = added.sorted { $0.range.lowerBound < $1.range.lowerBound }
    return mentions.filter { !$0.isNamedOrNumeric || isFree($0.range, sorted) } + added
  }

  /// `mentions`, which are in order, and those of `added` that touch none of them.
  static func adding(_ added: [Mention], to mentions: [Mention]) -> [Mention] {
    if added.isEmpty { return mentions }
    return mentions + added.filter { isFree($0.range, mentions) }
  }

  /// Takes a title out of a person's span ("윤 시장"), and drops spans that cut a word of letters,
  /// technologies that are no bodies (AI), and events seen as names.
  private static func trimmed(_ table: MentionTable) -> [Mention] {
    table.mentions.compactMap { mention in
      let scan = table.scan
      let range = mention.range
      guard mention.isNamedOrNumeric, !mention.isNumeric else { return mention }
      if scan[range.upperBound]?.isASCIILetter == true, scan[range.upperBound - 1]?.isASCIILetter == true {
        return nil
      }
      if NameWords.technologies.contains(scan.text, range) || NameWords.bareEvents.contains(scan.text, range)
      {
        return nil
      }
      guard mention.kind == .person, let blank = range.first(where: { scan[$0]?.isBlank == true }),
        let title = PersonTitles.phrase(scan, at: blank + 1, wordsMax: 1), title.end <= range.upperBound
      else { return mention }
      var name = mention
      name.range = range.lowerBound..<blank
      return name
    }
  }

  /// Gives all mentions of one text the class that the tagger's probabilities favour, where one of them is
  /// a person: a name is a person's or a body's, but 광주 may be place and body in one text.
  private static func oneKindPerName(_ table: MentionTable) -> [Mention] {
    var votes: [String: [Entity.Kind: Double]] = [:]
    for index in table.indices where table[index].isName {
      votes[table.string(index), default: [:]][table[index].kind, default: 0] += table[index].confidence
    }
    return table.indices.map { index in
      var mention = table[index]
      guard mention.isName, let vote = votes[table.string(index)], vote.count > 1, vote[.person] != nil,
        let best = vote.max(by: { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) })
      else { return mention }
      if mention.kind == .person || best.key == .person { mention.kind = best.key }
      return mention
    }
  }

  /// "강기정 광주시장": 광주 and 광주시 are part of the title's own word and no mention.
  private static func withoutTitleParts(_ table: MentionTable) -> [Mention] {
    table.mentions.filter { mention in
      guard mention.kind == .organization || mention.kind == .place else { return true }
      let scan = table.scan
      let word = mention.range.lowerBound..<scan.wordEnd(mention.range.upperBound)
      guard scan[mention.range.lowerBound - 1]?.isNameScalar != true else { return true }
      return ![word.upperBound, Josa.stemEnd(scan.text, word)].contains { end in
        end >= mention.range.upperBound
          && PersonTitleWords.localHeads.suffix(scan.text, from: word.lowerBound + 1, endingAt: end) != nil
      }
    }
  }

  /// "윤태경 교수(72)": the number is an age.
  private static func withAges(_ table: MentionTable) -> [Mention] {
    let ages = table.indices.compactMap { index -> Mention? in
      guard table[index].kind == .person else { return nil }
      // 김모(46)씨: 모 stands for the name that is withheld.
      let name = table[index].range.upperBound
      let end = table.scan[name] == "모" ? name + 1 : name
      if let age = Quantities.age(table.scan, at: end) { return age }
      return PersonTitles.after(table, name: table[index].range).flatMap {
        Quantities.age(table.scan, at: $0.end)
      }
    }
    return replacing(table.mentions.map { withAge($0, table.scan) }, with: ages)
  }

  /// A bare number in brackets behind a title is an age even where the name was not seen.
  private static func withAge(_ mention: Mention, _ scan: Scan) -> Mention {
    guard mention.kind == .quantity, case .quantity(let quantity)? = mention.reading, quantity.unit.isEmpty,
      scan[mention.range.upperBound] == ")"
    else { return mention }
    if scan[mention.range.lowerBound - 1] == "·", let value = quantity.value, (1...120).contains(value) {
      return withUnitOfAge(mention, quantity)
    }
    guard scan[mention.range.lowerBound - 1] == "(" else { return mention }
    let end = mention.range.lowerBound - 1
    guard PersonTitleWords.tails.suffix(scan.text, from: max(0, end - 8), endingAt: end) != nil else {
      return mention
    }
    return withUnitOfAge(mention, quantity)
  }

  private static func withUnitOfAge(_ mention: Mention, _ quantity: Quantity) -> Mention {
    var age = mention
    age.reading = .quantity(Quantity(value: quantity.value, unit: "세"))
    return age
  }

  /// Whether nothing of `mentions`, which are in order, touches `range`. O(log n).
  static func isFree(_ range: Range<Int>, _ mentions: [Mention]) -> Bool {
    firstTouching(range, mentions) == nil
  }

  /// The first of `mentions`, which are in order and do not overlap, that touches `range`. O(log n).
  static func firstTouching(_ range: Range<Int>, _ mentions: [Mention]) -> Mention? {
    var low = 0
    var high = mentions.count
    while low < high {
      let middle = (low + high) / 2
      if mentions[middle].range.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    guard low < mentions.count, mentions[low].range.lowerBound < range.upperBound else { return nil }
    return mentions[low]
  }
}

extension Mention {
  /// Whether the mention is a person's, a body's or a place's name.
  var isName: Bool { kind == .person || kind == .organization || kind == .place }
}
