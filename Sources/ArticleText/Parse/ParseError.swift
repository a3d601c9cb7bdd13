/// Why an input cannot be read as an article.
public enum ParseError: Error, Sendable, Equatable {
  /// Not an article in any sense known here: binary, or nothing left after cleaning (code 1001).
  case unsupportedInput(reason: String)
  /// Bytes that no charset explains, or a charset that is not known (code 1002). `offset` is in bytes.
  case charset(String, offset: Int?)
}
