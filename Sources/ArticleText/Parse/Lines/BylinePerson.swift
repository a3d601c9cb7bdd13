/// One piece of a byline: a person, a bare name or a desk.
enum BylinePerson {
  case person(Byline)
  case name(String)
  case desk

  /// Reads one piece between separators, or `nil` when it is none of these.
  static func read(
    _ piece: ArraySlice<Unicode.Scalar>, _ reading: inout BylineLine.Reading, _ publishers: Publishers
  ) -> BylinePerson? {
    var piece = piece
    if let equals = piece.firstIndex(of: "=") {
      let label = piece[..<equals].trimmed
      guard label.count <= 10 else { return nil }
      if !isTask(label) { reading.place = label.string }
      piece = piece[(equals + 1)...].trimmed
    }
    var note: ArraySlice<Unicode.Scalar> = []
    if let open = piece.firstIndex(of: "("), piece.last == ")" {
      note = piece[open...]
      piece = piece[..<open].trimmed
    }
    guard let words = words(of: piece), let first = words.first else { return nil }
    if isTask(first), words.count > 1 {
      return person(Array(words.dropFirst()), note: note, &reading, publishers)
    }
    return person(words, note: note, &reading, publishers)
  }

  /// The words of a piece, or `nil` when it has more than any byline, as a sentence has: most pieces end here.
  private static func words(of piece: ArraySlice<Unicode.Scalar>) -> [ArraySlice<Unicode.Scalar>]? {
    var words: [ArraySlice<Unicode.Scalar>] = []
    words.reserveCapacity(wordsMax)
    var rest = piece
    while let first = rest.firstIndex(where: { !$0.isBlank }) {
      guard words.count < wordsMax else { return nil }
      let end = rest[first...].firstIndex(where: \.isBlank) ?? rest.endIndex
      words.append(rest[first..<end])
      rest = rest[end...]
    }
    return words
  }

  private static let wordsMax = 6

  private static func person(
    _ words: [ArraySlice<Unicode.Scalar>], note: ArraySlice<Unicode.Scalar>,
    _ reading: inout BylineLine.Reading, _ publishers: Publishers
  ) -> BylinePerson? {
    guard let first = words.first, let last = words.last else { return nil }
    if words.count == 1 { return single(first, &reading, publishers) }
    if words.count == 2, last.ends("기자") || PersonName.isDesk(last, publishers),
      PersonName.isNoName(first, publishers)
    {
      reading.strength = .strong
      return .desk
    }
    if PersonName.isKorean(first, publishers), let strength = strength(of: last) {
      if strength == .strong || words.count == 2 || !note.isEmpty {
        reading.strength = max(reading.strength, strength)
      }
      let role = words.dropFirst().map(\.string).joined(separator: " ")
      return .person(Byline(name: first.string, role: role))
    }
    // "칼럼니스트 박생강", the title first.
    if words.count == 2, PersonName.isKorean(last, publishers), let strength = strength(of: first),
      first.count >= 2
    {
      reading.strength = max(reading.strength, strength)
      return .person(Byline(name: last.string, role: first.string))
    }
    // The house or the place before the name: "KBS 노하린 기자", "전주 홍길동 기자".
    if words.count >= 3, PersonName.isKorean(words[words.count - 2], publishers),
      strength(of: last) == .strong,
      words.count == 3, first.count <= 8
    {
      reading.strength = .strong
      return .person(Byline(name: words[1].string, role: last.string))
    }
    return nil
  }

  private static func single(
    _ word: ArraySlice<Unicode.Scalar>, _ reading: inout BylineLine.Reading, _ publishers: Publishers
  ) -> BylinePerson? {
    if PersonName.isDesk(word, publishers) { return .desk }
    if PersonName.isKorean(word, publishers) { return .name(word.string) }
    // "노하린기자", without a blank.
    for role in ["선임기자", "전문기자", "인턴기자", "기자", "특파원"] where word.ends(role) {
      let name = word.dropLast(role.unicodeScalars.count)
      guard PersonName.isKorean(name, publishers) else { continue }
      reading.strength = .strong
      return .person(Byline(name: name.string, role: role))
    }
    return nil
  }

  /// Whether a piece without a name is one more title ("서울 물빛초 교장").
  static func isTitle(_ piece: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let last = piece.split(whereSeparator: \.isBlank).last else { return false }
    return strength(of: last) != nil
  }

  /// "글", "사진", "정리" and their like, before "=" or a name.
  static func isTask(_ words: ArraySlice<Unicode.Scalar>) -> Bool {
    SyllableWord(words.lazy.filter(\.isWordScalar)).map { tasks.contains($0) } ?? false
  }

  private static let tasks = Set<SyllableWord>(words: [
    "글", "사진", "그림", "정리", "인터뷰", "취재", "영상", "촬영", "편집", "그래픽", "구성", "번역", "기사", "글사진", "그림글",
  ])

  /// What a title says of its bearer: a reporter's is strong.
  private static func strength(of role: ArraySlice<Unicode.Scalar>) -> BylineLine.Strength? {
    if reporters.end(role) { return .strong }
    return titles.end(role) ? .weak : nil
  }

  private static let reporters: WordEndings = [
    "기자", "특파원", "논설위원", "앵커", "리포터", "칼럼니스트", "편집위원", "통신원",
  ]

  private static let titles: WordEndings = [
    "위원", "교수", "변호사", "대표", "박사", "교장", "교사", "소장", "원장", "연구원", "작가", "시인", "평론가", "에디터", "PD", "피디",
    "부장", "팀장", "국장", "차장", "주필", "실장", "이사장", "회장", "대표변호사", "연구위원", "아나운서", "디자이너", "의사", "전문의",
    "소설가", "감독", "이사", "기획자", "사진가", "화가",
  ]
}
