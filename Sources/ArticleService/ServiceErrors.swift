import ArticleText
import RPCCore

/// The errors of the service's own, beside those of JSON-RPC: contract.md, "Errors".
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
