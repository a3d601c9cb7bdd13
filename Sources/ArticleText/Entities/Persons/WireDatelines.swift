/// Reads the lines that name a story's reporter: "(한솔=새벽뉴스) 오지환 기자 =", "나주=박하늘 기자", "금보라미 기자 borami@…".
enum WireDatelines {
  /// The mentions of `table` with those of its datelines.
  static func apply(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var added: [Mention] = []
    for line in scan.text.lines where !line.isEmpty {
      let start =
        scan[line.lowerBound] == "(" || scan[line.lowerBound] == "[" ? line.lowerBound + 1 : line.lowerBound
      if let name = byline(scan, line) {
        added.append(Mention(range: name, kind: .person, confidence: 0.95))
        continue
      }
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

  /// The name in a line that is a name, 기자 and an address.
  private static func byline(_ scan: Scan, _ line: Range<Int>) -> Range<Int>? {
    let name = line.lowerBound..<scan.wordEnd(line.lowerBound, longest: 6)
    guard (2...4).contains(name.count), name.allSatisfy({ scan.text[$0].isHangulSyllable }),
      let role = scan.anyLiteral([" 기자", " 특파원", " 선임기자", " 전문기자", " 객원기자"], at: name.upperBound),
      role == line.upperBound || scan[role] == " " && scan[role + 1]?.isASCIILetter == true
    else { return nil }
    return name
  }
}
