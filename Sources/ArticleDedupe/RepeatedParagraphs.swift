/// Finds the paragraphs that say again what an earlier paragraph of the same article said.
///
/// Pages print the lead twice (as caption and as body) and append a story's first lines under its end. Lines below ten
/// letters are let be: "◇ 전보" heads many lists, and "(끝)" ends many parts.
struct RepeatedParagraphs {
  /// The repeats, by index.
  private(set) var repeats: [ParagraphRepeat] = []
  /// Whether a run of `longRun` scalars or more stands twice, anywhere: only then can a sentence be repeated.
  private(set) var hasLongRepeat = false

  /// Equal paragraphs of this many folded scalars are repeats.
  static let equalMin = 10
  /// Nearly equal ones of this many: shorter ones differ in one word that may be all they say.
  static let nearMin = 30
  /// The share of the longer paragraph's grams that the earlier one has. A word changed in a sentence of 60 letters
  /// costs a tenth.
  static let nearSimilarity = 0.85
  /// Of a shorter paragraph that is found in a longer earlier one, nearly all must be there.
  static let containment = 0.97
  static let longRun = 20
  /// Near repeats are sought in the first scalars of a text only, so that a text of 32 MiB costs no gigabyte.
  static let scalarsMax = 1 << 17
  static let n = 4

  /// Looks through the paragraphs of a folded text. Linear: a gram is remembered for the first paragraph it is in.
  init(_ text: FoldedText) {
    let count = text.starts.count - 1
    var owners = GramOwners(grams: min(text.scalars.count, Self.scalarsMax))
    var votes = [Int32](repeating: 0, count: count)
    var equals: [ArraySlice<UInt32>: Int] = [:]
    text.scalars.withUnsafeBufferPointer { scalars in
      for index in 0..<count {
        let range = text.starts[index]..<text.starts[index + 1]
        guard range.count >= Self.equalMin else { continue }
        if let earlier = equals[text.paragraph(index)] {
          repeats.append(ParagraphRepeat(index: index, repeatOf: earlier, similarity: 1))
          hasLongRepeat = hasLongRepeat || range.count >= Self.longRun
          continue
        }
        equals[text.paragraph(index)] = index
        guard range.upperBound <= Self.scalarsMax else { continue }
        var best = (votes: Int32(0), paragraph: 0)
        var voted: [Int] = []
        var run = 0
        GramHash.forEach(in: UnsafeBufferPointer(rebasing: scalars[range]), n: Self.n) { _, hash in
          guard let owner = owners.owner(of: hash, orElse: index) else {
            run = 0
            return
          }
          run += 1
          if run > Self.longRun - Self.n { hasLongRepeat = true }
          guard owner != index else { return }
          if votes[owner] == 0 { voted.append(owner) }
          votes[owner] += 1
          // The least index among equals, so that the answer does not hang on the order of votes.
          if (votes[owner], -owner) > (best.votes, -best.paragraph) { best = (votes[owner], owner) }
        }
        for owner in voted { votes[owner] = 0 }
        if best.votes > 0 { judge(index, against: best.paragraph, Int(best.votes), text) }
      }
    }
  }

  private mutating func judge(_ index: Int, against earlier: Int, _ votes: Int, _ text: FoldedText) {
    let (paragraph, other) = (text.paragraph(index), text.paragraph(earlier))
    guard paragraph.count >= Self.nearMin else { return }
    let (grams, others) = (paragraph.count - Self.n + 1, other.count - Self.n + 1)
    let isNear = Double(votes) >= Self.nearSimilarity * Double(max(grams, others))
    let isPart = others > grams && Double(votes) >= Self.containment * Double(grams)
    guard isNear || isPart else { return }
    let (facts, known) = (Self.values(paragraph), Self.values(other))
    guard isPart ? Set(facts).isSubset(of: known) : facts == known else { return }
    repeats.append(
      ParagraphRepeat(index: index, repeatOf: earlier, similarity: min(1, Double(votes) / Double(grams))))
  }

  private static func values(_ paragraph: ArraySlice<UInt32>) -> [UInt16] {
    paragraph.withUnsafeBufferPointer { StoryFacts.facts(in: $0) }.map(\.value)
  }
}

/// For each gram the first paragraph that has it.
private struct GramOwners {
  private var grams: [UInt32]
  private var owners: [Int32]
  private let mask: Int

  init(grams count: Int) {
    var size = 64
    while size < 2 * count { size *= 2 }
    grams = [UInt32](repeating: 0, count: size)
    owners = [Int32](repeating: 0, count: size)
    mask = size - 1
  }

  /// The owner of a gram; one that has none becomes `paragraph`'s and gives `nil`.
  mutating func owner(of hash: UInt64, orElse paragraph: Int) -> Int? {
    let gram = UInt32(truncatingIfNeeded: hash >> 32) | 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while grams[slot] != 0 {
      if grams[slot] == gram { return Int(owners[slot]) }
      slot = (slot + 1) & mask
    }
    grams[slot] = gram
    owners[slot] = Int32(truncatingIfNeeded: paragraph)
    return nil
  }
}
