/// Decides whether one printed name is a short form of another.
enum NameForms {
  private static let departments = Lexicon<Void>(words: "부 처 청 은행 법원 검찰청 경찰서 경찰청 대학교 대")
  private static let companyTails = Lexicon<Void>(
    words: """
      전자 자동차 그룹 건설 증권 화학 중공업 텔레콤 통신 생명 화재 카드 은행 물산 제약 바이오 조선 항공 엔터테인먼트 에너지 소프트 디스플레이 반도체 차
      """)
  /// What the full names of bodies begin with and short ones leave out.
  private static let nationwide = Lexicon<Void>(words: "국가 한국 전국 대한 중앙 서울")
  /// Bare tails that stand for the body named before them ("위원회").
  static let bareTails = Lexicon<Void>(
    words: """
      위원회 학회 조합 시의회 도의회 군의회 구의회 의회 재단 협회 연맹 연합회 센터 노조 연구원 연구소 공단 시 군 특위 총회 이사회 조직위
      """)

  /// Whether `short` names the same body as `long`. `shortComesLater`: the long form was printed first.
  static func isShort(_ short: [Unicode.Scalar], of long: [Unicode.Scalar], shortComesLater: Bool) -> Bool {
    guard short.count < long.count, !short.isEmpty else { return false }
    if long.suffix(short.count).elementsEqual(short) { return isTail(short, of: long, shortComesLater) }
    if isHead(short, of: long) || isAbbreviation(short, of: long) { return true }
    if isFirstWord(short, of: long) { return shortComesLater }
    // "기후경제위" of 국가기후경제위원회.
    guard long.count > 4, nationwide.contains(ScalarText(scalars: Array(long.prefix(2))), 0..<2) else {
      return false
    }
    return isAbbreviation(short, of: Array(long.dropFirst(2)))
  }

  private static func isTail(_ short: [Unicode.Scalar], of long: [Unicode.Scalar], _ shortComesLater: Bool)
    -> Bool
  {
    let head = Array(long.prefix(long.count - short.count))
    let text = ScalarText(scalars: short)
    if head.last?.isBlank == true {
      // "미국 특허청" is not the 특허청 that was named before it.
      let country = ScalarText(scalars: Array(head.dropLast()))
      return shortComesLater || !NameWords.countries.contains(country, 0..<country.count)
    }
    if bareTails.contains(text, 0..<text.count) { return shortComesLater }
    // 과학기술부 and 교육과학기술부 are two ministries.
    return short.count >= 3 && !departments.isTail(of: text, 0..<text.count)
  }

  /// "한빛" of "한빛 이글스", and not "서울" of "서울 한빛병원".
  private static func isFirstWord(_ short: [Unicode.Scalar], of long: [Unicode.Scalar]) -> Bool {
    guard long.starts(with: short), long[short.count].isBlank,
      !long[(short.count + 1)...].contains(where: \.isBlank)
    else { return false }
    let text = ScalarText(scalars: short)
    return !NameWords.provinces.contains(text, 0..<text.count)
      && !NameWords.countries.contains(text, 0..<text.count)
  }

  private static func isHead(_ short: [Unicode.Scalar], of long: [Unicode.Scalar]) -> Bool {
    guard short.count >= 2, long.starts(with: short), !long.contains(where: \.isBlank) else { return false }
    let text = ScalarText(scalars: Array(long.dropFirst(short.count)))
    return companyTails.contains(text, 0..<text.count)
  }

  /// "중기중앙회" of 중소기업중앙회, "기후특위" of 기후위기대응특별위원회: the syllables of the short form in their
  /// order, the first one first, and at least one of them alone between the dropped ones.
  static func isAbbreviation(_ short: [Unicode.Scalar], of long: [Unicode.Scalar]) -> Bool {
    // What both share up to a blank ("국회 ") is no evidence.
    if let blank = short.firstIndex(where: \.isBlank), long.starts(with: short[...blank]) {
      return isAbbreviation(Array(short[(blank + 1)...]), of: Array(long[(blank + 1)...]))
    }
    guard (3...6).contains(short.count), long.count >= short.count + 2, short.allSatisfy(\.isHangulSyllable),
      !long.contains(where: \.isBlank), short.first == long.first
    else { return false }
    var runs: [Int] = []
    var position = 0
    var lastMatch = -2
    for scalar in short {
      guard let next = long[position...].firstIndex(of: scalar) else { return false }
      if next == lastMatch + 1 { runs[runs.count - 1] += 1 } else { runs.append(1) }
      lastMatch = next
      position = next + 1
    }
    let endsTogether = short.last == long.last || short.last == "의" || short.last == "위" || short.last == "련"
    return endsTogether && runs.count >= 2 && runs.contains(1)
  }
}
