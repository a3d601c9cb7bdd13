/// A fixed list of different names, of which those that begin at a place of a text are found however many there are.
///
/// The names lie sorted; each scalar of the text halves its way to those that go on with it. That needs no memory
/// beyond the names, and no list of names makes a text cost more than the length of its longest match.
struct NameIndex<Value: Sendable>: Sendable {
  private let names: [[Unicode.Scalar]]
  private let values: [Value]
  private let byFirst: [Unicode.Scalar: Range<Int>]

  /// An index of `entries`, whose names are not empty. O(n log n).
  init(_ entries: [(name: String, value: Value)]) {
    let sorted = entries.map { (name: Array($0.name.unicodeScalars), value: $0.value) }.sorted {
      $0.name.lexicographicallyPrecedes($1.name)
    }
    names = sorted.map(\.name)
    values = sorted.map(\.value)
    var ranges: [Unicode.Scalar: Range<Int>] = [:]
    for (index, name) in names.enumerated() {
      guard let first = name.first else { continue }
      ranges[first] = (ranges[first]?.lowerBound ?? index)..<index + 1
    }
    byFirst = ranges
  }

  var isEmpty: Bool { names.isEmpty }

  /// The names that stand at `offset`, shortest first.
  ///
  /// - Complexity: O(m log n) for m scalars that some name has in common with the text.
  func matches(_ scan: Scan, at offset: Int) -> [(end: Int, value: Value)] {
    guard let first = scan[offset], var range = byFirst[first] else { return [] }
    var found: [(end: Int, value: Value)] = []
    var depth = 1
    while !range.isEmpty {
      // The name that ends here comes before those that go on.
      if names[range.lowerBound].count == depth {
        found.append((offset + depth, values[range.lowerBound]))
        range.removeFirst()
      }
      guard let next = scan[offset + depth] else { break }
      let start = firstIndex(in: range) { $0[depth] >= next }
      range = start..<firstIndex(in: start..<range.upperBound) { $0[depth] > next }
      depth += 1
    }
    return found
  }

  /// What `name` as a whole means.
  subscript(name: String) -> Value? {
    guard !isEmpty else { return nil }
    let text = ScalarText(name)
    return matches(Scan(text, 0..<text.count), at: 0).last.flatMap { $0.end == text.count ? $0.value : nil }
  }

  private func firstIndex(in range: Range<Int>, where isBehind: ([Unicode.Scalar]) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(names[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
