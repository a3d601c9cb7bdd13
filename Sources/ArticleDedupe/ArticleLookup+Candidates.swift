extension ArticleLookup {
  /// The rows worth a comparison: equal digests; shared keys enough. The rarer they are, the
  /// earlier.
  package static func candidates(_ query: PreparedArticle, in storage: some SketchStorage) throws -> [UInt32]
  {
    var equal: [UInt32] = []
    try storage.forEachRow(IndexKey(digest: query.digest)) { equal.append($0) }
    var hits: [Hit] = []
    let keys = query.sketch.keys
    for index in stride(from: 0, to: keys.count, by: max(1, (keys.count + keysMax - 1) / keysMax)) {
      let before = hits.count
      let isWord = IndexKey.isWord(keys[index])
      try storage.forEachRow(IndexKey(gram: keys[index])) {
        hits.append(Hit(row: $0, points: isWord ? 1 : 2))
      }
      if isWord, hits.count - before > holdersOfWordMax { hits.removeLast(hits.count - before) }
      let weight = 1 / Float(hits.count - before + 1)
      for hit in before..<hits.count { hits[hit].weight = weight }
    }
    guard !hits.isEmpty else { return ranked(equal, []) }
    return ranked(equal, Self.byRow(&hits).filter { isWorthComparing($0, ofKeys: keys.count) })
  }

  /// A row and the keys that it shares: two points for a gram, one for a word, and the sum of 1 / (holders + 1).
  private struct Hit {
    var row: UInt32
    var points: Int
    var weight: Float = 0
  }

  private static func byRow(_ hits: inout [Hit]) -> [Hit] {
    hits.sort { $0.row < $1.row }
    var rows: [Hit] = []
    for hit in hits {
      if let last = rows.last, last.row == hit.row {
        rows[rows.count - 1].points += hit.points
        rows[rows.count - 1].weight += hit.weight
      } else {
        rows.append(hit)
      }
    }
    return rows
  }

  private static func ranked(_ equal: [UInt32], _ hits: [Hit]) -> [UInt32] {
    var rows = Array(equal.sorted(by: >).prefix(comparedMax / 4))
    let listed = Set(rows)
    let others = hits.sorted { ($0.weight, $0.row) > ($1.weight, $1.row) }
    rows.append(
      contentsOf: others.lazy.map(\.row).filter { !listed.contains($0) }.prefix(comparedMax - rows.count))
    return rows
  }

  /// Two grams, a gram and a word, or two words that hardly anyone has. Of a short text, which has few keys to share, one
  /// gram is enough. In any case the shared keys must be rare enough.
  ///
  /// Of 12,500 duplicates of the development sets the rule loses one, of those labelled by reading none; six thousand
  /// articles of a feed are compared with 1.5 others on average (2026-11).
  private static func isWorthComparing(_ hit: Hit, ofKeys keys: Int) -> Bool {
    guard hit.weight >= weightMin else { return false }
    return hit.points >= 3 || hit.points == 2 && (keys < fewKeys || hit.weight >= weightOfWords)
  }

  /// A name in the news of the day says nothing.
  private static let holdersOfWordMax = 20
  /// The average article of the development set has 36 keys.
  private static let fewKeys = 32
  /// Two keys that 19 others have, or ten that 99 have: spares the many that share phrases everyone uses.
  private static let weightMin: Float = 0.1
  /// Two keys that seven others have.
  private static let weightOfWords: Float = 0.25
}
