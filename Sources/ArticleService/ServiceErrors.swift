import ArticleText
import RPCCore

/// The errors of the service's own, beside those of JSON-RPC: contract.md, "Errors".
extension RPCError.Code {
  /// Not an article in any sense we know.
  static let unsupportedInput = Self(1001, kind: "unsupported-input")
  /// Bytes that no charset explains.
  static let charset = Self(1002, kind: "charset")
  /// An id is stored already, with other content.
  static let idConflict = Self(1005, kind: "id-conflict")
  /// The index cannot be read or written.
  static let indexUnavailable = Self(1006, kind: "index-unavailable")
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

  /// -32602 for params of which exactly one of some members has to be given.
  static func oneOf(_ names: [String], given: Int) -> RPCError {
    .invalidParams(
      at: "/params", expected: "exactly one of \(names.joined(separator: ", "))",
      got: given == 0 ? "none" : "\(given) of them")
  }
}
