/// Josa (case particles) and the other endings that stand behind a noun without being part of it.
enum Josa {
  /// The particles, longest first where one begins another, and bound nouns that follow a noun as particles
  /// do.
  ///
  /// Source: 표준국어대사전, 조사 entries; endings of 이다 as they occur in news.
  private static let particles = Lexicon<Void>(
    words: """
      은 는 이 가 을 를 의 에 와 과 도 만 로 으로 나 이나 랑 이랑 에게 에게서 에서 에서는 에서도 에는 에도 에선 에만
      까지 까지는 까지도 부터 부터는 보다 보다는 마다 조차 마저 처럼 같이 께 께서 께서는 한테 한테서 더러 라도 이라도
      으로는 으로도 으로서 으로써 로는 로도 로서 로써 에게는 에게도 와의 과의 와는 과는 와도 과도 이란 란 이며 며
      이고 고 이다 다 이라 라 이라고 라고 이라는 라는 인 이었다 였다 이었던 였던 이지만 지만 이자 으로부터 로부터
      에서의 에의 만의 만이 만을 만에 도록 이라며 라며 이라면 라면 이나마 이든 든 씩 씩은 씩을 씩의 쯤 께쯤 가량 정도 이상 이하
      이내 미만 초과 당 별 째 짜리 때 인데 이어서 이므로 이므로써 입니다 이요 여서 이어 였지만 이었지만
      """)

  /// Whether what stands at `offset` can follow a complete noun: nothing, a mark or blank, or a particle.
  static func canFollow(_ scan: Scan, at offset: Int) -> Bool {
    guard let next = scan[offset], next.isNameScalar else { return true }
    guard next.isHangulSyllable, let particle = particles.prefix(scan, at: offset) else { return false }
    // Two particles may be stacked ("10명씩을"); what follows them must not be a syllable of a longer word.
    guard let after = scan[particle.end], after.isHangulSyllable else { return true }
    return particles.prefix(scan, at: particle.end).map { scan[$0.end]?.isHangulSyllable != true } ?? false
  }

  /// Single syllables of the list that make another name of the name before them: a party (나래당), a school (나래고),
  /// the people of a body (나래인), counters.
  private static let nameEndings: Set<Unicode.Scalar> = ["당", "고", "인", "별", "째", "때", "씩", "쯤"]

  /// Whether what stands at `offset` can follow a proper name: nothing, a mark or blank, or a particle that fits the
  /// name's last syllable.
  static func canFollowName(_ scan: Scan, at offset: Int) -> Bool {
    guard canFollow(scan, at: offset) else { return false }
    // Longer particles are no part of a name, and 이다 stands behind open syllables too.
    guard let next = scan[offset], let particle = particles.prefix(scan, at: offset),
      particle.end == offset + 1
    else { return true }
    return !nameEndings.contains(next) && scan[offset - 1].map { agrees($0, next) } ?? true
  }

  /// Whether `range` is one particle.
  static func isParticle(_ text: ScalarText, _ range: Range<Int>) -> Bool { particles.contains(text, range) }

  /// Whether the word from `offset` to its end is exactly one particle (or nothing).
  static func isWhole(_ scan: Scan, at offset: Int) -> Bool {
    let end = scan.wordEnd(offset)
    guard end > offset else { return true }
    return particles.contains(scan.text, offset..<end)
  }

  /// The end of the noun in the word `range`: the longest particle that fits its syllable is taken off.
  ///
  /// A particle that needs a vowel before it (는, 가, 를, 와) does not come off a closed syllable and the
  /// reverse, so that most names that end like a particle ("이은", "장은가") stay whole.
  static func stemEnd(_ text: ScalarText, _ range: Range<Int>) -> Int {
    guard let particle = particles.suffix(text, from: range.lowerBound + 1, endingAt: range.upperBound),
      particle.start > range.lowerBound, agrees(text[particle.start - 1], text[particle.start])
    else { return range.upperBound }
    return particle.start
  }

  /// Whether a particle that begins with `particle` can stand behind `syllable` by the rule of open and
  /// closed syllables. Digits and letters go with either.
  static func agrees(_ syllable: Unicode.Scalar, _ particle: Unicode.Scalar) -> Bool {
    guard syllable.isHangulSyllable else { return true }
    switch particle {
    case "은", "이", "을", "과": return syllable.hasFinalConsonant
    case "는", "가", "를", "와": return !syllable.hasFinalConsonant
    case "로": return !syllable.hasFinalConsonant || (syllable.value - 0xAC00) % 28 == 8
    default: return true
    }
  }
}
