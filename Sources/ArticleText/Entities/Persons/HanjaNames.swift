/// Finds the names of persons in hanja, in the brackets behind them: "정여직(鄭汝直)", "전은호(田銀湖·1921~1988)". A word with as
/// many hanja behind it as it has syllables is a name even where the tagger saw none.
enum HanjaNames {
  /// The mentions of `table` with such names.
  static func apply(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var found: [Mention] = []
    for open in scan.range where scan[open] == "(" && scan[open + 1]?.isHanja == true {
      var end = open + 1
      while end - open < 7, scan[end]?.isHanja == true { end += 1 }
      let hanja = open + 1..<end
      guard hanja.count >= 2, let after = scan[end], ")·,".unicodeScalars.contains(after) else { continue }
      if let seen = table.endingAt(open), table[seen].kind == .person {
        found.append(Mention(range: hanja, kind: .person, confidence: 0.95))
      } else if let name = name(scan, before: open, count: hanja.count), isOpen(name, table) {
        found.append(Mention(range: name, kind: .person, confidence: 0.9))
        found.append(Mention(range: hanja, kind: .person, confidence: 0.9))
      }
    }
    return found.isEmpty ? table.mentions : NameCorrections.replacing(table.mentions, with: found)
  }

  /// A Korean name of just so many syllables before the bracket.
  private static func name(_ scan: Scan, before open: Int, count: Int) -> Range<Int>? {
    let name = open - count..<open
    guard count >= 3, scan.isWordStart(name.lowerBound),
      name.allSatisfy({ scan[$0]?.isHangulSyllable == true }),
      Surnames.length(scan.text, name) > 0, count - Surnames.length(scan.text, name) <= 2
    else { return nil }
    return name
  }

  /// Whether the tagger saw no other name there.
  private static func isOpen(_ name: Range<Int>, _ table: MentionTable) -> Bool {
    table.endingAt(name.upperBound) == nil && table.startingAt(name.lowerBound) == nil
  }
}
