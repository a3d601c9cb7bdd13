/// Reads the line that leads a wire story: "(한솔=새벽뉴스) 오지환 기자 =", "나주=박하늘 기자".
enum WireDatelines {
  /// The mentions of `table` with those of its datelines.
  static func apply(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var added: [Mention] = []
    for line in scan.text.lines where !line.isEmpty {
      let start =
        scan[line.lowerBound] == "(" || scan[line.lowerBound] == "[" ? line.lowerBound + 1 : line.lowerBound
      let placeEnd = scan.wordEnd(start, longest: 12)
      guard placeEnd > start, scan[placeEnd] == "=" else { continue }
      let nameEnd = scan.wordEnd(placeEnd + 1, longest: 16)
      guard nameEnd > placeEnd + 1 else { continue }
      let name = placeEnd + 1..<nameEnd
      if start > line.lowerBound, scan[nameEnd] == ")" || scan[nameEnd] == "]" {
        added.append(Mention(range: name, kind: .organization, confidence: 0.95))
      } else if PersonTitles.phrase(scan, at: scan.afterBlank(nameEnd), wordsMax: 1) != nil,
        (2...4).contains(name.count)
      {
        added.append(Mention(range: name, kind: .person, confidence: 0.95))
      } else {
        continue
      }
      added.append(Mention(range: start..<placeEnd, kind: .place, confidence: 0.95))
    }
    return NameCorrections.replacing(table.mentions, with: added)
  }
}
