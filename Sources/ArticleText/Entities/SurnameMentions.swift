/// Finds the mentions by surname alone that a tagger misses: "임 위원장은" where the text has a 임문영.
enum SurnameMentions {
  /// The mentions of `table` with those by surname.
  static func apply(_ table: MentionTable) -> [Mention] {
    NameCorrections.adding(find(table), to: table.mentions)
  }

  private static func find(_ table: MentionTable) -> [Mention] {
    var bearers: [Unicode.Scalar: PersonRecord] = [:]
    for index in table.indices where table[index].kind == .person {
      let range = table[index].range
      guard (3...4).contains(range.count), Surnames.length(table.scan.text, range) == 1 else { continue }
      // What all of one surname are called counts together here; who is meant is decided later.
      bearers[table.scan.text[range.lowerBound], default: PersonRecord(name: "")].add(
        PersonTitles.after(table, name: range) ?? PersonTitles.before(table, name: range))
    }
    guard !bearers.isEmpty else { return [] }
    let scan = table.scan
    var found: [Mention] = []
    for offset in scan.range {
      guard scan[offset + 1]?.isBlank == true, let known = bearers[scan.text[offset]],
        scan.isWordStart(offset), table.startingAt(offset) == nil,
        let reading = PersonTitles.phrase(scan, at: offset + 2, wordsMax: 2),
        reading.title.isEmpty || known.fits(reading.title)
      else { continue }
      found.append(Mention(range: offset..<offset + 1, kind: .person, confidence: 0.8))
    }
    return found
  }
}
