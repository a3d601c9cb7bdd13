/// Where and why a text is not JSON.
struct JSONScanError: Error, Equatable {
  /// Byte offset in the text.
  var offset: Int
  var reason: String
}

extension RPCError {
  /// -32700 with the byte offset.
  init(_ error: JSONScanError) {
    self.init(
      .parseError, "not valid JSON at byte \(error.offset): \(error.reason)",
      details: Details(offset: error.offset))
  }
}

/// A strict one-pass scanner for JSON: RFC 8259 in UTF-8 (RFC 3629), no BOM, no lone surrogates.
///
/// It recurses nowhere: open containers are kept in an array of at most `depthMax`. Foundation's parsers were
/// not taken: they accept trailing commas, a BOM and UTF-16, and disagree on duplicate names.
struct JSONScanner {
  private(set) var nodes: [JSONDocument.Node] = []
  private let depthMax: Int
  private let valuesMax: Int
  /// Indices in `nodes` of the containers that are open.
  private var open: [Int32] = []

  init(depthMax: Int, valuesMax: Int) {
    self.depthMax = depthMax
    self.valuesMax = valuesMax
  }

  private enum Expected {
    case value, valueOrEnd, name, nameOrEnd, commaOrEnd
  }

  mutating func scan(_ text: UnsafeBufferPointer<UInt8>) throws(JSONScanError) {
    guard text.count < Int32.max else { throw JSONScanError(offset: 0, reason: "too long") }
    nodes.reserveCapacity(min(text.count / 16 + 8, 4096))
    var index = 0
    var expected = Expected.value
    while true {
      while index < text.count, JSONScanner.isWhiteSpace(text[index]) { index += 1 }
      guard index < text.count else {
        throw JSONScanError(offset: index, reason: text.isEmpty ? "empty text" : "unexpected end")
      }
      let byte = text[index]
      switch (expected, byte) {
      case (.commaOrEnd, UInt8(ascii: ",")):
        index += 1
        expected = isInObject ? .name : .value
        continue
      case (.commaOrEnd, UInt8(ascii: "}")) where isInObject, (.nameOrEnd, UInt8(ascii: "}")),
        (.commaOrEnd, UInt8(ascii: "]")) where !isInObject, (.valueOrEnd, UInt8(ascii: "]")):
        index += 1
        close(at: index)
      case (.commaOrEnd, _):
        throw JSONScanError(
          offset: index, reason: "expected a comma or the end of the \(isInObject ? "object" : "array")")
      case (.name, UInt8(ascii: "\"")), (.nameOrEnd, UInt8(ascii: "\"")):
        try scanName(text, &index)
        expected = .value
        continue
      case (.name, _), (.nameOrEnd, _):
        throw JSONScanError(offset: index, reason: "expected a member name in quotes")
      case (.value, UInt8(ascii: "{")), (.valueOrEnd, UInt8(ascii: "{")):
        try openContainer(.object, at: &index)
        expected = .nameOrEnd
        continue
      case (.value, UInt8(ascii: "[")), (.valueOrEnd, UInt8(ascii: "[")):
        try openContainer(.array, at: &index)
        expected = .valueOrEnd
        continue
      default:
        try scanScalar(text, &index)
      }
      if open.isEmpty { break }
      expected = .commaOrEnd
    }
    while index < text.count, JSONScanner.isWhiteSpace(text[index]) { index += 1 }
    if index < text.count { throw JSONScanError(offset: index, reason: "text after the value") }
  }

  private var isInObject: Bool { open.last.map { nodes[Int($0)].kind == .object } ?? false }

  private mutating func add(_ kind: JSONDocument.Kind, _ start: Int, _ end: Int) throws(JSONScanError) {
    guard nodes.count < valuesMax else {
      throw JSONScanError(offset: start, reason: "more than \(valuesMax) values")
    }
    nodes.append(.init(kind: kind, start: Int32(start), end: Int32(end), next: Int32(nodes.count + 1)))
  }

  private mutating func openContainer(_ kind: JSONDocument.Kind, at index: inout Int) throws(JSONScanError) {
    guard open.count < depthMax else {
      throw JSONScanError(offset: index, reason: "nested deeper than \(depthMax)")
    }
    open.append(Int32(nodes.count))
    try add(kind, index, index)
    index += 1
  }

  private mutating func close(at end: Int) {
    let container = Int(open.removeLast())
    nodes[container].end = Int32(end)
    nodes[container].next = Int32(nodes.count)
  }

  private mutating func scanName(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) throws(JSONScanError) {
    try scanString(text, &index)
    while index < text.count, JSONScanner.isWhiteSpace(text[index]) { index += 1 }
    guard index < text.count, text[index] == UInt8(ascii: ":") else {
      throw JSONScanError(offset: index, reason: "expected a colon after the member name")
    }
    index += 1
  }

  private mutating func scanScalar(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) throws(JSONScanError) {
    switch text[index] {
    case UInt8(ascii: "\""): try scanString(text, &index)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try scanNumber(text, &index)
    case UInt8(ascii: "t"): try scanWord("true", .true, text, &index)
    case UInt8(ascii: "f"): try scanWord("false", .false, text, &index)
    case UInt8(ascii: "n"): try scanWord("null", .null, text, &index)
    case 0xEF where index == 0: throw JSONScanError(offset: 0, reason: "byte order mark")
    default: throw JSONScanError(offset: index, reason: "expected a value")
    }
  }

  private mutating func scanWord(
    _ word: StaticString, _ kind: JSONDocument.Kind, _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) throws(JSONScanError) {
    let count = word.utf8CodeUnitCount
    guard text.count - index >= count, (0..<count).allSatisfy({ text[index + $0] == word.utf8Start[$0] })
    else {
      throw JSONScanError(offset: index, reason: "expected a value")
    }
    try add(kind, index, index + count)
    index += count
  }

  private mutating func scanNumber(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) throws(JSONScanError) {
    let start = index
    func digits() throws(JSONScanError) {
      let first = index
      while index < text.count, JSONScanner.isDigit(text[index]) { index += 1 }
      if index == first { throw JSONScanError(offset: index, reason: "expected a digit") }
    }
    if text[index] == UInt8(ascii: "-") { index += 1 }
    let leading = index
    try digits()
    if text[leading] == UInt8(ascii: "0"), index - leading > 1 {
      throw JSONScanError(offset: leading, reason: "number with a leading zero")
    }
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") {
        index += 1
      }
      try digits()
    }
    try add(.number, start, index)
  }

  private mutating func scanString(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) throws(JSONScanError) {
    let start = index + 1
    index = start
    var isEscaped = false
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\""):
        try add(isEscaped ? .escapedString : .string, start, index)
        index += 1
        return
      case UInt8(ascii: "\\"):
        isEscaped = true
        try skipEscape(text, &index)
      case ..<0x20: throw JSONScanError(offset: index, reason: "control character in a string")
      case ..<0x80: index += 1
      default: try skipMultibyte(text, &index)
      }
    }
    throw JSONScanError(offset: index, reason: "unterminated string")
  }

  private func skipEscape(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws(JSONScanError) {
    let start = index
    guard index + 1 < text.count else { throw JSONScanError(offset: index, reason: "unterminated string") }
    switch text[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      index += 2
    case UInt8(ascii: "u"):
      let unit = JSONScanner.codeUnit(text, at: index)
      switch unit {
      case .some(0xD800...0xDBFF):
        guard let low = JSONScanner.codeUnit(text, at: index + 6), (0xDC00...0xDFFF).contains(low) else {
          throw JSONScanError(offset: start, reason: "lone surrogate")
        }
        index += 12
      case .some(0xDC00...0xDFFF): throw JSONScanError(offset: start, reason: "lone surrogate")
      case .some: index += 6
      case nil: throw JSONScanError(offset: start, reason: "bad \\u escape")
      }
    default: throw JSONScanError(offset: start, reason: "unknown escape")
    }
  }

  /// The code unit of a `\uXXXX` at `index`, if there is one.
  private static func codeUnit(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
    guard index + 6 <= text.count, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u")
    else {
      return nil
    }
    var value: UInt32 = 0
    for digit in index + 2..<index + 6 {
      guard let hex = hexValue(text[digit]) else { return nil }
      value = value << 4 | UInt32(hex)
    }
    return value
  }

  /// One scalar of two to four bytes: RFC 3629 section 4, so no overlong forms, surrogates or values past U+10FFFF.
  private func skipMultibyte(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) throws(JSONScanError) {
    let lead = text[index]
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch lead {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xE1...0xEF: (3, 0x80...0xBF)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0...0)
      }
    guard length > 0, index + length <= text.count, second.contains(text[index + 1]),
      length < 3 || text[index + 2] & 0xC0 == 0x80, length < 4 || text[index + 3] & 0xC0 == 0x80
    else { throw JSONScanError(offset: index, reason: "not UTF-8") }
    index += length
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
