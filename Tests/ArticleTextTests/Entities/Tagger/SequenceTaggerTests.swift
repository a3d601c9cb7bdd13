import Testing

@_spi(Training) @testable import ArticleText

/// What the statistical tagger promises, on sentences and persons made up for it.
struct SequenceTaggerTests {
  private let tagger = SequenceTagger()

  private func spans(_ string: String) -> [TaggedSpan] {
    let text = ScalarText(string)
    return tagger.spans(in: text, range: 0..<text.count)
  }

  private func found(_ string: String) -> Set<String> {
    let text = ScalarText(string)
    return Set(spans(string).map { "\(text.string($0.range))/\($0.kind.rawValue)" })
  }

  @Test(
    "plain mentions are found, without their josa",
    arguments: [
      ("김민수 의원은 15일 오후 3시 서울에서 기자들을 만났다.", ["김민수/PS", "15일/DT", "서울/LC"]),
      ("이 행사에는 시민 200명이 참석했다.", ["200명/QT"]),
      ("박지영 교수는 2024년 3월 부산에서 강연했다.", ["박지영/PS", "2024년 3월/DT", "부산/LC"]),
    ])
  func findsPlainMentions(sentence: String, expected: [String]) {
    #expect(found(sentence).isSuperset(of: expected), "\(found(sentence))")
  }

  @Test("offsets count in the whole text, and a range is tagged as if it stood alone")
  func rangesAreIndependent() {
    let sentence = "박지영 교수는 2024년 3월 부산에서 강연했다."
    let alone = spans(sentence)
    let text = ScalarText("머리말\n" + sentence + "\n꼬리말")
    let shifted = tagger.spans(in: text, range: 4..<(4 + sentence.unicodeScalars.count))
    #expect(!alone.isEmpty)
    #expect(
      shifted
        == alone.map {
          TaggedSpan(
            range: ($0.range.lowerBound + 4)..<($0.range.upperBound + 4), kind: $0.kind,
            confidence: $0.confidence)
        })
  }

  @Test("lines and sentences are tagged one by one, with the result of each alone")
  func windowsDoNotMix() {
    let first = "김민수 의원은 15일 서울에서 말했다."
    let second = "이 행사에는 시민 200명이 참석했다."
    let apart = spans(first).map(\.confidence) + spans(second).map(\.confidence)
    #expect(spans(first + "\n" + second).map(\.confidence) == apart)
    #expect(spans(first + " " + second).map(\.confidence) == apart)
  }

  @Test("windows hold every scalar that is no blank, in order, none too long")
  func windowsTile() {
    let string =
      String(repeating: "가나다 ", count: 900) + "끝났다. \"그렇다.\" 3.5%다\n\n" + String(repeating: "가", count: 2_000)
    let text = ScalarText(string)
    let windows = SequenceTagger.windows(in: text, range: 0..<text.count)
    var covered = Set<Int>()
    var last = 0
    for window in windows {
      #expect(window.lowerBound >= last && !window.isEmpty)
      #expect(window.count <= TaggerWindow.lengthMax)
      last = window.upperBound
      covered.formUnion(window)
    }
    #expect((0..<text.count).allSatisfy { covered.contains($0) || text[$0].isBlank })
  }

  @Test(
    "hostile input ends in ordered spans inside the text",
    arguments: [
      "", " ", "가", "\n\n\n", "ㅋㅋㅋㅠㅠ", "👩‍👩‍👧‍👦🇰🇷", "\u{1100}\u{1161}\u{11A8}", "\u{0}\u{10FFFF}",
      String(repeating: "가", count: 100_000), String(repeating: "9", count: 100_000),
      String(repeating: "서울 ", count: 5_000), String(repeating: ".", count: 20_000),
    ])
  func survivesHostileInput(string: String) {
    let count = string.unicodeScalars.count
    var last = 0
    for span in spans(string) {
      #expect(span.range.lowerBound >= last && span.range.upperBound <= count && !span.range.isEmpty)
      #expect((0...1).contains(span.confidence))
      last = span.range.upperBound
    }
  }

  @Test("a range beyond the text is cut to it")
  func clampsRange() {
    let text = ScalarText("서울")
    #expect(tagger.spans(in: text, range: 0..<1_000) == tagger.spans(in: text, range: 0..<2))
    #expect(tagger.spans(in: text, range: 10..<20).isEmpty)
  }

  @Test("decoding never lets a mention continue that was not begun, whatever the scores")
  func decodingKeepsBIO() {
    let none = Array(repeating: TaggerLattice.Lanes(repeating: 0), count: TaggerLabels.count + 1)
    let transitions = TaggerLattice.Transitions(scores: none)
    var lattice = TaggerLattice()
    for step in 0..<200 {
      var scores = TaggerLattice.Lanes(repeating: 0)
      scores[TaggerLabels.inside(step * 7 % 6)] = 20
      lattice.emissions.append(scores)
    }
    var labels: [UInt8] = []
    lattice.decode(transitions, into: &labels)
    #expect(labels.count == 200)
    var previous: Int?
    for label in labels {
      #expect(TaggerLabels.allows(Int(label), after: previous))
      previous = Int(label)
    }
  }

  @Test("probabilities agree with counting every label sequence")
  func probabilityIsExact() {
    let none = Array(repeating: TaggerLattice.Lanes(repeating: 0), count: TaggerLabels.count + 1)
    let transitions = TaggerLattice.Transitions(scores: none)
    var lattice = TaggerLattice()
    lattice.emissions = Array(repeating: TaggerLattice.Lanes(repeating: 0), count: 2)
    lattice.sum(transitions)
    // Flat scores: 7 labels can start; after O 7 can follow, after each of 6 begins 8: 55 sequences, 1 is B-DT I-DT.
    #expect(abs(lattice.probability(of: 0..<2, kind: 0, transitions) - 1 / 55) < 1e-5)
    #expect(abs(lattice.probability(of: 0..<1, kind: 0, transitions) - 7 / 55) < 1e-5)
  }

  @Test("a model file that is cut, or of another version, is refused")
  func refusesBadModels() {
    var bytes = EntityModel.magic + [UInt8](repeating: 0, count: 2_000)
    bytes.withUnsafeBytes { #expect(EntityModel($0) == nil) }
    bytes[0] = 0
    bytes.withUnsafeBytes { #expect(EntityModel($0) == nil) }
    [UInt8]().withUnsafeBytes { #expect(EntityModel($0) == nil) }
  }
}
