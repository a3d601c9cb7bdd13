import ArticleIndex
import ArticleText
import Logging
import RPCCore

/// The errors of the service's own, beside those of JSON-RPC: docs/protocol.md, "Errors".
extension RPCError.Code {
  /// Not an article in any sense we know.
  static let unsupportedInput = Self(
    1001, kind: "unsupported-input",
    meaning: "Not an article in any sense we know: binary, or empty after cleaning.")
  /// Bytes that no charset explains.
  static let charset = Self(
    1002, kind: "charset", meaning: "Bytes that no charset explains, or a charset that nobody knows.")
  /// An id is stored already, with other content.
  static let idConflict = Self(
    1005, kind: "id-conflict", meaning: "The id is stored already, with other content; nothing was changed.")
  /// The index cannot be read or written.
  static let indexUnavailable = Self(
    1006, kind: "index-unavailable",
    meaning: "The index cannot be read or written; retryable says whether it may later.")
}

extension RPCError {
  /// What a caller is told when the input is no article.
  init(_ error: ParseError, at pointer: String) {
    switch error {
    case .unsupportedInput(let reason):
      self.init(.unsupportedInput, reason, details: Details(pointer: pointer))
    case .charset(let reason, let offset):
      self.init(.charset, reason, details: Details(pointer: pointer, offset: offset))
    }
  }
}

private let indexLogger = Logger(label: "article.index")

/// Runs `body`; what the index throws becomes what the caller is told. That it does not work is an operator's matter.
func withIndexErrors<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
  do {
    return try await body()
  } catch let error as IndexError {
    if case .unavailable(let reason, let retryable) = error {
      indexLogger.error(
        "the index does not work", metadata: ["reason": "\(reason)", "retryable": "\(retryable)"])
    }
    throw RPCError(error)
  }
}

extension RPCError {
  /// What a caller is told when the index refuses; the members are those of `dedupe`.
  init(_ error: IndexError) {
    switch error {
    case .idConflict:
      self.init(
        .idConflict, "the id is stored already, with other content",
        details: .init(
          pointer: "/params/id", hint: "an administrator may store it by dedupe, with \"replace\": true"))
    case .idRequired: self = .invalidParams(at: "/params/id", expected: "an id to store the article under")
    case .invalidRecord:
      self = .invalidParams(at: "/params/articles", expected: "articles that exportIndex gave")
    case .invalidTime:
      self = .invalidParams(at: "/params/publishedAt", expected: "an ISO 8601 date or date-time")
    case .unavailable(let reason, let retryable):
      self.init(.indexUnavailable, reason.rawValue, retryable: retryable)
    }
  }
}

extension DurableIndex {
  /// The index as a file on this machine.
  ///
  /// - Throws: where it is in a database, whose own tools do these things.
  func localFile() throws -> SQLiteIndex {
    guard let file = self as? SQLiteIndex else {
      throw RPCError(
        .indexUnavailable, "the index is not a file of this service",
        details: .init(hint: "use the tools of the database: pg_dump, pg_amcheck"))
    }
    return file
  }
}
