/// Completes the names of people from abroad (PS) of which the tagger saw one word: "베르나르트 펠링가 교수", "오니타 다쿠로 등".
enum ForeignNames {
  /// Syllables that transliterated names have at least 1.5 times as often as other words.
  ///
  /// Source: the 1,424 words of names of several words in KLUE-NER's train sentences (labels of the teacher in
  /// `Training/ner/silver`) against the other words of these sentences.
  private static let syllables = SyllableSet(
    """
    겔곤골궁그글날너넌널네넬노놀누니닉닝더데덴델뎀둘드든디딘딜뜨라란랄랜랭랴러런레렉렌렐렘렛로론롤루룸류르리릭린릴립링마맥맨머먼메모몬몽므미밀바버베벤벨볼브븐\
    블비빈빌삭샌샤세센셀셰쇼쉬슈스슨슬시싱쓰아알암애앤앨야얀언엄엔엘엠오올완왓우워웨웬웰윈윌잔잭제젠젤줄즈짐징쯔첼츠치카칼캉캐커컬컴케켄켈코콜콤쿠크클키킨킬타\
    터턴테텔토톤튜트튼틀티틴틸파팔패퍼페펜푸프플피허헌헤호홀휴흐히
    """)
  /// How sure the tagger must be of a body or place to keep it out of a name.
  private static let otherNameMin = 0.8
  private static let wordMax = 6

  /// The mentions of `table`, names of several words made whole.
  static func apply(_ table: MentionTable) -> [Mention] {
    let completed = table.mentions.map { mention -> Mention in
      guard mention.kind == .person, isForeign(mention, table) else { return mention }
      var name = mention
      if let end = wordBehind(mention, table) { name.range = name.range.lowerBound..<end }
      // A name has three words at most. What stands before a name that no title proves may be anything.
      guard PersonTitles.after(table, name: name.range) != nil else { return name }
      for _ in 0..<2 {
        guard let start = wordBefore(name, table) else { break }
        name.range = start..<name.range.upperBound
      }
      return name
    }
    let longer = completed.filter {
      $0.kind == .person && $0.range.contains { table.scan[$0]?.isBlank == true }
    }
    let kept =
      longer.isEmpty ? table.mentions : NameCorrections.replacing(table.mentions, with: disjoint(longer))
    let whole = MentionTable(text: table.scan.text, mentions: kept)
    let withHolders = NameCorrections.adding(beforeBodies(whole), to: whole.mentions)
    return NameCorrections.adding(
      beforeTitles(MentionTable(text: table.scan.text, mentions: withHolders)),
      to: MentionTable(text: table.scan.text, mentions: withHolders).mentions)
  }

  /// Two mentions may have been completed to one name.
  private static func disjoint(_ mentions: [Mention]) -> [Mention] {
    var kept: [Mention] = []
    for mention in mentions {
      if let last = kept.last, last.range.upperBound > mention.range.lowerBound {
        kept[kept.count - 1].range =
          last.range.lowerBound..<max(last.range.upperBound, mention.range.upperBound)
      } else {
        kept.append(mention)
      }
    }
    return kept
  }

  /// Whether a name is not built like a Korean one, or like one but of such syllables only (오니타), or with an office abroad
  /// behind it (소타로 일본 문화성 심의관).
  private static func isForeign(_ mention: Mention, _ table: MentionTable) -> Bool {
    let text = table.scan.text
    let surname = Surnames.length(text, mention.range)
    if surname == 0 || mention.range.count - surname > 2 { return true }
    if mention.range.allSatisfy({ syllables.contains(text[$0]) }) { return true }
    guard let body = table.startingAt(mention.range.upperBound + 1), table[body].kind == .organization,
      let country = NameWords.countries.prefix(table.scan, at: table[body].range.lowerBound)
    else { return false }
    return table.scan[country.end] == " " && table.scan.literal("한국", at: table[body].range.lowerBound) == nil
  }

  /// Words of such syllables that stand before names and are no part of them: people, adverbs, verbs.
  private static let notParts = Lexicon<Void>(
    words: """
      그룹 스타 황제 아들 아내 엄마 아빠 어머니 아버지 누나 조카 커플 트리오 시리즈 드라마 캐릭터 스토리 베테랑 제왕 미녀 마스터 아티스트 닥터 파트너 블로거 브로커 보컬 에디터 멘토
      역시 특히 당시 그리고 그러나 차라리 그나마 그냥 따라 그간 실제 모두 우리 아무리 너무 오히려 물론 경우 그때 그중 그저 아마 오로지 훗날 달리 이제 오늘 그녀 오직 허나 그땐 그런데 아울러 우연히
      열린 내린 오른 올린 알린 달린 실린 어린 걸린 가린 빌린 그친 만든 터진 쓰러진 떨어뜨린 시달리던 마친 받아 따라 빌려 타고 이런 그런 모르는 올라온 알아챈 잡아 오랜 토로한
      센터 데이터 스타트업 인터넷 온라인 오프라인 커뮤니티 메신저 프로젝트 프로그램 시스템 서비스 네트워크 플랫폼 콘텐츠 미디어 엔터테인먼트 브랜드 마케팅 리더십 글로벌
      """)

  /// Whether half the syllables of a word of two to six are those of transliterated names, or one in `share`.
  private static func looksForeign(_ text: ScalarText, _ word: Range<Int>, share: Int = 2) -> Bool {
    guard (2...wordMax).contains(word.count), word.allSatisfy({ text[$0].isHangulSyllable }) else {
      return false
    }
    return share * word.count { syllables.contains(text[$0]) } >= word.count
  }

  /// Where the word before a name begins, if it is a part of the name.
  private static func wordBefore(_ name: Mention, _ table: MentionTable) -> Int? {
    let scan = table.scan
    let end = name.range.lowerBound - 1
    guard scan[end] == " " else { return nil }
    var start = end
    while end - start <= wordMax, scan[start - 1]?.isNameScalar == true { start -= 1 }
    let word = start..<end
    guard looksForeign(scan.text, word), Josa.stemEnd(scan.text, word) == end, isNoOtherWord(scan.text, word),
      isOpen(word, table)
    else { return nil }
    return start
  }

  /// Where the word behind a name ends, if it is a part of the name: a title or "등" shows it, or a mention of the tagger's.
  private static func wordBehind(_ name: Mention, _ table: MentionTable) -> Int? {
    let scan = table.scan
    let start = name.range.upperBound + 1
    guard scan[start - 1] == " ", looksForeign(scan.text, name.range) else { return nil }
    let word = start..<scan.wordEnd(start, longest: wordMax + 2)
    let stem = start..<Josa.stemEnd(scan.text, word)
    if looksForeign(scan.text, word), isNoOtherWord(scan.text, word), isOpen(word, table),
      scan.literal(" 등", at: word.upperBound) != nil
        || PersonTitles.phrase(scan, at: word.upperBound + 1, wordsMax: 1) != nil
    {
      return word.upperBound
    }
    guard looksForeign(scan.text, stem), isNoOtherWord(scan.text, stem),
      let other = table.startingAt(start), table[other].range == stem, isOpen(stem, table)
    else { return nil }
    return stem.upperBound
  }

  /// Whether a word is no title, place or adverb.
  private static func isNoOtherWord(_ text: ScalarText, _ word: Range<Int>) -> Bool {
    !PersonTitleWords.tails.isTail(of: text, word) && !PersonTitleWords.beforeNames.isTail(of: text, word)
      && !NameWords.countries.contains(text, word) && !NameWords.plainPlaces.contains(text, word)
      && !notParts.isTail(of: text, word) && !SpeakerWords.adverbs.contains(text, word)
      && !SpeakerWords.modifierEndings.isTail(of: text, word)
      && !RelativeDates.lexicon.contains(text, word)
  }

  /// Whether no mention but a doubtful one of just this word, or a person's, has it.
  private static func isOpen(_ word: Range<Int>, _ table: MentionTable) -> Bool {
    let index = table.startingAt(word.lowerBound) ?? table.endingAt(word.upperBound)
    guard let index else { return true }
    let other = table[index]
    return other.range == word && !other.isNumeric
      && (other.kind == .person || other.confidence < otherNameMin)
  }

  /// "바이킹스의 조너선 헤일 감독은": two words that look foreign between a body or place and a title.
  private static func beforeTitles(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    return table.mentions.compactMap { body in
      guard body.kind == .organization || body.kind == .place else { return nil }
      let end = scan.literal("의", at: body.range.upperBound) ?? body.range.upperBound
      let first = end + 1..<scan.wordEnd(end + 1, longest: wordMax + 1)
      guard scan[end] == " ", scan[first.upperBound] == " ", table.startingAt(first.lowerBound) == nil else {
        return nil
      }
      let second = first.upperBound + 1..<scan.wordEnd(first.upperBound + 1, longest: wordMax + 1)
      guard scan[second.upperBound] == " ", table.startingAt(second.lowerBound) == nil,
        // So much stands around them that a third of their syllables will do.
        [first, second].allSatisfy({ looksForeign(scan.text, $0, share: 3) && isNoOtherWord(scan.text, $0) }),
        PersonTitles.phrase(scan, at: second.upperBound + 1, wordsMax: 1)?.title.isEmpty == false
      else { return nil }
      return Mention(range: first.lowerBound..<second.upperBound, kind: .person, confidence: 0.85)
    }
  }

  /// "브루노 살가도 솔빛 감독": two words that look foreign before a body and a title.
  private static func beforeBodies(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    return table.mentions.compactMap { body in
      guard body.kind == .organization, body.range.lowerBound > 4,
        PersonTitles.phrase(scan, at: body.range.upperBound + 1, wordsMax: 1) != nil,
        scan[body.range.upperBound] == " ",
        let second = wordBefore(body, table),
        let first = wordBefore(
          Mention(range: second..<body.range.lowerBound - 1, kind: .person, confidence: 1), table)
      else { return nil }
      return Mention(range: first..<body.range.lowerBound - 1, kind: .person, confidence: 0.9)
    }
  }
}
