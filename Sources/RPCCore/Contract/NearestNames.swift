/// "Did you mean …?": the known names that a mistyped one is near to.
package enum NearestNames {
  /// At most three of `known` within a third of the length in edits, nearest first.
  ///
  /// Over UTF-8 without regard to case; names over 64 bytes are not looked at.
  package static func of(_ name: String, among known: [String]) -> [String] {
    guard name.utf8.count <= 64 else { return [] }
    let typed = Array(name.lowercased().utf8)
    let near = known.compactMap { candidate -> (distance: Int, name: String)? in
      let letters = Array(candidate.lowercased().utf8)
      let distance = distance(typed, letters)
      return distance <= max(1, max(typed.count, letters.count) / 3) ? (distance, candidate) : nil
    }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }

  /// A sentence for `hint`, or `nil` when nothing is near.
  package static func hint(for name: String, among known: [String]) -> String? {
    of(name, among: known).first.map { "did you mean \"\($0)\"?" }
  }

  /// Optimal string alignment: insertions, deletions, substitutions, and swaps of neighbours cost 1 each.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { rows[i][0] = i }
    for j in 0...b.count { rows[0][j] = j }
    for i in 0..<a.count {
      for j in 0..<b.count {
        var best = min(rows[i][j + 1], rows[i + 1][j]) + 1
        best = min(best, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        rows[i + 1][j + 1] = best
      }
    }
    return rows[a.count][b.count]
  }
}
