/// Reads the notices of deaths that newspapers print in a grammar of their own, which a tagger of sentences does not know:
///
/// "▲ 모영수(전 새빛은행 부행장)씨 별세, 모은결(해든전자 책임연구원)·한결(도담고 교사)씨 부친상 = 10일 오후 6시, 가온대병원
/// 장례식장 5호실, 발인 12일 오전 7시, 장지 하늘마루공원"
enum FuneralNotices {
  /// What is mourned; a notice has one of them and one of `ceremonies`.
  private static let losses = Lexicon<Void>(
    words: """
      별세 선종 소천 타계 부친상 모친상 부모상 장인상 장모상 조부상 조모상 외조부상 외조모상 시부상 시모상 시조부상 시조모상 빙부상 빙모상 형님상 형제상
      남편상 부인상 아내상 누나상 누이상 동생상 장남상 자녀상
      """)
  private static let ceremonies = Lexicon<Void>(words: "발인 장지 빈소 장례식장 장례미사")
  private static let halls = Lexicon<Void>(words: "장례식장 장례문화원 장례문화센터 추모관")
  private static let notNames = Lexicon<Void>(words: "부고 부음 발인 장지 빈소 영결식 연락처 유족")

  /// The mentions of `table` with those of its notices.
  static func apply(_ table: MentionTable) -> [Mention] {
    let scan = table.scan
    var found = mournedHalls(scan)
    for line in scan.text.lines where isNotice(Scan(scan.text, line)) {
      found += people(Scan(scan.text, line))
    }
    return NameCorrections.replacing(
      table.mentions, with: MentionTable(text: scan.text, mentions: found).mentions)
  }

  private static func isNotice(_ line: Scan) -> Bool {
    var hasLoss = false
    var hasCeremony = false
    var index = line.range.lowerBound
    while index < line.range.upperBound {
      if losses.prefix(line, at: index) != nil { hasLoss = true }
      if ceremonies.prefix(line, at: index) != nil { hasCeremony = true }
      if hasLoss, hasCeremony { return true }
      index += 1
    }
    return false
  }

  // MARK: The bereaved

  /// The names at the beginnings of a notice's items, and the bodies in the brackets behind them.
  private static func people(_ line: Scan) -> [Mention] {
    var found: [Mention] = []
    var hasFullName = false
    for start in items(line) {
      let name = start..<line.wordEnd(start, longest: 5)
      let bare = line[name.upperBound - 1] == "씨" ? name.lowerBound..<name.upperBound - 1 : name
      guard let person = person(line, bare, hasFullName) else { continue }
      if Surnames.contains(line.text[person.lowerBound]) { hasFullName = true }
      found.append(Mention(range: person, kind: .person, confidence: 0.9))
      if let body = PersonTitles.bodyInBracket(line, at: name.upperBound) {
        found.append(Mention(range: body, kind: .organization, confidence: 0.9))
      }
    }
    return found
  }

  /// Where the items of a notice begin: at its mark, behind a comma and behind a middle dot outside of brackets.
  private static func items(_ line: Scan) -> [Int] {
    var starts: [Int] = []
    var depth = 0
    for index in line.range {
      switch line.text[index] {
      case "(": depth += 1
      case ")": depth = max(0, depth - 1)
      case "▲", "△", "◇", "◆", "■", "●", "▶", ",", "·":
        if depth == 0 { starts.append(line.afterBlank(index + 1)) }
      default: break
      }
    }
    return starts
  }

  /// A name of two to four syllables with a bracket, a dot or 씨 behind it; the surname may be that of a sibling before.
  private static func person(_ line: Scan, _ name: Range<Int>, _ hasFullName: Bool) -> Range<Int>? {
    guard (2...4).contains(name.count), name.allSatisfy({ line.text[$0].isHangulSyllable }),
      !losses.contains(line.text, name), !notNames.contains(line.text, name)
    else { return nil }
    let after = line[name.upperBound]
    guard after == "(" || after == "·" || after == "씨" else { return nil }
    let isFullName = name.count >= 3 && Surnames.length(line.text, name) > 0
    return isFullName || hasFullName && name.count <= 3 ? name : nil
  }

  // MARK: Where they lie

  /// "부산 해오름병원 장례식장 특2호실": the hall, with the house before it and the room behind.
  private static func mournedHalls(_ scan: Scan) -> [Mention] {
    var found: [Mention] = []
    for offset in scan.range where scan[offset] == "장" || scan[offset] == "추" {
      guard let hall = halls.prefix(scan, at: offset) else { continue }
      let start = houseStart(scan, before: offset, floor: found.last?.range.upperBound ?? 0)
      guard start < offset else { continue }
      found.append(Mention(range: start..<roomEnd(scan, hall.end), kind: .place, confidence: 0.9))
    }
    return found
  }

  /// The house is the word before the hall, and the city before that.
  private static func houseStart(_ scan: Scan, before hall: Int, floor: Int) -> Int {
    var start = hall
    while start > floor, scan[start - 1]?.isNameScalar == true { start -= 1 }
    guard start > floor + 1, scan[start - 1] == " " else { return start }
    let house = wordStart(scan, endingAt: start - 1, floor: floor)
    let isHouse = start == hall && house < start - 1
    let first = isHouse ? house : start
    guard first > floor + 1, scan[first - 1] == " " else { return first }
    let city = wordStart(scan, endingAt: first - 1, floor: floor)
    let isCity =
      NameWords.provinces.contains(scan.text, city..<first - 1)
      || first - 1 - city >= 3 && "시군구".unicodeScalars.contains(scan.text[first - 2])
    return isCity ? city : first
  }

  private static func wordStart(_ scan: Scan, endingAt end: Int, floor: Int) -> Int {
    var start = end
    while start > floor, end - start < 20, scan[start - 1]?.isNameScalar == true { start -= 1 }
    return start
  }

  /// The end of "특2호실", "302호" or "VIP실" behind the hall.
  private static func roomEnd(_ scan: Scan, _ hall: Int) -> Int {
    guard scan[hall] == " " else { return hall }
    let word = hall + 1..<scan.wordEnd(hall + 1, longest: 10)
    for end in [word.upperBound, Josa.stemEnd(scan.text, word)] where end - word.lowerBound >= 2 {
      let isRoom = ["호실", "호", "실", "층"].contains {
        scan.literal($0, at: end - $0.unicodeScalars.count) == end
      }
      if isRoom, word.contains(where: { scan.text[$0].isASCIIDigit || scan.text[$0].isASCIILetter }) {
        return end
      }
    }
    return hall
  }
}
