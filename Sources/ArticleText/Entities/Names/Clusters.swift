/// Mentions joined to the one body or place that they name.
struct Cluster: Sendable {
  /// Indices into the mention table, in order.
  var members: [Int]
  /// The fullest name.
  var name: String
}

/// Joins the mentions of organisations, and of places, by text, short form and printed abbreviation.
enum Clusters {
  /// How many different names are compared with one another; a text with more joins equal texts only.
  private static let distinctNamesMax = 400

  /// The clusters of one class, by first mention; `names` are the operator's, whose organisations' names are joined
  /// to one another and to no other organisation's of theirs.
  static func join(_ table: MentionTable, kind: Entity.Kind, _ names: KnownNames) -> [Cluster] {
    var order: [String] = []
    var members: [String: [Int]] = [:]
    for index in table.indices where table[index].kind == kind {
      let name = table.string(index)
      if members[name] == nil { order.append(name) }
      members[name, default: []].append(index)
    }
    var parent = Array(order.indices)
    func root(_ index: Int) -> Int {
      var index = index
      while parent[index] != index { index = parent[index] }
      return index
    }
    func union(_ a: Int, _ b: Int) {
      let (first, second) = (root(a), root(b))
      if first != second { parent[max(first, second)] = min(first, second) }
    }
    let rows = order.map { kind == .organization ? names.organisation(named: $0) : nil }
    var firstOfRow: [Int: Int] = [:]
    for (number, row) in rows.enumerated() {
      guard let row else { continue }
      if let first = firstOfRow[row] { union(first, number) } else { firstOfRow[row] = number }
    }
    let numbers = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    for (long, short) in printedAbbreviations(table, kind: kind) {
      if let a = numbers[long], let b = numbers[short] { union(a, b) }
    }
    if order.count <= distinctNamesMax {
      let scalars = order.map { Array($0.unicodeScalars) }
      for short in order.indices {
        let long = order.indices.filter {
          (rows[short] == nil || rows[$0] == nil)
            && NameForms.isShort(scalars[short], of: scalars[$0], shortComesLater: short > $0)
        }
        // A short form that fits several bodies means the one named last before it, if they differ.
        let roots = Set(long.map(root))
        if roots.count == 1, let only = long.first {
          union(short, only)
        } else if let latest = nearest(long, before: members[order[short]]?.first ?? 0, order, members) {
          union(short, latest)
        }
      }
    }
    var groups: [Int: Cluster] = [:]
    for (number, name) in order.enumerated() {
      let key = root(number)
      groups[key, default: Cluster(members: [], name: name)].members += members[name] ?? []
      if let current = groups[key]?.name, isFuller(name, than: current) { groups[key]?.name = name }
    }
    return groups.keys.sorted().compactMap { key in
      groups[key].map { Cluster(members: $0.members.sorted(), name: $0.name) }
    }
  }

  /// Longer, and in Hangul rather than an abbreviation in letters.
  private static func isFuller(_ name: String, than other: String) -> Bool {
    let isHangul = name.unicodeScalars.contains(where: \.isHangulSyllable)
    let otherIsHangul = other.unicodeScalars.contains(where: \.isHangulSyllable)
    if isHangul != otherIsHangul { return isHangul }
    return name.unicodeScalars.count > other.unicodeScalars.count
  }

  private static func nearest(
    _ candidates: [Int], before mention: Int, _ order: [String], _ members: [String: [Int]]
  ) -> Int? {
    candidates.filter { (members[order[$0]]?.first ?? .max) < mention }
      .max {
        last(members[order[$0]] ?? [], before: mention) < last(members[order[$1]] ?? [], before: mention)
      }
  }

  private static func last(_ members: [Int], before mention: Int) -> Int {
    members.last { $0 < mention } ?? -1
  }

  /// "한국한솔연구원(KHI)": a name with its short form in brackets right behind it.
  private static func printedAbbreviations(_ table: MentionTable, kind: Entity.Kind) -> [(String, String)] {
    var pairs: [(String, String)] = []
    for index in table.indices where table[index].kind == kind {
      let end = table[index].range.upperBound
      guard table.scan[end] == "(", let inner = table.startingAt(end + 1), table[inner].kind == kind,
        let after = table.scan[table[inner].range.upperBound], after == ")" || after == "·" || after == ",",
        isAnotherForm(table.string(inner))
      else { continue }
      pairs.append((table.string(index), table.string(inner)))
    }
    return pairs
  }

  /// "러시아(구소련 포함)" and "광주(전남)" are not names of one thing; letters or a foreign word are.
  private static func isAnotherForm(_ name: String) -> Bool {
    !name.unicodeScalars.contains(where: \.isBlank)
  }
}
