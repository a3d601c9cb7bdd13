/// Finds lines that say again what an earlier line said.
enum RepeatedBlocks {
  /// For each line the index of the first earlier line with the same letters and digits.
  ///
  /// O(length of all lines).
  static func find(_ lines: [SourceLine]) -> [Int?] {
    var first: [LineKey: Int] = [:]
    first.reserveCapacity(lines.count)
    // Through one access: a line is hashed once.
    func earlier(_ found: inout Int?, _ index: Int) -> Int? {
      defer { found = found ?? index }
      return found
    }
    return lines.indices.map { index in
      lines[index].key.isEmpty ? nil : earlier(&first[lines[index].key], index)
    }
  }
}
