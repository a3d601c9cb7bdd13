import ArticleDedupe

/// The advisory locks of a transaction that writes, of which PostgreSQL has one space a database.
///
/// Two texts of which one would be found as a copy of the other share a key, so whoever has locked all keys of its texts
/// has nobody beside it who stores a copy of one. The locks are those of the transaction: they are freed once its commit
/// can be seen by others.
enum PostgreSQLLocks: Equatable {
  /// The whole index is locked in common with others of this kind, and these slots against them. Ascending, as is what
  /// every transaction locks: nobody waits in a circle.
  case keys([Int64])
  /// The whole index is locked against all.
  case all

  /// The most slots a transaction locks, beyond which it locks all: the server has room for 64 locks
  /// (max_locks_per_transaction) for each connection it allows, so that no number of services can use it up.
  static let keysMax = 60

  /// "ARTX", then the slot: other programs of the database have their own.
  private static let space: Int64 = 0x4152_5458 << 32
  private static let slots: UInt64 = 1 << 20
  /// The lock of the index as a whole.
  static let index = space | 1 << 30
  /// The lock of those who make or migrate the tables.
  static let schema = space | 1 << 30 | 1

  /// What the articles of a batch need.
  init(_ additions: [PostgreSQLAddition]) {
    var slots: Set<Int64> = []
    for addition in additions {
      slots.insert(Self.slot(IndexKey(id: addition.id)))
      for key in addition.textKeys { slots.insert(Self.slot(key)) }
      guard slots.count <= Self.keysMax else {
        self = .all
        return
      }
    }
    self = .keys(slots.sorted())
  }

  private static func slot(_ key: IndexKey) -> Int64 { space | Int64(key.value % slots) }
}
