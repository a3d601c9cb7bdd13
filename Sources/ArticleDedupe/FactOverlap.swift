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

/// The numbers of a text, sorted for comparison with many others.
struct FactProbe {
  private let facts: SortedFacts

  init(_ facts: [StoryFact]) { self.facts = SortedFacts(facts) }

  func overlap(with match: [StoryFact]) -> FactOverlap {
    let (ours, theirs) = (facts, SortedFacts(match))
    var overlap = FactOverlap(count: ours.values.count, countOfMatch: theirs.values.count)
    Self.forEachInBoth(ours.values, theirs.values) { _, _ in overlap.shared += 1 }
    Self.forEachInBoth(ours.slots, theirs.slots) { mine, other in
      // A slot may occur more than once ("…(#%)"): it is in conflict only when no value of it agrees.
      var agrees = false
      Self.forEachInBoth(ours.values(ofSlot: mine), theirs.values(ofSlot: other)) { _, _ in agrees = true }
      if agrees { overlap.agreed += 1 } else { overlap.inConflict += 1 }
    }
    return overlap
  }

  /// Merges two ascending lists of distinct numbers; `body` sees where in each a number of both is.
  private static func forEachInBoth<Numbers: RandomAccessCollection<UInt16>>(
    _ first: Numbers, _ second: Numbers, _ body: (_ first: Numbers.Index, _ second: Numbers.Index) -> Void
  ) {
    var (one, other) = (first.startIndex, second.startIndex)
    while one < first.endIndex, other < second.endIndex {
      let (number, rival) = (first[one], second[other])
      if number == rival { body(one, other) }
      if number <= rival { first.formIndex(after: &one) }
      if rival <= number { second.formIndex(after: &other) }
    }
  }
}

/// The facts of a text by slot and by value.
private struct SortedFacts {
  /// The distinct values, ascending.
  let values: [UInt16]
  /// The distinct slots, ascending.
  private(set) var slots: [UInt16] = []
  /// The values of each slot in turn, ascending and distinct in each, and where those of a slot begin.
  private var grouped: [UInt16] = []
  private var starts: [Int] = []

  init(_ facts: [StoryFact]) {
    values = facts.map(\.value).sortedDistinct()
    for fact in facts.map({ UInt32($0.slot) << 16 | UInt32($0.value) }).sortedDistinct() {
      let slot = UInt16(truncatingIfNeeded: fact >> 16)
      if slots.last != slot {
        slots.append(slot)
        starts.append(grouped.count)
      }
      grouped.append(UInt16(truncatingIfNeeded: fact))
    }
    starts.append(grouped.count)
  }

  /// The values of the slot at an index of ``slots``.
  func values(ofSlot index: Int) -> ArraySlice<UInt16> { grouped[starts[index]..<starts[index + 1]] }
}
