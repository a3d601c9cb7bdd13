/// Finds events (EV), a layer of their own: named meetings and contests, and the few that are events even
/// bare.
enum Events {
  /// Events that count without a name.
  private static let bare = Lexicon<Void>(
    words: """
      기자회견 본회의 전체회의 정상회의 정상회담 의원총회 공청회 청문회 콘퍼런스콜 컨퍼런스콜 기자간담회 국정감사 간담회 정책포럼 토론회 총선
      대선 지방선거 보궐선거 재보궐선거 임시회 정례회 확대간부회의 최고위원회의 국무회의 의총 시무식 취임식 개막식 폐막식 개회식 준공식
      착공식 개소식 출범식 결의대회 시상식 전당대회 브리핑 영결식 추모식 추도식 장례미사 발인식 기념식 설명회 보고회 발표회 세미나 심포지엄 업무협약식 협약식
      """)

  /// Heads of an event that need a name or number before them.
  private static let heads = Lexicon<Void>(
    words: """
      포럼 콘퍼런스 컨퍼런스 심포지엄 세미나 축제 박람회 엑스포 페스티벌 대회 올림픽 월드컵 선수권대회 아시안게임 영화제 비엔날레 전시회 음악회 공모전
      회의 회담 토론회 대축제 체전 챔피언십 챔피언스컵 컵 초청대회 선수권 챔피언스리그 마라톤 음악제 연극제 리그 시상식 기념식 문화제 마라톤대회 경진대회 총회 정책포럼 학술대회 컨벤션 정상회의 정상회담 설명회
      """)

  /// Heads that make an event of the word they end, without a mark or number: "다온마라톤", "해든국제영화제".
  private static let ownHeads = Lexicon<Void>(
    words: """
      영화제 마라톤 마라톤대회 비엔날레 엑스포 박람회 올림픽 월드컵 아시안게임 선수권대회 챔피언십 챔피언스컵 음악제 연극제 문화제 페스티벌 대축제 체전 컵 초청대회 선수권 챔피언스리그
      """)

  /// The events of one line; `taken` are the line's mentions, of which an event may take in ordinals and
  /// places.
  static func find(_ scan: Scan, _ table: [Mention]) -> [Mention] {
    var found: [Mention] = []
    for word in scan.text.words(in: scan.range) {
      if let event = event(scan, word, table, floor: found.last?.range.upperBound) {
        found.append(event)
        if let short = abbreviation(scan, behind: event.range.upperBound) { found.append(short) }
      }
    }
    return found
  }

  /// "제17회 해든국제영화제(HIFF)": capitals in a bracket behind an event are its short form.
  private static func abbreviation(_ scan: Scan, behind end: Int) -> Mention? {
    guard scan[end] == "(" else { return nil }
    let inner = end + 1..<scan.wordEnd(end + 1, longest: 12)
    guard inner.count >= 2, scan[inner.upperBound] == ")", inner.allSatisfy({ scan.text[$0].isASCIILetter })
    else {
      return nil
    }
    return Mention(range: inner, kind: .event, confidence: 0.9)
  }

  private static func event(_ scan: Scan, _ word: TextWord, _ table: [Mention], floor: Int?) -> Mention? {
    guard
      let stem = word.forms.first(where: {
        heads.isTail(of: scan.text, $0) || bare.contains(scan.text, $0)
      })
    else { return nil }
    let isBare = bare.contains(scan.text, stem)
    let start =
      electionDay(scan, stem, table) ?? nameStart(scan, stem, floor: floor ?? scan.range.lowerBound)
    let hasOwnName = stem.count > 3 && !isBare && heads.contains(scan.text, stem) == false
    let isNamed = hasOwnName && (isQuoted(scan, stem) || isName(scan, stem))
    guard isBare || start < stem.lowerBound || isNamed else { return nil }
    return Mention(range: start..<stem.upperBound, kind: .event, confidence: isBare ? 0.8 : 0.6)
  }

  /// Whether a head of its own has two syllables of a name at least before it, and no number ("제3회국제영화제").
  private static func isName(_ scan: Scan, _ stem: Range<Int>) -> Bool {
    guard let head = ownHeads.suffix(scan.text, from: stem.lowerBound, endingAt: stem.upperBound) else {
      return false
    }
    return head.start >= stem.lowerBound + 2
      && !genericNames.contains(scan.text, stem.lowerBound..<head.start)
  }

  /// What stands before such a head without making a name of it.
  private static let genericNames = Lexicon<Void>(
    words:
      "국제 세계 전국 지역 국내 해외 하프 풀코스 단축 겨울 여름 동계 하계 소년 온라인 대규모 독립 단편 청소년 장애인 종이 머그 유리 일회용 플라스틱 와인 소주 계량 스테인리스 개인")

  /// "6·1 지방선거": where the day that is part of the name begins.
  private static func electionDay(_ scan: Scan, _ stem: Range<Int>, _ table: [Mention]) -> Int? {
    guard scan[stem.lowerBound - 1] == " ",
      let date = NameCorrections.firstTouching(stem.lowerBound - 2..<stem.lowerBound - 1, table),
      date.kind == .date,
      scan.text.scalars[date.range].contains("·")
    else { return nil }
    return date.range.lowerBound
  }

  /// The event's name goes back to the ordinal that counts it ("제1회 한솔 청년창업포럼") or to its opening mark.
  private static func nameStart(_ scan: Scan, _ stem: Range<Int>, floor: Int) -> Int {
    var start = stem.lowerBound
    for _ in 0..<5 {
      guard scan[start - 1] == " ", start - 1 > floor else { break }
      var wordStart = start - 1
      while wordStart > floor, start - wordStart < 20, scan[wordStart - 1]?.isNameScalar == true {
        wordStart -= 1
      }
      guard wordStart < start - 1 else { break }
      if isOrdinal(scan, wordStart..<start - 1) { return wordStart }
      start = wordStart
      if isQuoted(scan, start..<stem.upperBound) { return start }
    }
    return stem.lowerBound
  }

  /// "제11회", "11회", "2025".
  private static func isOrdinal(_ scan: Scan, _ word: Range<Int>) -> Bool {
    let start = scan[word.lowerBound] == "제" ? word.lowerBound + 1 : word.lowerBound
    guard let number = Numerals.digits(scan, at: start) else { return false }
    return number.plainDigits == 4 && number.end == word.upperBound
      || scan.anyLiteral(["회", "차"], at: number.end) == word.upperBound
  }

  private static func isQuoted(_ scan: Scan, _ range: Range<Int>) -> Bool {
    guard let before = scan[range.lowerBound - 1], let after = scan[range.upperBound] else { return false }
    return "‘'《<「『".unicodeScalars.contains(before) && "’'》>」』".unicodeScalars.contains(after)
  }
}
