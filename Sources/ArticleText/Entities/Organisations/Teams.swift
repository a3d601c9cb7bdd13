/// Finds the teams of sports news (OG), and the short forms by which it calls them: "한빛 이글스" is 한빛 and 이글스 a line
/// later.
enum Teams {
  /// Words that say that a text is about leagues.
  private static let leagues = Lexicon<Void>(
    words: """
      여자축구 여자농구 여자배구 남자농구 남자배구 실업축구 프로야구 프로축구 프로농구 프로배구 여자프로농구 여자프로배구 KBO K리그 K리그1 K리그2 KBL WKBL V리그 메이저리그 프리미어리그 분데스리가 라리가 세리에A
      """)

  /// Second words of teams' names: of the Korean leagues, and of those abroad that Korean news follows.
  private static let nicknames = Lexicon<Void>(
    words: """
      이글스 타이거즈 라이온즈 베어스 트윈스 자이언츠 위즈 랜더스 다이노스 히어로즈 와이번스 유니콘스 유나이티드 스틸러스 드래곤즈 시티즌 그리너스 이랜드 모터스
      블루윙즈 아이파크 세이커스 썬더스 나이츠 이지스 소닉붐 피버스 점퍼스 위너스 점보스 블루팡스 스카이워커스 다저스 양키스 레드삭스 파드리스 메츠 컵스 인디언스
      애슬레틱스 레인저스 매리너스 카디널스 필리스 브레이브스 레이커스 워리어스 셀틱스 시티 호스퍼 FC
      """)

  /// Words that end like a nickname and are none.
  private static let notNicknames = Lexicon<Void>(
    words: "서비스 뉴스 버스 비즈니스 시리즈 박스 키즈 퀴즈 스포츠 부츠 찬스 패스 렌즈 코스 포스 보너스 플러스 에이스 디펜스 오피스 캠퍼스 바이러스 챔피언스 사이즈 홀스 프로스")

  /// A team's name, and the two forms it may be called by.
  private struct Team {
    let range: Range<Int>
    let forms: [[Unicode.Scalar]]
  }

  /// The mentions of `table` with the teams, where the text speaks of a league.
  static func apply(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    guard scan.text.words.contains(where: { leagues.prefix(scan, at: $0.range.lowerBound) != nil }) else {
      return table.mentions
    }
    let people = table.mentions.filter { $0.kind == .person }
    // "율리아 브란트 마린스": two words out of a person's name are no team.
    let teams = find(scan).filter { team in
      NameCorrections.firstTouching(team.range, people).map { $0.range.count <= team.range.count } ?? true
    }
    guard !teams.isEmpty else { return table.mentions }
    let full = teams.map { Mention(range: $0.range, kind: .organization, confidence: 0.92) }
    let short = shortForms(scan, Set(teams.flatMap(\.forms))).filter {
      NameCorrections.isFree($0.range, full)
    }
    let mentions = withoutTeams(table.mentions, Set(short.map(\.range.lowerBound)), scan)
    let seen = mentions.filter(\.isNamedOrNumeric)
    let free = short.filter { form in
      guard let other = NameCorrections.firstTouching(form.range, seen) else { return true }
      guard other.isName, !other.range.contains(where: { scan[$0]?.isBlank == true }) else { return false }
      return other.kind != .place || acts(scan, form.range.upperBound)
    }
    return NameCorrections.replacing(mentions, with: full + free)
  }

  /// "율리아 브란트너 마린스": the last word of a person's name that is a team's is none of it.
  private static func withoutTeams(_ mentions: [Mention], _ starts: Set<Int>, _ scan: Scan) -> [Mention] {
    mentions.map { mention in
      guard mention.kind == .person, let blank = mention.range.last(where: { scan[$0]?.isBlank == true }),
        blank > mention.range.lowerBound, starts.contains(blank + 1)
      else { return mention }
      var name = mention
      name.range = mention.range.lowerBound..<blank
      return name
    }
  }

  /// Whether a city's name is said of its team: "광주는", "광주를", and not "광주에서".
  private static func acts(_ scan: Scan, _ end: Int) -> Bool {
    scan.anyLiteral(["은", "는", "이", "가", "의", "을", "를", "와", "과"], at: end) == scan.wordEnd(end)
  }

  private static func find(_ scan: Scan) -> [Team] {
    var teams: [Team] = []
    var floor = 0
    for word in scan.text.words where word.range.lowerBound >= floor {
      guard let team = team(scan, word) else { continue }
      teams.append(team)
      floor = team.range.upperBound
    }
    return teams
  }

  /// "하랑FC" and "한빛 이글스"; the first word carries no particle.
  private static func team(_ scan: Scan, _ found: TextWord) -> Team? {
    let (first, stem) = (found.range, found.stem)
    for range in found.forms where range.count > 3 && scan.literal("FC", at: range.upperBound - 2) != nil {
      // 한들WFC: the letters are no part of what it is called by.
      let form = range.prefix { scan.text[$0].isHangulSyllable }
      guard form.count >= 2 else { return nil }
      return Team(range: range, forms: [Array(scan.text.scalars[form])])
    }
    guard (2...6).contains(first.count), stem == first, scan[first.upperBound] == " ",
      leagues.contains(scan.text, first) == false, !SpeakerWords.adverbs.contains(scan.text, first),
      scan.text[first.lowerBound].isASCIIDigit == false
    else { return nil }
    let start = first.upperBound + 1
    let word = start..<scan.wordEnd(start, longest: 14)
    for end in [word.upperBound, Josa.stemEnd(scan.text, word)] where isNickname(scan.text, start..<end) {
      return Team(
        range: first.lowerBound..<end,
        forms: [Array(scan.text.scalars[first]), Array(scan.text.scalars[start..<end])])
    }
    return nil
  }

  private static func isNickname(_ text: ScalarText, _ word: Range<Int>) -> Bool {
    if nicknames.contains(text, word) { return true }
    return word.count >= 3 && "스즈츠".unicodeScalars.contains(text[word.upperBound - 1])
      && !notNicknames.isTail(of: text, word)
  }

  /// Whole words that are one of `forms`.
  private static func shortForms(_ scan: Scan, _ forms: Set<[Unicode.Scalar]>) -> [Mention] {
    var found: [Mention] = []
    for word in scan.text.words {
      for form in word.forms where forms.contains(Array(scan.text.scalars[form])) {
        found.append(Mention(range: form, kind: .organization, confidence: 0.85))
        break
      }
    }
    return found
  }
}
