/// Finds the other exact mentions of names that a text has named once with confidence.
enum RepeatedNames {
  /// How sure the tagger must be of one mention for the others to follow from it.
  private static let confidenceMin = 0.9

  /// The mentions of `table` and those that its own names add.
  static func complete(_ table: MentionTable) -> [Mention] {
    var known: [String: Entity.Kind?] = [:]
    var counts: [String: Int] = [:]
    for index in table.indices where table[index].isName { counts[table.string(index), default: 0] += 1 }
    for index in table.indices where table[index].isName && table[index].range.count >= 2 {
      let name = table.string(index)
      // Two syllables are a chance hit more easily: the tagger must have seen such a name more than once.
      guard table[index].range.count > 2 || counts[name, default: 0] > 1 else { continue }
      if let other = known[name] {
        // A name that is two things in one text (광주 as place and as body) proves nothing elsewhere.
        if other != table[index].kind { known[name] = .some(nil) }
      } else if table[index].confidence >= confidenceMin {
        known[name] = .some(table[index].kind)
      }
    }
    let names = NameIndex(known.compactMap { name, kind in kind.map { (name: name, value: $0) } })
    return names.isEmpty ? table.mentions : table.mentions + missed(table, names)
  }

  private static func missed(_ table: MentionTable, _ names: NameIndex<Entity.Kind>) -> [Mention] {
    let scan = table.scan
    var added: [Mention] = []
    var floor = 0
    var next = 0
    for word in scan.text.words where word.range.lowerBound >= floor {
      let index = word.range.lowerBound
      while next < table.mentions.count, table[next].range.upperBound <= index { next += 1 }
      if next < table.mentions.count, table[next].range.contains(index) {
        floor = table[next].range.upperBound
        continue
      }
      let room = next < table.mentions.count ? table[next].range.lowerBound : scan.range.upperBound
      let matches = names.matches(scan, at: index)
      if let match = matches.last(where: { $0.end <= room && Josa.isWhole(scan, at: $0.end) }) {
        added.append(Mention(range: index..<match.end, kind: match.value, confidence: 0.85))
        floor = match.end
      }
    }
    return added
  }
}
