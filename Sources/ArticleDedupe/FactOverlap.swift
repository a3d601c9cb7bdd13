/// What the numbers of two texts have in common.
struct FactOverlap {
  /// Slots that hold the same number in both, and slots that hold different ones.
  var agreed = 0
  var inConflict = 0
  /// How many distinct numbers are in both, wherever.
  var shared = 0
  /// How many distinct numbers the query and the match have.
  var count = 0
  var countOfMatch = 0
}

/// The numbers of a text indexed for comparison with many others.
struct FactProbe {
  private let values: Set<UInt16>
  private let bySlot: [UInt16: [UInt16]]

  init(_ facts: [StoryFact]) {
    values = Set(facts.map(\.value))
    bySlot = Dictionary(grouping: facts, by: \.slot).mapValues { $0.map(\.value) }
  }

  func overlap(with match: [StoryFact]) -> FactOverlap {
    var overlap = FactOverlap()
    overlap.count = values.count
    guard !match.isEmpty else { return overlap }
    let theirs = Set(match.map(\.value))
    overlap.countOfMatch = theirs.count
    guard !values.isEmpty else { return overlap }
    overlap.shared = theirs.count { values.contains($0) }
    for (slot, facts) in Dictionary(grouping: match, by: \.slot) {
      guard let mine = bySlot[slot] else { continue }
      // A slot may occur more than once ("…(#%)"): it is in conflict only when no value of it agrees.
      if facts.contains(where: { mine.contains($0.value) }) {
        overlap.agreed += 1
      } else {
        overlap.inConflict += 1
      }
    }
    return overlap
  }
}
