/// A direct quotation before its speaker is known.
struct QuoteSpan: Sendable, Equatable {
  /// The quoted words, inside the marks.
  var range: Range<Int>
  /// The place after the closing mark.
  var end: Int { range.upperBound + 1 }
  /// Stands in a headline: no reporting clause follows.
  var isHeadline: Bool
}

/// Finds direct quotations: what stands between double quotation marks and is said, not merely named.
enum Quotes {
  /// A quotation longer than this is an unclosed mark.
  private static let scalarsMax = 1500
  /// A quotation may cross this many line breaks.
  private static let lineBreaksMax = 2

  private static let sayings = [
    "라고", "이라고", "고", "이라며", "라며", "며", "면서", "라면서", "이라면서", "라는", "이라는", "는", "란", "이란", "하고", "라",
    "이라", "등",
  ]

  /// The quotations of a text, in order.
  static func find(_ text: ScalarText) -> [QuoteSpan] {
    let scan = Scan(text, 0..<text.count)
    var found: [QuoteSpan] = []
    var index = 0
    while index < text.count {
      // Linear: where a mark is not closed there is none of its kind up to the place where the search ended.
      guard let closing = closingMark(scan, index), case let close = end(scan, index, closing),
        scan[close] == closing
      else {
        index += 1
        continue
      }
      let range = index + 1..<close
      if let quote = quote(scan, range) { found.append(quote) }
      index = close + 1
    }
    return found
  }

  private static func closingMark(_ scan: Scan, _ index: Int) -> Unicode.Scalar? {
    switch scan[index] {
    case "“": return "”"
    case "\"", "＂":
      // A straight mark opens where a word could begin.
      guard let next = scan[index + 1], !next.isBlank, scan[index - 1]?.isNameScalar != true else {
        return nil
      }
      return scan[index]
    default: return nil
    }
  }

  /// Where the quotation that opens at `open` closes, or the place at which it can no more: another one, the end of the line, too far away.
  private static func end(_ scan: Scan, _ open: Int, _ closing: Unicode.Scalar) -> Int {
    var breaks = 0
    var index = open + 1
    while index - open < scalarsMax, let scalar = scan[index] {
      if scalar == closing || scalar == "“" { return index }
      if scalar == "\n" {
        breaks += 1
        if breaks > lineBreaksMax || closing != "”" { return index }
      }
      index += 1
    }
    return index
  }

  private static func quote(_ scan: Scan, _ range: Range<Int>) -> QuoteSpan? {
    guard !range.isEmpty else { return nil }
    let after = range.upperBound + 1
    if scan.anyLiteral(sayings, at: after) != nil, isWholeSaying(scan, after) {
      return QuoteSpan(range: range, isHeadline: false)
    }
    if goesOnSaying(scan, after) { return QuoteSpan(range: range, isHeadline: false) }
    let words = scan.text.scalars[range].reduce(1) { $1.isBlank ? $0 + 1 : $0 }
    let isSentence =
      scan.text.scalars[range.upperBound - 1] == "." || scan.text.scalars[range.upperBound - 1] == "?"
    // What ends the line, or goes on after an ellipsis, is a headline's quotation; a term in marks is
    // followed by a particle or a noun.
    let next = scan[after]
    let endsLine = next == nil || next == "\n" || next == "…" || next == "."
    if endsLine, words >= 2 { return QuoteSpan(range: range, isHeadline: true) }
    return isSentence && words >= 3 ? QuoteSpan(range: range, isHeadline: false) : nil
  }

  /// "…"는 지적, "…"는 신중한 입장, "…"는 것이다: behind 는 comes, two words on at most, what names a saying.
  private static func goesOnSaying(_ scan: Scan, _ start: Int) -> Bool {
    guard let particle = scan.anyLiteral(["라는", "이라는", "다는", "는", "란", "이란"], at: start),
      scan.wordEnd(start) == particle
    else { return false }
    var index = particle
    for _ in 0..<3 {
      guard scan[index] == " " else { return false }
      let word = index + 1..<scan.wordEnd(index + 1)
      if sayingNouns.prefix(scan, at: word.lowerBound).map({ Josa.isWhole(scan, at: $0.end) }) == true {
        return true
      }
      // An adjective, or whose words they are: "…"는 목격자들의 말.
      guard !word.isEmpty, let last = scan[word.upperBound - 1], last.hasFinalConsonant || last == "의" else {
        return false
      }
      index = word.upperBound
    }
    return false
  }

  /// Nouns that name what somebody said.
  static let sayingNouns = Lexicon<Void>(
    words: """
      것 게 말 뜻 입장 지적 주장 의견 반응 설명 목소리 평가 비판 전망 분석 우려 각오 소감 답변 요청 취지 이야기 얘기 해명 반박 호소 조언 당부 제안
      질문 인사 증언 진술 발언 경고 관측 해석 불만 항의 다짐 글 메시지 문구 답 대답 하소연 응원 격려 지시 명령 약속
      """)

  /// 는 and 라 are a topic particle and a copula as often; the others always report.
  private static func isWholeSaying(_ scan: Scan, _ start: Int) -> Bool {
    let word = scan.wordEnd(start)
    let text = scan.text.string(start..<word)
    return text != "는" && text != "란" && text != "이란" && text != "라" && text != "이라" && text != "등"
  }
}
