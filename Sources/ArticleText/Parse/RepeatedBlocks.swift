/// Finds lines that say again what an earlier line said.
enum RepeatedBlocks {
  /// For each line the index of the first earlier line with the same letters and digits.
  ///
  /// O(length of all lines).
  static func find(_ lines: [SourceLine]) -> [Int?] {
    var first: [LineKey: Int] = [:]
    first.reserveCapacity(lines.count)
    return lines.enumerated().map { index, line in
      let key = line.key
      guard !key.isEmpty else { return nil }
      if let earlier = first[key] { return earlier }
      first[key] = index
      return nil
    }
  }
}
