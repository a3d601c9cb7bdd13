/// Finds the mentions by a part of the name that a tagger misses: "임 위원장은" where the text has a 임문영, "노먼 교수는"
/// where it has a 데이비드 노먼.
enum SurnameMentions {
  /// The mentions of `table` with those by a part of the name.
  static func apply(_ table: MentionTable) -> [Mention] {
    let found = find(table)
    // What of them the tagger took for a body or place is a person's name with a title behind it.
    let sure = found.filter { table.startingAt($0.range.lowerBound) != nil }
    let replaced = sure.isEmpty ? table.mentions : NameCorrections.replacing(table.mentions, with: sure)
    return NameCorrections.adding(found, to: MentionTable(text: table.scan.text, mentions: replaced).mentions)
  }

  private static func find(_ table: MentionTable) -> [Mention] {
    let bearers = bearers(table)
    guard !bearers.isEmpty else { return [] }
    // Making and hashing a string costs more than all else here, and few words begin like a name.
    let firsts = Set(bearers.keys.compactMap(\.unicodeScalars.first))
    let scan = table.scan
    var found: [Mention] = []
    for word in scan.text.words {
      let (start, end) = (word.range.lowerBound, word.range.upperBound)
      if word.range.count <= wordMax, firsts.contains(scan.text[start]), scan[end]?.isBlank == true,
        isOpen(table, word.range), let known = bearers[scan.text.string(word.range)],
        let reading = PersonTitles.phrase(scan, at: end + 1, wordsMax: 2),
        reading.title.isEmpty || known.fits(reading.title) || word.range.count > 2
      {
        found.append(Mention(range: word.range, kind: .person, confidence: 0.8))
      }
    }
    return found
  }

  private static func isOpen(_ table: MentionTable, _ word: Range<Int>) -> Bool {
    guard let seen = table.startingAt(word.lowerBound) else { return true }
    return table[seen].range == word && table[seen].isName && table[seen].kind != .person && word.count >= 2
  }

  /// The longest part of a name that is looked for.
  private static let wordMax = 8

  /// Surnames, and the words of names of several words, with what their bearers are called. What all of one surname are
  /// called counts together here; who is meant is decided later.
  private static func bearers(_ table: MentionTable) -> [String: PersonRecord] {
    var bearers: [String: PersonRecord] = [:]
    for index in table.indices where table[index].kind == .person {
      let range = table[index].range
      let reading = PersonTitles.after(table, name: range) ?? PersonTitles.before(table, name: range)
      for part in parts(table, index) { bearers[part, default: PersonRecord(name: "")].add(reading) }
    }
    return bearers
  }

  private static func parts(_ table: MentionTable, _ index: Int) -> [String] {
    let (range, text) = (table[index].range, table.scan.text)
    let words = table.string(index).split(separator: " ")
    if words.count > 1 {
      return words.filter { (2...wordMax).contains($0.unicodeScalars.count) }.map { String($0) }
    }
    let surname = Surnames.length(text, range)
    guard surname > 0, (2...3).contains(range.count - surname + 1), range.count > 2 else { return [] }
    return [text.string(range.lowerBound..<range.lowerBound + surname)]
  }
}
