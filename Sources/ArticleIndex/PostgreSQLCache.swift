import ArticleDedupe

/// Stored articles that the writer fetched or stored, so that those of a running story are not fetched for each copy.
///
/// What an article holds never changes under its row, but for its canonical when that is removed. Every transaction that
/// removes counts the index's generation up, having locked the whole index; so under an unchanged generation all here is
/// as the tables have it. It has to be emptied when the connection is lost: another server may have taken over without
/// the last of what was stored. Who deletes by hand must count `article_index.meta` up as well.
struct PostgreSQLCache {
  /// What is known of a row.
  enum Entry {
    case article(StoredArticle)
    /// Of another version.
    case incomparable(canonicalRow: UInt32)

    var canonicalRow: UInt32 {
      switch self {
      case .article(let article): article.canonicalRow
      case .incomparable(let row): row
      }
    }
  }

  private let capacity: Int
  private var generation: Int64 = -1
  /// Those used since the last change of guard, and those of before, which go with the next.
  private var recent: [UInt32: Entry] = [:]
  private var earlier: [UInt32: Entry] = [:]

  /// - Parameter capacity: the most articles held, some 3 KB each.
  init(capacity: Int) { self.capacity = max(2, capacity) }

  /// Forgets what is of another generation.
  mutating func enter(generation: Int64) {
    if generation != self.generation { removeAll() }
    self.generation = generation
  }

  /// Forgets all.
  mutating func removeAll() {
    recent = [:]
    earlier = [:]
    generation = -1
  }

  /// What is known of a row.
  subscript(row: UInt32) -> Entry? {
    mutating get {
      if let entry = recent[row] { return entry }
      guard let entry = earlier[row] else { return nil }
      insert(entry, row)
      return entry
    }
  }

  mutating func insert(_ entry: Entry, _ row: UInt32) {
    if recent.count >= capacity / 2 {
      earlier = recent
      recent = [:]
    }
    recent[row] = entry
  }
}
