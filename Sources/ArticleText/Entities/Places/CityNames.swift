/// Finds cities and counties by how a text speaks of them: with an office ("달내군수", "나래시청"), with a province before
/// them ("강원 두물시") or a village behind ("여울시 모래내면"), and then wherever else it names them.
enum CityNames {
  /// The mentions of `table` with those of its cities; whether a city acts or is a place is decided later.
  static func apply(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    let addresses = addresses(scan)
    var cities = cities(of: table)
    for address in addresses { cities.formUnion(address.cities) }
    guard !cities.isEmpty else { return table.mentions }
    let seen = table.mentions.filter(\.isNamedOrNumeric)
    let places = addresses.map { Mention(range: $0.range, kind: .place, confidence: 0.9) }.filter { place in
      // What goes on beyond the address is another name ("강원 두물시의회").
      guard let other = NameCorrections.firstTouching(place.range, seen) else { return true }
      return other.range.upperBound <= place.range.upperBound
    }
    let first = MentionTable(
      text: scan.text, mentions: NameCorrections.replacing(table.mentions, with: places))
    return NameCorrections.adding(occurrences(scan, of: cities), to: first.mentions)
  }

  // MARK: Which cities there are

  /// The longest name of a city or county, "특별자치시" left out.
  private static let lengthMax = 6

  private static let notCities = Lexicon<Void>(
    words: """
      다시 잠시 임시 당시 즉시 역시 반드시 실시 개시 제시 표시 도시 신도시 전시 동시 혹시 감시 무시 중시 일시 명시 게시 응시 공시 고시 지시 과시 암시 몇시 대도시 소도시
      해군 공군 육군 미군 국군 적군 장군 아군 백군 청군 주군 수군 반군 일군 연합군 정부군 독립군 의용군 다국적군 점령군 후보군 제품군 질환군 대조군 실험군
      연구 기구 축구 농구 배구 야구 탁구 인구 가구 도구 지구 입구 출구 요구 복구 친구 당구 피구 욕구 강구 촉구 항구 문구 전구 청구 수구 특구 선거구
      """)

  private static let offices = Lexicon<Int>([
    ("시장", 4), ("시청", 4), ("시의회", 5), ("군수", 4), ("군청", 4), ("군의회", 5), ("구청장", 4), ("구청", 4), ("구의회", 5),
  ])

  private static func isCity(_ text: ScalarText, _ word: Range<Int>) -> Bool {
    (3...lengthMax).contains(word.count) && "시군구".unicodeScalars.contains(text[word.upperBound - 1])
      && word.allSatisfy { text[$0].isHangulSyllable } && !notCities.isTail(of: text, word)
  }

  /// The cities that mentions of places or bodies name, and those of the words 나래시장, 나래시청 and 나래시의회.
  private static func cities(of table: MentionTable) -> Set<String> {
    let scan = table.scan
    var cities: Set<String> = []
    for mention in table.mentions where mention.kind == .place && mention.confidence > 0.6 {
      var start = mention.range.lowerBound
      while start < mention.range.upperBound {
        let word = start..<min(scan.wordEnd(start), mention.range.upperBound)
        if isCity(scan.text, word) { cities.insert(scan.text.string(word)) }
        start = word.upperBound + 1
      }
    }
    for word in WholeWords.find(scan, tails: offices) {
      guard let office = offices.suffix(scan.text, from: word.lowerBound, endingAt: word.upperBound) else {
        continue
      }
      let city = word.lowerBound..<office.start + 1
      if isCity(scan.text, city) { cities.insert(scan.text.string(city)) }
    }
    return cities
  }

  // MARK: Addresses

  private struct Address {
    let range: Range<Int>
    let cities: Set<String>
  }

  private static let villages = SyllableSet("읍면동리")
  private static let notVillages = Lexicon<Void>(
    words: """
      활동 운동 노동 이동 행동 자동 아동 공동 감동 작동 출동 변동 가동 진동 충동 소동 파동 제동 합동 연동 선동 격동 냉동 방면 측면 장면 화면 전면 반면 라면 하면 되면 정면
      이면 도면 지면 표면 국면 수면 가면 외면 거리 우리 관리 처리 정리 자리 소리 수리 마무리 총리 유리 논리 심리 원리 권리 승리 분리 금리 대리 윤리 진리 요리 머리 다리
      """)

  /// Every run of two or more levels: province, city, village.
  private static func addresses(_ scan: Scan) -> [Address] {
    var found: [Address] = []
    var floor = 0
    for word in scan.text.words
    where word.range.lowerBound >= floor && scan.text[word.range.lowerBound].isHangulSyllable {
      guard let address = address(scan, at: word.range.lowerBound) else { continue }
      found.append(address)
      floor = address.range.upperBound
    }
    return found
  }

  private static func address(_ scan: Scan, at start: Int) -> Address? {
    let first = start..<scan.wordEnd(start, longest: 8)
    let isProvince = NameWords.provinces.contains(scan.text, first)
    let city = isProvince ? first.upperBound + 1..<scan.wordEnd(first.upperBound + 1, longest: 9) : first
    guard !isProvince || scan[first.upperBound] == " ", !city.isEmpty else { return nil }
    // A city with its particle ends the address.
    let bare = city.lowerBound..<Josa.stemEnd(scan.text, city)
    if isProvince, isCity(scan.text, bare), bare != city {
      return Address(range: start..<bare.upperBound, cities: [scan.text.string(bare)])
    }
    guard isCity(scan.text, city) else { return nil }
    let names: Set<String> = [scan.text.string(city)]
    guard let village = villageEnd(scan, behind: city.upperBound) else {
      return isProvince ? Address(range: start..<city.upperBound, cities: names) : nil
    }
    return Address(range: start..<village, cities: names)
  }

  private static func villageEnd(_ scan: Scan, behind end: Int) -> Int? {
    guard scan[end] == " " else { return nil }
    let word = end + 1..<scan.wordEnd(end + 1, longest: 8)
    return [word.upperBound, Josa.stemEnd(scan.text, word)].first { end in
      let stem = word.lowerBound..<end
      return (3...5).contains(stem.count) && villages.contains(scan.text[end - 1])
        && stem.allSatisfy { scan.text[$0].isHangulSyllable } && !notVillages.isTail(of: scan.text, stem)
    }
  }

  // MARK: Where they are named

  /// The whole words that are one of `cities`: bodies with the particle of who acts, places else.
  private static func occurrences(_ scan: Scan, of cities: Set<String>) -> [Mention] {
    var found: [Mention] = []
    for word in scan.text.words {
      for stem in word.forms where isCity(scan.text, stem) && cities.contains(scan.text.string(stem)) {
        let acts =
          scan.anyLiteral(["는", "은", "가", "이", "도"], at: stem.upperBound) == word.range.upperBound
          && stem.upperBound < word.range.upperBound
          || isHeadlineActor(scan, stem.lowerBound, stem.upperBound)
        found.append(Mention(range: stem, kind: acts ? .organization : .place, confidence: 0.8))
        break
      }
    }
    return found
  }

  /// "달내군, 3년 만에 억새축제 연다" at the beginning of a line.
  private static func isHeadlineActor(_ scan: Scan, _ start: Int, _ end: Int) -> Bool {
    scan[end] == "," && (scan[start - 1] == nil || scan[start - 1] == "\n")
  }
}
