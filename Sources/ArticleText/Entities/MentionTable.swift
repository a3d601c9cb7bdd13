/// The mentions of a text in order, with the places where they begin and end: what recognisers of context
/// ask.
struct MentionTable: Sendable {
  /// The whole text.
  let scan: Scan
  private(set) var mentions: [Mention]
  private var starts: [Int: Int] = [:]
  private var ends: [Int: Int] = [:]

  init(text: ScalarText, mentions: [Mention]) {
    scan = Scan(text, 0..<text.count)
    self.mentions = mentions.sorted {
      ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound)
    }
    for (index, mention) in self.mentions.enumerated() where mention.isNamedOrNumeric {
      starts[mention.range.lowerBound] = index
      ends[mention.range.upperBound] = index
    }
  }

  subscript(index: Int) -> Mention { mentions[index] }

  var indices: Range<Int> { mentions.indices }

  /// The mention of the six-class layer that begins at `offset`.
  func startingAt(_ offset: Int) -> Int? { starts[offset] }

  /// The mention of the six-class layer that ends at `offset`.
  func endingAt(_ offset: Int) -> Int? { ends[offset] }

  /// A mention's text.
  func string(_ index: Int) -> String { scan.text.string(mentions[index].range) }

  /// The index of the first mention that begins at or after `offset`. O(log n).
  func firstIndex(from offset: Int) -> Int {
    var low = 0
    var high = mentions.count
    while low < high {
      let middle = (low + high) / 2
      if mentions[middle].range.lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
