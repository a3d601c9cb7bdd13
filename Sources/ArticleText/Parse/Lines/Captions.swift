/// Recognises picture captions and their credits.
///
/// `… 있다. /뉴스1`, `… /사진=뉴스1`, `… 《사진=연합뉴스》`, `… (사진제공=강북구청)`, `<순천시 제공>`, `▲ … |`, `그래픽=배도윤`,
/// `… [조선일보 자료사진]`.
enum Captions {
  /// Where the credit of `line` begins, or `nil` when it has none.
  ///
  /// - Parameter mayHaveSlash: `false` where it is known that `line` has none.
  static func credit(
    in line: ArraySlice<Unicode.Scalar>, mayHaveSlash: Bool = true, _ publishers: Publishers
  ) -> Int? {
    var body = line.trimmed
    while let last = body.last, last == "|" || last.isBlank { body = body.dropLast() }
    if let archive = bracketed(body), isCredit(body[archive...].dropFirst().dropLast(), publishers) {
      // "/뉴시스 [조선일보 자료사진]" has two.
      let rest = body[..<archive].trimmed
      return slash(rest, publishers) ?? archive
    }
    return (mayHaveSlash ? slash(body, publishers) : nil) ?? sign(body)
  }

  /// Whether the whole line is a credit ("그래픽=배도윤", "/사진=뉴스1").
  ///
  /// - Parameter credit: what `credit(in:)` says of it.
  static func isCreditOnly(_ line: SourceLine, credit: Int?) -> Bool {
    guard line.scalars.count <= 40 else { return false }
    if credit == 0 { return true }
    return line.scalars.contains("=") && kinds.contains(where: line.key.hasPrefix)
  }

  /// `(…)`, `[…]`, `《…》`, `<…>` at the end of the line.
  private static func bracketed(_ line: ArraySlice<Unicode.Scalar>) -> Int? {
    let open: Unicode.Scalar
    switch line.last {
    case ")": open = "("
    case "]": open = "["
    case "》": open = "《"
    case ">": open = "<"
    case "】": open = "【"
    case "〉": open = "〈"
    default: return nil
    }
    return line.suffix(48).lastIndex(of: open)
  }

  /// "/credit" at the end of the line.
  private static func slash(_ line: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Int? {
    guard let index = line.suffix(40).lastIndex(of: "/") else { return nil }
    let credit = line[(index + 1)...].trimmed
    guard !credit.isEmpty, credit.last != ".", credit.last != "?" else { return nil }
    if isCredit(credit, publishers) { return index }
    // An unknown source after a full stop ("… 다시 열렸다. /한솔시 누리집"), or one name after words ("… 회장/한솔의료원").
    guard let before = line[..<index].trimmed.last, credit.count <= 24,
      credit.contains(where: \.isWordScalar), !credit.allSatisfy({ $0.isASCIIDigit })
    else { return nil }
    if ".)’”'\"".unicodeScalars.contains(before) { return index }
    let isName = credit.count <= 14 && credit.allSatisfy { $0.isHangulSyllable } && credit.count >= 3
    return isName && before.isHangulSyllable && line.count - credit.count >= 10 ? index : nil
  }

  /// "ⓒ뉴스1", "© Getty" at the end of the line.
  private static func sign(_ line: ArraySlice<Unicode.Scalar>) -> Int? {
    guard let index = line.suffix(32).lastIndex(where: { $0 == "ⓒ" || $0 == "©" }), index > line.startIndex
    else {
      return nil
    }
    return index
  }

  private static func isCredit(_ words: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Bool {
    let words = words.trimmed
    // "/노하린 기자 73db8b@…" is a byline, whatever the address has in it.
    guard (2...40).contains(words.count), !words.contains("@") else { return false }
    let key = LineKey(words)
    if marks.occurs(in: key) || words.ends("DB") || words.ends("db") || publishers.isName(key) { return true }
    if words.ends("기자"), BylineLine.read(words, publishers) != nil { return true }
    return words.split(separator: "·").allSatisfy { publishers.isName($0.trimmed) }
  }

  private static let kinds: [LineKey] = ["사진", "그래픽", "일러스트", "삽화", "자료"]

  private static let marks: PhraseSet = [
    "사진", "제공", "자료사진", "캡처", "캡쳐", "유튜브", "인스타그램", "페이스북", "트위터", "그래픽", "연합뉴스", "뉴시스", "뉴스1", "조선db",
    "조선일보db", "게티이미지", "getty", "로이터", "afp", "홈페이지", "갈무리", "픽사베이", "셔터스톡", "일러스트",
  ]
}
