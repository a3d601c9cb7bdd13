import ArticleIndex

/// Where the index of articles is kept.
enum IndexPlace: Sendable, Equatable {
  /// In a file of the state directory.
  case file
  /// In a PostgreSQL database, or what speaks its protocol, at an address.
  case postgreSQL(String)

  init?(text: String) {
    switch text {
    case "file": self = .file
    case _ where text.hasPrefix("postgresql://") || text.hasPrefix("postgres://"): self = .postgreSQL(text)
    default: return nil
    }
  }

  /// For those who read the configuration: without what may be a password.
  var shown: String {
    switch self {
    case .file: "file"
    case .postgreSQL(let address): Self.withoutSecrets(address)
    }
  }

  private static func withoutSecrets(_ address: String) -> String {
    var shown = address
    // RFC 3986, section 3: the query begins at the first "?", the user's part ends at the last "@" of the authority.
    if let options = shown.firstIndex(of: "?") { shown.replaceSubrange(options..., with: "?…") }
    if let host = shown.range(of: "//")?.upperBound {
      let end = shown[host...].firstIndex(of: "/") ?? shown.endIndex
      if let at = shown[host..<end].lastIndex(of: "@") { shown.replaceSubrange(host..<at, with: "…") }
    }
    return shown
  }

  /// Opens the index.
  func open(stateDirectory: String) throws(IndexError) -> any DurableIndex {
    switch self {
    case .file: try SQLiteIndex(directory: stateDirectory)
    case .postgreSQL(let address): try PostgreSQLIndex(address: address)
    }
  }
}
