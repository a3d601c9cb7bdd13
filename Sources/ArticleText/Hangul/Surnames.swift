/// Korean surnames.
///
/// Source: Statistics Korea, 2015 census, surnames with more than about 5,000 bearers.
enum Surnames {
  private static let single = SyllableSet(
    """
    김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모\
    탁국어은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간견상갈시라림리제옹단
    """)
  private static let double = Lexicon<Void>(words: "남궁 황보 제갈 사공 선우 서문 독고 동방 어금")

  /// The number of scalars of the surname that begins `range`, or 0.
  static func length(_ text: ScalarText, _ range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    if double.prefix(Scan(text, range), at: range.lowerBound) != nil { return 2 }
    return single.contains(text[range.lowerBound]) ? 1 : 0
  }

  /// Whether `word` begins with a surname of two syllables.
  static func isDouble(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    let head = ScalarText(scalars: Array(word.prefix(2)))
    return head.count == 2 && double.contains(head, 0..<2)
  }

  /// Whether `scalar` is a surname of one syllable.
  static func contains(_ scalar: Unicode.Scalar) -> Bool { single.contains(scalar) }
}
