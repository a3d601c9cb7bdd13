/// What is known of organisations beyond their spans: bare short forms, and a person's organisation.
enum Organisations {
  private static let faculties = ["학과", "학부", "대학원", "연구실", "전공", "과", "센터", "연구단"]
  private static let provinces = Lexicon<Void>(
    words: """
      경기도 강원도 강원특별자치도 충청북도 충북 충청남도 충남 전라북도 전북 전북특별자치도 전라남도 전남 경상북도 경북 경상남도 경남 제주도 제주특별자치도
      """)

  /// Adds the bodies that their own word, a bracket or an announcing noun shows: 누리증권, "연구원(KHI)", 매체 ‘…’.
  static func named(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    let words = WholeWords.find(scan, tails: NameWords.organizationTails).filter {
      !NameWords.commonNouns.contains(scan.text, $0) && !isHeldByName($0, table)
        // "100명당" counts, and is no party.
        && !scan.text[$0.lowerBound].isASCIIDigit
    }
    let wholes = words.map { Mention(range: $0, kind: .organization, confidence: 0.9) }
    let first = NameCorrections.replacing(table.mentions, with: wholes)
    let withWords = MentionTable(text: scan.text, mentions: first)
    let second = NameCorrections.replacing(first, with: announced(scan))
    return NameCorrections.adding(
      abbreviations(withWords), to: MentionTable(text: scan.text, mentions: second).mentions)
  }

  /// Whether the tagger saw the word, or a longer name that holds it, as a body already.
  private static func isHeldByName(_ range: Range<Int>, _ table: MentionTable) -> Bool {
    let first = max(0, table.firstIndex(from: range.lowerBound) - 1)
    return table.mentions[first...].prefix(4).contains {
      $0.kind == .organization && $0.range.lowerBound <= range.lowerBound
        && $0.range.upperBound >= range.upperBound
        || $0.kind != .organization && $0.range == range && $0.confidence > 0.95
    }
  }

  /// "한국한솔연구원(KHI)": capitals in brackets behind a body are its short form, and so are its later mentions.
  private static func abbreviations(_ table: MentionTable) -> [Mention] {
    table.indices.compactMap { index in
      let open = table[index].range.upperBound
      guard table[index].kind == .organization, table.scan[open] == "(" else { return nil }
      let end = table.scan.wordEnd(open + 1, longest: 12)
      let inner = open + 1..<max(open + 1, end)
      // "(KFTI·원장 백승우)" goes on behind it.
      guard inner.count >= 2, let after = table.scan[end], after == ")" || after == "·" || after == ",",
        inner.allSatisfy({ table.scan[$0]?.isASCIILetter == true })
      else { return nil }
      return Mention(range: inner, kind: .organization, confidence: 0.95)
    }
  }

  /// 온라인 매체 ‘…’, 학술지 '…': what the marks hold is the body's name.
  private static func announced(_ scan: Scan) -> [Mention] {
    var found: [Mention] = []
    for offset in scan.range {
      guard let mark = scan[offset], mark == "‘" || mark == "'", scan[offset - 1] == " " else { continue }
      var start = offset - 1
      while start > 0, offset - start < 8, scan[start - 1]?.isNameScalar == true { start -= 1 }
      guard start < offset - 1, NameWords.announcers.isTail(of: scan.text, start..<offset - 1) else {
        continue
      }
      let close: Unicode.Scalar = mark == "‘" ? "’" : "'"
      let limit = offset + 26
      guard let end = (offset + 2..<limit).first(where: { scan[$0] == close }),
        !(offset + 1..<end).contains(where: { scan[$0] == "\n" || scan[$0] == "." })
      else { continue }
      found.append(Mention(range: offset + 1..<end, kind: .organization, confidence: 0.92))
    }
    return found
  }

  /// Joins a country and the body behind it, and an institution and its faculty: "영국 한솔대 화학과" is one name.
  static func merged(_ table: MentionTable) -> [Mention] {
    var result: [Mention] = []
    for mention in facultiesAdded(table).mentions {
      if mention.kind == .organization, var last = result.last,
        last.range.upperBound + 1 == mention.range.lowerBound,
        table.scan[last.range.upperBound] == " ",
        last.kind == .place && NameWords.countries.contains(table.scan.text, last.range)
          || last.kind == .organization && isFaculty(table.scan.text.string(mention.range))
          || "시도군구".unicodeScalars.contains(table.scan.text[last.range.upperBound - 1])
            && last.isName && NameWords.localBodies.isTail(of: table.scan.text, mention.range)
      {
        last.range = last.range.lowerBound..<mention.range.upperBound
        last.kind = .organization
        result[result.count - 1] = last
      } else {
        result.append(mention)
      }
    }
    return result
  }

  /// Adds the faculty behind an institution ("한솔대 지구과학부").
  private static func facultiesAdded(_ table: MentionTable) -> MentionTable {
    let added = table.indices.compactMap { index -> Mention? in
      let start = PersonTitles.afterBracket(table.scan, table[index].range.upperBound) + 1
      guard table[index].kind == .organization, table.scan[start - 1] == " " else { return nil }
      let word = start..<table.scan.wordEnd(start, longest: 14)
      guard word.count >= 3 else { return nil }
      // The whole word first: the last syllable of 물리학과 looks like a particle.
      let stems = [word, word.lowerBound..<Josa.stemEnd(table.scan.text, word)]
      guard let stem = stems.first(where: { isFaculty(table.scan.text.string($0)) }) else { return nil }
      return Mention(range: stem, kind: .organization, confidence: 0.85)
    }
    return MentionTable(
      text: table.scan.text, mentions: NameCorrections.adding(added, to: table.mentions))
  }

  /// The mentions with the bare tails of organisations named before them.
  static func withBareTails(_ table: MentionTable) -> [Mention] {
    NameCorrections.adding(bareTails(table), to: table.mentions)
  }

  /// The bare tails ("위원회는", "시는") of organisations named before them, as mentions.
  private static func bareTails(_ table: MentionTable) -> [Mention] {
    var tails: [[Unicode.Scalar]] = []
    var found: [Mention] = []
    var seen: Set<[Unicode.Scalar]> = []
    let organizations = table.indices.filter { table[$0].kind == .organization }
    guard let first = organizations.first else { return [] }
    for index in organizations {
      let range = table[index].range
      guard
        let tail = NameForms.bareTails.suffix(
          table.scan.text, from: range.lowerBound + 1, endingAt: range.upperBound)
      else { continue }
      let scalars = Array(table.scan.text.scalars[tail.start..<range.upperBound])
      if seen.insert(scalars).inserted { tails.append(scalars) }
    }
    guard !tails.isEmpty else { return [] }
    let scan = table.scan
    for word in scan.text.words(in: table[first].range.upperBound..<scan.range.upperBound) {
      let index = word.range.lowerBound
      // "문 연구원" is a person's title, and no institute.
      guard scan.text[index].isHangulSyllable,
        table.endingAt(index - 1).map({ table[$0].kind == .person }) != true
      else { continue }
      for tail in tails where scan.text.scalars[word.range].starts(with: tail) {
        let end = index + tail.count
        // A single syllable ("시", "시는") must carry a particle of an actor; 시 alone is "o'clock" or "when".
        let isActor =
          tail.count > 1
          ? Josa.isWhole(scan, at: end)
          : scan.anyLiteral(["는", "가", "와", "의"], at: end) == word.range.upperBound
            && scan[index - 1]?.isASCIIDigit != true
        if isActor { found.append(Mention(range: index..<end, kind: .organization, confidence: 0.7)) }
      }
    }
    return found
  }

  /// The name under which a person's organisation is reported: no province before a city, no faculty.
  static func reportedName(_ name: String) -> String {
    var words = name.split(separator: " ").map { String($0) }
    if words.count > 1 {
      let first = ScalarText(words[0])
      if provinces.contains(first, 0..<first.count) { words.removeFirst() }
    }
    if words.count > 1, let last = words.last, faculties.contains(where: last.hasSuffix) {
      words.removeLast()
    }
    return words.joined(separator: " ")
  }

  /// Whether a name is that of a faculty, of which the institution stands before it.
  static func isFaculty(_ name: String) -> Bool {
    !name.contains(" ") && ["학과", "학부", "대학원", "연구실", "전공"].contains(where: name.hasSuffix)
  }
}
