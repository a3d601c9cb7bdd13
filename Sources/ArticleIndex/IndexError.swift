import ArticleDedupe
internal import GRDB
internal import PostgreSQL

/// Why the index refuses or cannot do what it is asked. Says neither where the index lies nor how it is kept.
public enum IndexError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The id is stored with other content.
  case idConflict
  /// An article without an id cannot be stored.
  case idRequired
  /// What is to be restored is not a stored record of an article.
  case invalidRecord
  /// A time is not ISO 8601.
  case invalidTime
  /// The index cannot be read or written now. `retryable` when it may be later without repair.
  case unavailable(Reason, retryable: Bool)

  /// What is wrong with the index.
  public enum Reason: String, Sendable, CaseIterable {
    case busy = "the index is busy"
    case corrupt = "the index is damaged"
    case diskFull = "the disk of the index is full"
    case foreign = "the index file belongs to another program or a newer version"
    case full = "the index holds as many articles as it can"
    case inUse = "the index is in use by another process"
    case inputOutput = "the disk of the index does not read or write"
    case lost = "the connection to the index was lost"
    case noAccess = "the index cannot be opened"
    case readOnly = "the index is read-only"
    case unknown = "the index failed"
  }

  /// In words; where the index lies stays out of it.
  public var description: String {
    switch self {
    case .idConflict: "the id is stored with other content"
    case .idRequired: "an article without an id cannot be stored"
    case .invalidRecord: "the record is not that of an article"
    case .invalidTime: "the time is not ISO 8601"
    case .unavailable(let reason, _): reason.rawValue
    }
  }

  /// Whether it concerns the one article that was to be stored and nothing else.
  var concernsOneArticle: Bool {
    switch self {
    case .idConflict, .idRequired, .invalidRecord, .invalidTime: true
    case .unavailable: false
    }
  }

  /// The error that stands for `error`; those of SQLite lose their message, which may name paths and
  /// statements.
  package init(_ error: any Error) {
    switch error {
    case let error as IndexError: self = error
    case DedupeError.idConflict: self = .idConflict
    case DedupeError.idRequired: self = .idRequired
    case DedupeError.invalidTime: self = .invalidTime
    case let error as PostgreSQLError: self = Self(error)
    case let error as DatabaseError: self = Self.unavailable(error.resultCode)
    default: self = .unavailable(.unknown, retryable: false)
    }
  }

  /// Source: https://sqlite.org/rescode.html.
  private static func unavailable(_ code: ResultCode) -> IndexError {
    switch code {
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_INTERRUPT, .SQLITE_NOMEM: .unavailable(.busy, retryable: true)
    case .SQLITE_FULL: .unavailable(.diskFull, retryable: true)
    case .SQLITE_IOERR: .unavailable(.inputOutput, retryable: true)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: .unavailable(.corrupt, retryable: false)
    case .SQLITE_READONLY: .unavailable(.readOnly, retryable: false)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: .unavailable(.noAccess, retryable: false)
    default: .unavailable(.unknown, retryable: false)
    }
  }
}

/// Runs `body` and maps what it throws; a cancelled task stays cancelled.
func mappingIndexErrors<Value>(
  isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> sending Value
) async throws -> sending Value {
  do {
    return try await body()
  } catch let error as CancellationError {
    throw error
  } catch {
    throw IndexError(error)
  }
}
