/// Finds how sports news counts: when in a match (TI) and what it stands at (QT). Neither has a value of its own.
///
/// "전반 13분", "후반 추가시간 5분", "9회말" · "3-2", "22승1무13패", "5타수 3안타". Source of the spans: KLUE-NER v1.1.
enum Matches {
  /// The expression that begins at `offset`.
  static func find(_ scan: Scan, at offset: Int) -> Mention? {
    if scan[offset]?.isASCIIDigit != true { return minuteOfHalf(scan, at: offset) }
    guard let number = Numerals.digits(scan, at: offset) else { return nil }
    return inning(scan, at: offset, number) ?? score(scan, at: offset, number)
      ?? record(scan, at: offset, number)
  }

  private static let halves = Lexicon<Void>(
    ["연장 전반", "연장 후반", "연장전 전반", "연장전 후반", "전반", "후반", "연장"].map { ($0, ()) })

  private static func minuteOfHalf(_ scan: Scan, at offset: Int) -> Mention? {
    guard scan.isWordStart(offset), let half = halves.prefix(scan, at: offset)?.end, scan[half] == " " else {
      return nil
    }
    let start = scan.anyLiteral(["추가시간 ", "추가 시간 "], at: half + 1) ?? half + 1
    guard let number = Numerals.digits(scan, at: start), number.plainDigits <= 3,
      let minutes = scan.literal("분", at: number.end)
    else { return nil }
    var end = minutes
    if let seconds = Numerals.digits(scan, at: scan.afterBlank(minutes)),
      let last = scan.literal("초", at: seconds.end)
    {
      end = last
    }
    return mention(offset..<end, .time)
  }

  private static func inning(_ scan: Scan, at offset: Int, _ number: Numeral) -> Mention? {
    guard number.plainDigits <= 2, let end = scan.anyLiteral(["회말", "회초"], at: number.end),
      Josa.canFollow(scan, at: end)
    else { return nil }
    return mention(offset..<end, .time)
  }

  /// "3-2", without what follows the two numbers ("2-1 승").
  private static func score(_ scan: Scan, at offset: Int, _ number: Numeral) -> Mention? {
    guard (1...3).contains(number.plainDigits), scan[number.end] == "-",
      let other = Numerals.digits(scan, at: number.end + 1), (1...3).contains(other.plainDigits),
      scan[other.end] != "-", scan[offset - 1] != "-"
    else { return nil }
    let isFollowedByParticle = Josa.canFollow(scan, at: other.end) && scan[other.end]?.isASCIILetter != true
    let isOutcome = scan.anyLiteral(["승", "패", "무"], at: other.end) != nil
    guard isFollowedByParticle || isOutcome else { return nil }
    return mention(offset..<other.end, .quantity)
  }

  private static let outcomes = ["승", "무", "패", "타수", "안타"]

  /// "22승1무13패", "5타수 3안타": two numbers at least.
  private static func record(_ scan: Scan, at offset: Int, _ number: Numeral) -> Mention? {
    guard var end = scan.anyLiteral(outcomes, at: number.end) else { return nil }
    var count = 1
    while let next = Numerals.digits(scan, at: scan.afterBlank(end)),
      let after = scan.anyLiteral(outcomes, at: next.end)
    {
      end = after
      count += 1
    }
    guard count > 1, Josa.canFollow(scan, at: end) else { return nil }
    return mention(offset..<end, .quantity)
  }

  private static func mention(_ range: Range<Int>, _ kind: Entity.Kind) -> Mention {
    Mention(range: range, kind: kind, confidence: 0.95)
  }
}
