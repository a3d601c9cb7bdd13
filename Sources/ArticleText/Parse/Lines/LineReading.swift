/// What the grammars find in one line: the facts that features and results are made of.
struct LineReading: Sendable {
  var times: [TimeLine.Mention] = []
  /// Whether the line is nothing but times, labels and residue.
  var isTime = false
  var byline: BylineLine.Reading?
  var copyright: CopyrightLine.Reading?
  /// Why it is page residue.
  var residue: String?
  var headsRelated = false
  /// Where a picture credit begins.
  var creditStart: Int?
  var isCreditOnly = false
  var isPublisher = false
  var isNotice = false
  var dateline: DatelineGrammar.Reading?
  var trailingByline: (reading: BylineLine.Reading, start: Int)?

  /// Reads `line` by all grammars.
  init(_ line: SourceLine, _ publishers: Publishers, _ pageResidue: PageResidue) {
    let scalars = line.scalars[...]
    residue = pageResidue.reason(of: line)
    guard line.words > 0 else { return }
    headsRelated = PageResidue.headsRelated(line)
    if scalars.count <= 120, line.marks.contains(.year) {
      times = TimeLine.mentions(in: scalars)
      // "다음 공청회는 9월 14일 오후 3시다."
      isTime = !times.isEmpty && !scalars.ends("다.") && Self.isOnlyTime(scalars, times)
    }
    if line.marks.contains(.copyright) { copyright = CopyrightLine.read(scalars, key: line.key, publishers) }
    byline = isTime ? nil : BylineLine.read(scalars.drop { !Self.leads($0) }, publishers)
    isPublisher = scalars.count <= 16 && publishers.isName(line.key)
    creditStart = Captions.credit(in: scalars, mayHaveSlash: line.marks.contains(.slash), publishers)
    isCreditOnly = Captions.isCreditOnly(line, credit: creditStart)
    isNotice = Self.isNotice(line)
    dateline = DatelineGrammar.read(scalars, publishers)
    if byline == nil { trailingByline = BylineLine.trailing(scalars, publishers) }
  }

  /// Whether a byline may begin with `scalar`.
  private static func leads(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "/", "(", "[", "<", "【", "{", "“", "‘", "\"", "'", "#", "@": true
    default: scalar.isWordScalar
    }
  }

  /// Whether what is left beside the times is labels, residue or a short count.
  private static func isOnlyTime(_ line: ArraySlice<Unicode.Scalar>, _ times: [TimeLine.Mention]) -> Bool {
    guard times.contains(where: { $0.moment.seconds != nil || $0.role != .unlabelled }) || line.count <= 24
    else {
      return false
    }
    var letters = 0
    for range in TimeLine.remainder(of: line, without: times) where !PageResidue.isFragment(line[range]) {
      letters += line[range].reduce(0) { $0 + ($1.isWordScalar ? 1 : 0) }
    }
    let labelled = times.contains { $0.role != .unlabelled && $0.moment.seconds != nil }
    let hasClock = times.contains { $0.moment.seconds != nil }
    return letters <= (labelled ? 14 : hasClock ? 6 : 0)
  }

  /// The advice that papers add to reports on suicide, editors' notes, broadcast tags.
  private static func isNotice(_ line: SourceLine) -> Bool {
    let first = line.scalars.first
    let count = line.scalars.count
    let mayHavePhrase = line.marks.contains(.notice)
    if first == "※" || first == "*" { return mayHavePhrase && notices.occurs(in: keyOfHead(line)) }
    if count <= 8, broadcastTags.contains(line.key) { return first == "[" || first == "<" || first == "◀" }
    if editorsNotes.contains(where: line.key.hasPrefix) {
      return count <= headScalars || editorsNotes.contains(where: keyOfHead(line).hasPrefix)
    }
    return count < 140 && mayHavePhrase && notices.occurs(in: line.key) && helplines.occurs(in: line.key)
  }

  /// A notice says what it is in its first scalars.
  private static func keyOfHead(_ line: SourceLine) -> LineKey {
    line.scalars.count <= headScalars ? line.key : LineKey(line.scalars.prefix(headScalars))
  }

  private static let headScalars = 200
  private static let broadcastTags: [LineKey] = ["앵커", "기자", "리포트", "인터뷰"]
  private static let editorsNotes: [LineKey] = ["편집자주", "편집자말"]
  private static let helplines: PhraseSet = ["109", "1393"]
  static let notices: PhraseSet = ["자살예방", "말하기어려운고민", "정신건강위기", "생명의전화", "기사는"]
}
