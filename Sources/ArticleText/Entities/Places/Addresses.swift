/// Takes into the name of a place what goes on in it: "전남 고샘군 노을면", "미국 남부".
enum Addresses {
  /// The mentions of `table`, places made longer.
  static func extended(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var result: [Mention] = []
    var end = 0
    for mention in table.mentions {
      guard mention.isNamedOrNumeric else {
        result.append(mention)
        continue
      }
      // Inside of what was taken in.
      guard mention.range.lowerBound >= end else { continue }
      var longer = mention
      while isPlace(longer, scan), let word = continuation(longer, table) {
        longer.range = longer.range.lowerBound..<word
        longer.kind = .place
      }
      end = longer.range.upperBound
      result.append(longer)
    }
    return result
  }

  private static func isPlace(_ mention: Mention, _ scan: Scan) -> Bool {
    // "전남 고샘군" is taken for a body as often; what goes on to a village is none.
    mention.kind == .place
      || mention.kind == .organization
        && "도시군구".unicodeScalars.contains(scan.text[mention.range.upperBound - 1])
  }

  /// The end of the word behind a place that belongs to its name.
  private static func continuation(_ mention: Mention, _ table: MentionTable) -> Int? {
    let scan = table.scan
    let start = mention.range.upperBound + 1
    guard scan[start - 1] == " ", scan[start]?.isHangulSyllable == true else { return nil }
    let word = start..<scan.wordEnd(start, longest: 12)
    let stem = start..<Josa.stemEnd(scan.text, word)
    // Something else may begin here and go beyond the word: a body, another place.
    if let next = table.startingAt(start), table[next].range.upperBound > word.upperBound { return nil }
    if mention.kind == .place, NameWords.directions.contains(scan.text, stem) { return stem.upperBound }
    for end in [word.upperBound, stem.upperBound] {
      guard let last = scan[end - 1], isPart(last, length: end - start, of: mention, scan) else { continue }
      return end
    }
    return nil
  }

  /// Whether a word that ends in `last` is the next smaller part of an address.
  private static func isPart(_ last: Unicode.Scalar, length: Int, of mention: Mention, _ scan: Scan) -> Bool {
    let isProvince = NameWords.provinces.isTail(of: scan.text, mention.range)
    switch last {
    case "시", "군", "구": return length >= 2 && isProvince && length <= 5
    case "읍", "면", "동", "리":
      guard length >= 3, length <= 5, let before = scan[mention.range.upperBound - 1] else { return false }
      return "시군구읍면".unicodeScalars.contains(before)
    default: return false
    }
  }
}
