/// The mentions of a text in order: what recognisers of context ask.
struct MentionTable: Sendable {
  /// The whole text.
  let scan: Scan
  private(set) var mentions: [Mention]

  init(text: ScalarText, mentions: [Mention]) {
    scan = Scan(text, 0..<text.count)
    self.mentions = mentions
    // Most steps leave them in order, and moving mentions costs more than looking at them.
    if !Self.isOrdered(mentions) { self.mentions.sort(by: Self.precedes) }
  }

  /// Looks at the offsets alone: handing mentions to a closure would count their references.
  private static func isOrdered(_ mentions: [Mention]) -> Bool {
    var (start, end) = (-1, -1)
    for index in mentions.indices {
      let range = mentions[index].range
      if range.lowerBound < start || range.lowerBound == start && range.upperBound > end { return false }
      (start, end) = (range.lowerBound, range.upperBound)
    }
    return true
  }

  private static func precedes(_ first: Mention, _ second: Mention) -> Bool {
    (first.range.lowerBound, -first.range.upperBound) < (second.range.lowerBound, -second.range.upperBound)
  }

  subscript(index: Int) -> Mention { mentions[index] }

  var indices: Range<Int> { mentions.indices }

  /// The mention of the six-class layer that begins at `offset`. O(log n).
  func startingAt(_ offset: Int) -> Int? {
    var index = firstIndex(from: offset)
    while index < mentions.count, mentions[index].range.lowerBound == offset {
      if mentions[index].isNamedOrNumeric { return index }
      index += 1
    }
    return nil
  }

  /// The longest mention that ``endingAt(_:)`` looks back for.
  private static let lengthMax = TaggerWindow.lengthMax

  /// The mention of the six-class layer that ends at `offset`. O(log n).
  func endingAt(_ offset: Int) -> Int? {
    // Those of the layer do not overlap; others, of which a hostile text has many, may lie in between.
    var index = firstIndex(from: offset)
    while index > 0, offset - mentions[index - 1].range.lowerBound <= Self.lengthMax {
      index -= 1
      guard mentions[index].isNamedOrNumeric else { continue }
      return mentions[index].range.upperBound == offset ? index : nil
    }
    return nil
  }

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
