/// How an index on a PostgreSQL server works.
public struct PostgreSQLIndexOptions: Sendable {
  /// What keeps two writers of one text apart.
  public enum Isolation: String, Sendable, CaseIterable {
    /// ``locks`` where the server has them, which its `version()` tells.
    case automatic
    /// Advisory locks on what a transaction looks up and stores: writers wait for each other.
    case locks
    /// SERIALIZABLE: writers in each other's way are undone and tried again. For CockroachDB and YugabyteDB before 2025,
    /// whose advisory locks do nothing.
    case serializable
  }

  /// The parameter `article_isolation` of the address goes first.
  public var isolation = Isolation.automatic
  /// How long a call goes on trying when the connection is lost or other writers are in the way. A server that restarts
  /// takes 1 to 5 s.
  public var patience: Duration = .seconds(10)
  /// Articles stored by one transaction at most; more do not make the commit's share of an article notably smaller.
  public var batchMax = 64
  /// Articles that wait to be stored at most; further ones are refused as `busy`. Some 10 MB.
  public var pendingMax = 1024
  /// Articles that the writer keeps in memory to compare with, some 3 KB each.
  public var cachedMax = 8192

  /// The defaults.
  public init() {}
}

/// The address of a server as the index takes it: libpq's, with a parameter of the index's own.
struct PostgreSQLAddress: Sendable {
  /// What libpq is given.
  let server: String
  /// `nil` where the address does not say.
  let isolation: PostgreSQLIndexOptions.Isolation?

  private static let parameter = "article_isolation="

  /// Takes the parameter out, since libpq refuses what it does not know.
  ///
  /// - Throws: ``IndexError/unavailable(_:retryable:)`` for a value that does not exist.
  init(_ address: String) throws(IndexError) {
    guard let mark = address.firstIndex(of: "?") else {
      (server, isolation) = (address, nil)
      return
    }
    var isolation: PostgreSQLIndexOptions.Isolation?
    var kept: [Substring] = []
    for part in address[address.index(after: mark)...].split(separator: "&") {
      guard part.hasPrefix(Self.parameter) else {
        kept.append(part)
        continue
      }
      isolation = .init(rawValue: String(part.dropFirst(Self.parameter.count)))
      guard isolation != nil else { throw .unavailable(.noAccess, retryable: false) }
    }
    self.isolation = isolation
    server = address[..<mark] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
  }
}
