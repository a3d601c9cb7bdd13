/// Why PostgreSQL does not do what it is asked.
///
/// Carries the SQLSTATE and nothing that the server or libpq says in words: those name hosts, statements and values.
public struct PostgreSQLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public let kind: Kind
  /// The five letters of the server, of the set A-Z0-9; `nil` when the failure is on this side or in between.
  ///
  /// Source: https://www.postgresql.org/docs/15/errcodes-appendix.html.
  public let sqlstate: String?
  /// Which statement of the pipeline failed, from 0; `nil` when none in particular did.
  public let statement: Int?

  /// What is wrong, by what can be done about it.
  public enum Kind: Sendable, Hashable {
    /// The server is being shut down or is starting (57P01, 57P02, 57P03). The connection is over.
    case adminShutdown
    /// The server does not know the user or the password (class 28).
    case authentication
    /// There is no connection: the server cannot be reached, has gone or does not answer in time. What was asked last
    /// may have been done or not.
    case connectionLost
    /// The server finds its files damaged (XX001, XX002).
    case corrupt
    /// The server's disk is full (53100).
    case diskFull
    /// The server cannot read or write its files (class 58).
    case inputOutput
    /// The connection URI cannot be read.
    case invalidAddress
    /// libpq cannot be loaded; with the reason of dlopen(3).
    case libraryMissing(String)
    /// A result does not have the shape or the size asked for.
    case malformedResult
    /// The user may not do that (42501).
    case noAccess
    /// The server's memory or another resource is short (class 53, but for the two named).
    case outOfMemory
    /// The server takes no writes, as a stand-by does (25006).
    case readOnly
    /// Two transactions were in each other's way (40001, 40P01): the transaction is to be tried again.
    case serialization
    /// A statement or a lock took longer than allowed (57014, 55P03).
    case timeout
    /// More than 1 GiB or 65,535 values for one statement, or a limit of the server (class 54).
    case tooLarge
    /// The server has no connection to spare (53300).
    case tooManyConnections
    /// A row with that key is there (23505).
    case uniqueViolation
    /// Anything else, by its SQLSTATE; empty when there was none.
    case undefined(String)
  }

  init(_ kind: Kind, sqlstate: String? = nil, statement: Int? = nil) {
    (self.kind, self.sqlstate, self.statement) = (kind, sqlstate, statement)
  }

  /// The error for the server's `sqlstate`.
  init(sqlstate: String, statement: Int? = nil) {
    guard Self.isSQLState(sqlstate) else {
      self.init(.undefined(""), statement: statement)
      return
    }
    self.init(Self.kind(of: sqlstate), sqlstate: sqlstate, statement: statement)
  }

  /// In words, with the SQLSTATE: no SQL, no values, no host.
  public var description: String {
    let place = statement.map { ", statement \($0)" } ?? ""
    return kind.description + (sqlstate.map { " (SQLSTATE \($0)\(place))" } ?? "")
  }

  private static func kind(of sqlstate: String) -> Kind {
    switch sqlstate {
    case "23505": .uniqueViolation
    case "25006": .readOnly
    // The server has ended the session: a transaction was idle too long, or the session was.
    case "25P03", "57P05": .connectionLost
    case "40001", "40P01": .serialization
    case "42501": .noAccess
    case "53100": .diskFull
    case "53300": .tooManyConnections
    case "55P03", "57014": .timeout
    case "57P01", "57P02", "57P03": .adminShutdown
    case "XX001", "XX002": .corrupt
    default:
      switch sqlstate.prefix(2) {
      case "08": .connectionLost
      case "28": .authentication
      case "53": .outOfMemory
      case "54": .tooLarge
      case "58": .inputOutput
      default: .undefined(sqlstate)
      }
    }
  }

  static func isSQLState(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 5 && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
  }
}

extension PostgreSQLError.Kind: CustomStringConvertible {
  /// In words.
  public var description: String {
    switch self {
    case .adminShutdown: "PostgreSQL is shutting down or starting"
    case .authentication: "PostgreSQL refuses the user or the password"
    case .connectionLost: "PostgreSQL cannot be reached or does not answer"
    case .corrupt: "PostgreSQL finds its files damaged"
    case .diskFull: "the disk of PostgreSQL is full"
    case .inputOutput: "the disk of PostgreSQL does not read or write"
    case .invalidAddress: "the PostgreSQL address cannot be read"
    case .libraryMissing(let reason):
      "libpq of PostgreSQL 14 or newer cannot be loaded (Debian: package libpq5): \(reason)"
    case .malformedResult: "PostgreSQL sent a result of another shape"
    case .noAccess: "the PostgreSQL user lacks the right"
    case .outOfMemory: "PostgreSQL lacks memory"
    case .readOnly: "PostgreSQL takes no writes"
    case .serialization: "another transaction was in the way"
    case .timeout: "PostgreSQL took too long"
    case .tooLarge: "too large for PostgreSQL"
    case .tooManyConnections: "PostgreSQL has no connection to spare"
    case .undefined: "PostgreSQL refused"
    case .uniqueViolation: "a row with that key is there"
    }
  }
}
