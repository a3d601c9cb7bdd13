/// Decides where governments act: 정부 and cities, which are bodies when they act and places or no names
/// otherwise.
enum Governments {
  private static let actorParticles = ["는", "은", "가", "이", "도", "와", "과"]
  private static let notActing = ["현 ", "전 ", "차기 ", "새 ", "역대 ", "이번 ", "지난 "]

  /// The mentions of `table`, corrected.
  static func apply(_ table: MentionTable) -> [Mention] {
    let governments = MentionTable(text: table.scan.text, mentions: government(table))
    return cities(MentionTable(text: table.scan.text, mentions: citiesWithOffices(governments)))
  }

  /// 정부는, 정부가 is a body that acts; "김대중 정부", "차기 정부" and "실패한 정부" are not.
  private static func government(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    let mentions = table.mentions.filter { mention in
      mention.kind != .organization
        || scan.literal("정부", at: mention.range.lowerBound) != mention.range.upperBound
        || isActing(table, mention.range.lowerBound)
    }
    var added: [Mention] = []
    for offset in scan.range where scan[offset] == "정" && scan.isWordStart(offset) {
      guard let end = scan.literal("정부", at: offset),
        scan.anyLiteral(["는", "가"], at: end) == scan.wordEnd(end),
        scan.wordEnd(end) > end, isActing(table, offset), table.startingAt(offset) == nil
      else { continue }
      added.append(Mention(range: offset..<end, kind: .organization, confidence: 0.8))
    }
    return NameCorrections.adding(added, to: mentions)
  }

  private static func isActing(_ table: MentionTable, _ start: Int) -> Bool {
    let scan = table.scan
    if let before = table.endingAt(start - 1), table[before].kind == .person { return false }
    if notActing.contains(where: { scan.literal($0, at: start - $0.unicodeScalars.count) != nil }) {
      return false
    }
    // What is done to a government, and nothing that one does.
    if let end = scan.literal("정부 ", at: start),
      scan.anyLiteral(["교체", "출범", "구성", "수립", "이양", "전복"], at: end) != nil
    {
      return false
    }
    // A syllable in ㄴ before the blank is a modifier ("실패한"), unless it is the topic particle.
    guard scan[start - 1] == " ", let last = scan[start - 2], last.isHangulSyllable else { return true }
    return (last.value - 0xAC00) % 28 != 4 || last == "은" || last == "는"
  }

  /// A city that acts somewhere in the text (광주시는, 광주시와) is a body at all mentions but those where something
  /// happens in it or that begin an address.
  private static func cities(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var acting: Set<String> = []
    for index in table.indices where isCity(table, index) {
      let end = table[index].range.upperBound
      // Provinces stand side by side in the weather: 와 and 과 prove only a city.
      let particles = table.scan[end - 1] == "도" ? ["는", "가"] : actorParticles
      if let particle = scan.anyLiteral(particles, at: end), scan[particle]?.isNameScalar != true {
        acting.insert(lastWord(table.string(index)))
      }
    }
    return table.indices.map { index in
      var mention = table[index]
      guard isCity(table, index), acting.contains(lastWord(table.string(index))) else { return mention }
      let end = mention.range.upperBound
      let isTerritory =
        scan.anyLiteral(["에", "로", "내", "까지", "부터"], at: end) != nil
        || table.startingAt(end + 1).map { table[$0].kind == .place } == true
      mention.kind = isTerritory ? .place : .organization
      return mention
    }
  }

  /// 시, 군 and 도 of three syllables at least.
  private static func isCity(_ table: MentionTable, _ index: Int) -> Bool {
    let mention = table[index]
    guard mention.isName, mention.range.count >= 3, let last = table.scan[mention.range.upperBound - 1] else {
      return false
    }
    if mention.kind == .person { return last == "시" && mention.confidence < 0.9 }
    return last == "시" || last == "군" || last == "도"
  }

  /// Takes for cities what the tagger has for persons: a 나래시 whose mayor, hall or council the text names, and its 나래.
  private static func citiesWithOffices(_ table: MentionTable) -> [Mention] {
    let persons = table.indices.filter { table[$0].kind == .person }
    guard !persons.isEmpty else { return table.mentions }
    let cities = citiesWithOffices(table.scan)
    guard !cities.isEmpty else { return table.mentions }
    var mentions = table.mentions
    for index in persons {
      let name = table.string(index)
      if cities.contains(name) {
        mentions[index].kind = .organization
      } else if cities.contains(name + "시") {
        mentions[index].kind = .place
      }
    }
    return mentions
  }

  /// The cities of the words 나래시장, 나래시청 and 나래시의회.
  private static func citiesWithOffices(_ scan: Scan) -> Set<String> {
    var cities: Set<String> = []
    for word in WholeWords.find(scan, tails: offices) {
      guard let office = offices.suffix(scan.text, from: word.lowerBound, endingAt: word.upperBound) else {
        continue
      }
      cities.insert(scan.text.string(word.lowerBound..<office.start + 1))
    }
    return cities
  }

  private static let offices = Lexicon<Int>([("시장", 4), ("시청", 4), ("시의회", 5)])

  private static func lastWord(_ name: String) -> String {
    name.split(separator: " ").last.map { String($0) } ?? name
  }
}
