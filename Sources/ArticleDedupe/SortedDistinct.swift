extension Array where Element: Comparable {
  /// The elements in ascending order, each once. O(n log n), and O(n) where they are in order.
  func sortedDistinct() -> [Element] {
    var distinct: [Element] = []
    distinct.reserveCapacity(count)
    for element in sorted() where distinct.last != element { distinct.append(element) }
    return distinct
  }
}
