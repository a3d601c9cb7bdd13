/// Finds the paragraphs that say again what an earlier paragraph of the same article said.
///
/// Pages print the lead twice (as caption and as body) and append a story's first lines under its end. Lines
/// below ten letters are let be: "◇ 전보" heads many lists, and "(끝)" ends many parts.
struct RepeatedParagraphs {
  /// The repeats, by index.
  private(set) var repeats: [ParagraphRepeat] = []

  /// Equal paragraphs of this many folded scalars are repeats.
  static let equalMin = 10
  /// Nearly equal ones of this many: shorter ones differ in one word that may be all they say.
  static let nearMin = 30
  /// The share of the longer paragraph's grams that the earlier one has. A word changed in a sentence of 60
  /// letters costs a tenth.
  static let nearSimilarity = 0.85
  /// Near repeats are sought in the first grams of a text only, so that a text of 32 MiB costs no gigabyte.
  static let gramsMax = 1 << 17

  /// Looks through the paragraphs of a folded text. Linear: a gram is remembered for the first paragraph it
  /// is in.
  init(_ text: DedupeText) {
    var firstEqual: [ArraySlice<UInt32>: Int] = [:]
    var owners: [UInt64: Int] = [:]
    var facts: [Int: [UInt16]] = [:]
    for index in 0..<(text.starts.count - 1) {
      let paragraph = text.paragraph(index)
      guard paragraph.count >= Self.equalMin else { continue }
      if let first = firstEqual[paragraph] {
        repeats.append(ParagraphRepeat(index: index, repeatOf: first, similarity: 1))
        continue
      }
      firstEqual[paragraph] = index
      guard paragraph.count >= Self.nearMin, owners.count < Self.gramsMax else { continue }
      let grams = Set(GramHashes(Array(paragraph), n: 4).hashes.prefix(Self.gramsMax))
      var votes: [Int: Int] = [:]
      for gram in grams {
        if let owner = owners[gram] { votes[owner, default: 0] += 1 } else { owners[gram] = index }
      }
      let values = StoryFacts.facts(in: Array(paragraph)).map(\.value)
      facts[index] = values
      // The least index among equals, so that the answer does not hang on the order of a dictionary.
      guard let best = votes.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) else { continue }
      let longer = max(grams.count, text.paragraph(best.key).count - 3)
      let similarity = Double(best.value) / Double(longer)
      if similarity >= Self.nearSimilarity, facts[best.key] == values {
        repeats.append(ParagraphRepeat(index: index, repeatOf: best.key, similarity: min(1, similarity)))
      }
    }
  }
}
