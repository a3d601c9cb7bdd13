import ArticleDedupe
import PostgreSQL

/// One transaction that looks articles up and stores them, with three round trips however many there are: locks, ids and
/// postings; candidates and new rows; what is stored, and COMMIT. The first two suffice where nothing is stored.
struct PostgreSQLBatch {
  let connection: PostgreSQLConnection
  let dialect: PostgreSQLDialect
  /// Which part of the tally this service writes.
  let tallyPart: Int64

  private var sketches = PostgreSQLSketches()

  init(_ connection: PostgreSQLConnection, _ dialect: PostgreSQLDialect, tallyPart: Int64) {
    (self.connection, self.dialect, self.tallyPart) = (connection, dialect, tallyPart)
  }

  /// What is to be done with an addition.
  private enum Step {
    case done(PostgreSQLOutcome)
    /// Stored already with this text. The canonical is `nil` where it is of this batch.
    case known(canonicalId: String?, row: UInt32)
    case store(provisionalRow: UInt32)

    var looksUp: Bool {
      if case .done = self { false } else { true }
    }

    var provisionalRow: UInt32? {
      if case .store(let row) = self { row } else { nil }
    }
  }

  /// Looks the articles up and stores them, in their order.
  ///
  /// - Parameters:
  ///   - additions: get what would be stored noted before the COMMIT is sent.
  ///   - cache: what is known of the index. To be emptied if this throws.
  ///   - replacing: what is stored under the id of the only addition, to be removed first.
  ///   - locksAll: lock the whole index even if few locks would do.
  /// - Returns: an outcome for each.
  mutating func add(
    _ additions: inout [PostgreSQLAddition], _ cache: inout PostgreSQLCache, replacing: Bool = false,
    locksAll: Bool = false
  ) throws -> [PostgreSQLOutcome] {
    var known = try begin(additions, &cache, locks: replacing || locksAll ? .all : PostgreSQLLocks(additions))
    var removed = 0
    if replacing, let addition = additions.first, let stored = known[addition.idBytes],
      mayGo(stored, addition)
    {
      removed = try remove(addition)
      cache.removeAll()
      known = [:]
    }
    let steps = plan(additions, known)
    let rows = try fetch(additions, steps, &cache)
    let outcomes = try finish(&additions, steps, rows, removed: removed)
    // What was committed after a removal of its own is of a generation that only the next batch learns.
    if removed == 0 { remember(steps, rows, &cache) }
    return outcomes
  }

  /// What is stored under an id.
  struct Known {
    let row: UInt32
    let canonicalId: String?
    /// `nil` for another version.
    let digest: ContentDigest?

    func isSame(_ addition: PostgreSQLAddition) -> Bool { digest == addition.query.digest }
  }

  // MARK: Round trips

  /// Locks, and fetches what is stored under the ids, and the postings.
  private mutating func begin(
    _ additions: [PostgreSQLAddition], _ cache: inout PostgreSQLCache, locks: PostgreSQLLocks
  ) throws -> [[UInt8]: Known] {
    let keys = Self.keys(additions.map(\.lookupKeys))
    var pipeline = PostgreSQLPipeline()
    pipeline.begin(dialect, locks)
    pipeline.append(.generation)
    pipeline.append(.known, [.byteaArray(additions.map(\.idBytes))])
    pipeline.append(.postings, [.int8Array(keys.keys.sorted())])
    let results = try connection.run(pipeline)
    try sketches.take(postings: results[results.count - 1], keys: keys)
    cache.enter(generation: try results[results.count - 3].int64(row: 0, column: 0) ?? 0)
    return try Self.known(results[results.count - 2])
  }

  /// Removes what is stored under the id of an addition and fetches the postings again. Returns how many it removed.
  private mutating func remove(_ addition: PostgreSQLAddition) throws -> Int {
    let stored = try connection.run(PostgreSQLStatement.records.rawValue, [.byteaArray([addition.idBytes])])
    let removal = try PostgreSQLRemoval(rowsAndRecords: stored, rowColumn: 0, recordColumn: 3)
    let keys = Self.keys([addition.lookupKeys])
    var pipeline = PostgreSQLPipeline()
    removal.append(to: &pipeline)
    pipeline.append(.postings, [.int8Array(keys.keys.sorted())])
    let results = try connection.run(pipeline)
    try sketches.take(postings: results[results.count - 1], keys: keys)
    return removal.rows.count
  }

  /// Fetches the candidates that are not in the cache, and as many rows as articles will be stored, in order.
  private mutating func fetch(
    _ additions: [PostgreSQLAddition], _ steps: [Step], _ cache: inout PostgreSQLCache
  ) throws -> [Int64] {
    let count = steps.count { $0.provisionalRow != nil }
    let missing = sketches.take(try candidates(additions, steps), from: &cache)
    guard count > 0 || !missing.isEmpty else { return [] }
    var pipeline = PostgreSQLPipeline()
    if count > 0 { pipeline.append(.rows, [.int8(Int64(count))]) }
    if !missing.isEmpty { pipeline.append(.articles, [.int8Array(missing)]) }
    let results = try connection.run(pipeline)
    if !missing.isEmpty {
      for stored in try sketches.take(articles: results[results.count - 1]) {
        cache.insert(stored.entry, stored.row)
      }
    }
    return count > 0 ? try PostgreSQLRows.taken(results[0], count) : []
  }

  /// Notes what was committed.
  private func remember(_ steps: [Step], _ rows: [Int64], _ cache: inout PostgreSQLCache) {
    for case .store(let provisional) in steps {
      guard var article = sketches.article(row: provisional) else { continue }
      article.row = UInt32(Self.row(provisional, rows))
      article.canonicalRow = UInt32(Self.row(article.canonicalRow, rows))
      cache.insert(.article(article), article.row)
    }
  }

  /// The rows that the lookups will compare with.
  private mutating func candidates(_ additions: [PostgreSQLAddition], _ steps: [Step]) throws -> Set<UInt32> {
    var rows: Set<UInt32> = []
    for (addition, step) in zip(additions, steps) where step.looksUp && addition.query.sketch.length > 0 {
      sketches.end = step.provisionalRow ?? sketches.end
      rows.formUnion(try ArticleLookup.candidates(addition.query, in: sketches))
      if let row = step.provisionalRow {
        sketches.note(addition.textKeys, provisionalRow: row)
        sketches.end = row + 1
      }
    }
    sketches.end = PostgreSQLSketches.firstProvisional
    return rows.filter { $0 < PostgreSQLSketches.firstProvisional }
  }

  /// Compares, stores and commits.
  private mutating func finish(
    _ additions: inout [PostgreSQLAddition], _ steps: [Step], _ rows: [Int64], removed: Int
  ) throws -> [PostgreSQLOutcome] {
    var stored = PostgreSQLRows()
    var canonicalIds: [UInt32: String] = [:]
    var newKeys: Set<IndexKey> = []
    var outcomes: [PostgreSQLOutcome] = []
    for index in additions.indices {
      let (addition, query) = (additions[index], additions[index].query)
      switch steps[index] {
      case .done(let outcome): outcomes.append(outcome)
      case .known(let canonicalId, let row):
        let lookup = try ArticleLookup(query, in: sketches)
        outcomes.append(
          .report(
            lookup.report(
              ofKnown: addition.id, canonicalId: canonicalId ?? canonicalIds[row], limit: addition.limit,
              query)))
      case .store(let provisional):
        sketches.end = provisional
        let lookup = try ArticleLookup(query, in: sketches)
        let canonical = lookup.canonical
        let report = lookup.report(
          id: addition.id, canonicalId: canonical?.id, added: true, limit: addition.limit, query)
        let article = StoredArticle(
          row: provisional, id: addition.id, canonicalRow: canonical?.row ?? provisional,
          digest: query.digest,
          sketch: query.sketch)
        sketches.insert(article)
        newKeys.formUnion(addition.textKeys)
        sketches.end = provisional + 1
        canonicalIds[provisional] = canonical?.id ?? addition.id
        let row = Self.row(provisional, rows)
        additions[index].attempts[row] = report
        stored.append(addition, row: row, canonicalRow: Self.row(article.canonicalRow, rows))
        outcomes.append(.report(report))
      }
    }
    var pipeline = PostgreSQLPipeline()
    stored.append(to: &pipeline)
    pipeline.append(deleted: sketches.surplus(of: newKeys))
    pipeline.append(change: stored.count - removed, tallyPart)
    pipeline.append(sql: "COMMIT")
    try connection.run(pipeline)
    return outcomes
  }

  // MARK: Values

  private func plan(_ additions: [PostgreSQLAddition], _ stored: [[UInt8]: Known]) -> [Step] {
    var known = stored
    var next = PostgreSQLSketches.firstProvisional
    return additions.map { addition in
      guard let found = known[addition.idBytes] else {
        defer { next += 1 }
        known[addition.idBytes] = Known(row: next, canonicalId: nil, digest: addition.query.digest)
        return .store(provisionalRow: next)
      }
      if let report = addition.attempts[Int64(found.row)] { return .done(.report(report)) }
      if found.isSame(addition) { return .known(canonicalId: found.canonicalId, row: found.row) }
      return .done(mayGo(found, addition) ? .replaces : .refused(.idConflict))
    }
  }

  /// Whether what is stored under the id of an addition makes room for it.
  private func mayGo(_ stored: Known, _ addition: PostgreSQLAddition) -> Bool {
    guard !stored.isSame(addition), addition.attempts[Int64(stored.row)] == nil else { return false }
    // What another version stored cannot be compared: it is stored anew.
    return stored.digest == nil || addition.replace
  }

  /// The row that an article of a provisional row gets; other rows are what they are.
  private static func row(_ row: UInt32, _ rows: [Int64]) -> Int64 {
    row < PostgreSQLSketches.firstProvisional
      ? Int64(row) : rows[Int(row - PostgreSQLSketches.firstProvisional)]
  }

  /// What lookups ask for, by the number that stands for it.
  static func keys(_ lookups: [Set<IndexKey>]) -> [Int64: IndexKey] {
    var keys: [Int64: IndexKey] = [:]
    for lookup in lookups { for key in lookup { keys[Int64(key.value)] = key } }
    return keys
  }

  private static func known(_ result: PostgreSQLResult) throws -> [[UInt8]: Known] {
    var known: [[UInt8]: Known] = [:]
    for index in 0..<result.rowCount {
      guard let row = try result.int64(row: index, column: 0),
        let id = try result.bytes(row: index, column: 1),
        let head = try result.bytes(row: index, column: 4), let version = head.last,
        head.count == ContentDigest.byteCount + 1
      else { throw IndexError.unavailable(.corrupt, retryable: false) }
      known[id] = Known(
        row: try PostgreSQLSketches.row(row), canonicalId: try result.id(row: index, column: 3),
        digest: version == ArticleSketch.version
          ? head.withUnsafeBytes { ContentDigest(bytes: UnsafeRawBufferPointer(rebasing: $0.dropLast())) }
          : nil)
    }
    return known
  }
}

extension PostgreSQLPipeline {
  /// Opens a transaction that writes, and locks.
  mutating func begin(_ dialect: PostgreSQLDialect, _ locks: PostgreSQLLocks) {
    append(sql: dialect.begin)
    guard dialect.usesLocks else { return }
    switch locks {
    case .all: append(.lockAll)
    case .keys(let keys):
      append(.lockShared)
      append(.lockKeys, [.int8Array(keys)])
    }
  }

  /// Deletes postings.
  mutating func append(deleted postings: [(key: Int64, row: Int64)]) {
    guard !postings.isEmpty else { return }
    let sorted = postings.sorted { $0 < $1 }
    append(.deletePostings, [.int8Array(sorted.map(\.key)), .int8Array(sorted.map(\.row))])
  }

  /// Notes that there are so many more articles.
  mutating func append(change: Int, _ part: Int64) {
    if change != 0 { append(.addTally, [.int8(part), .int8(Int64(change))]) }
  }
}
