import CJSONText

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

/// What a value of JSON is. A string that has escapes is told from one whose bytes are its text.
enum JSONKind: UInt8 {
  case null, `true`, `false`, number, string, escapedString, array, object
}

/// What a scanner's values go to: nothing where only the check is wanted, or the list of a `JSONDocument`.
protocol JSONValueSink {
  mutating func scalar(_ kind: JSONKind, _ start: Int, _ end: Int)
  mutating func open(_ kind: JSONKind, at start: Int)
  mutating func close(at end: Int)
}

/// Takes no notes.
struct NoValues: JSONValueSink {
  func scalar(_ kind: JSONKind, _ start: Int, _ end: Int) {}
  func open(_ kind: JSONKind, at start: Int) {}
  func close(at end: Int) {}
}

/// A strict one-pass scanner for JSON: RFC 8259 in UTF-8 (RFC 3629), no BOM, no lone surrogates.
///
/// Its small steps are inlined by order, which the optimiser does not do by itself for functions that throw: it is a
/// quarter of the time of a short request (ping 16×16 of `Benchmarks/rpc`: 1.35 µs instead of 1.77).
///
/// It recurses nowhere: whether an open container is an object is one bit of `objects`, so that depth is bounded
/// by that word's width. Foundation's parsers were not taken: they accept trailing commas, a BOM and UTF-16, and
/// disagree on duplicate names.
struct JSONScanner<Sink: JSONValueSink> {
  /// The deepest nesting that can be followed; `depthMax` above it counts as this.
  static var depthLimit: Int { UInt128.bitWidth }

  private let text: UnsafeBufferPointer<UInt8>
  private let depthMax: Int
  private let valuesMax: Int
  /// The byte that is looked at next.
  private(set) var index = 0
  private var valuesCount = 0
  private var depth = 0
  /// The innermost open container is the lowest bit; 1 is an object.
  private var objects: UInt128 = 0
  private(set) var sink: Sink

  init(_ text: UnsafeBufferPointer<UInt8>, depthMax: Int, valuesMax: Int, sink: Sink) {
    self.text = text
    self.depthMax = min(depthMax, Self.depthLimit)
    self.valuesMax = valuesMax
    self.sink = sink
  }

  /// Scans the whole text as one JSON text.
  mutating func scanText() throws(JSONScanError) {
    guard text.count < Int32.max else { throw JSONScanError(offset: 0, reason: "too long") }
    try scanValue()
    try expectEnd()
  }

  /// What stands at the next byte that is no white space; `nil` at the end.
  @inline(__always)
  mutating func peek() -> UInt8? {
    while index < text.count {
      let byte = text[index]
      guard JSONBytes.isWhiteSpace(byte) else { return byte }
      index += 1
    }
    return nil
  }

  /// Skips white space and, where it is next, `byte`.
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }

  mutating func expectEnd() throws(JSONScanError) {
    if peek() != nil { throw fail("text after the value") }
  }

  func fail(_ reason: String) -> JSONScanError { JSONScanError(offset: index, reason: reason) }

  /// Enters an array or object whose members the caller scans one by one; white space has been skipped.
  @inline(__always)
  mutating func enterContainer() throws(JSONScanError) {
    guard depth < depthMax else { throw fail("nested deeper than \(depthMax)") }
    try count()
    depth += 1
    index += 1
  }

  /// Leaves what `enterContainer` entered.
  @inline(__always)
  mutating func leaveContainer() { depth -= 1 }

  /// One name and its colon; the range is that between the quotes.
  mutating func scanName() throws(JSONScanError) -> (kind: JSONKind, range: Range<Int>) {
    guard peek() == UInt8(ascii: "\"") else { throw fail("expected a member name in quotes") }
    let name = try scanString()
    guard take(UInt8(ascii: ":")) else { throw fail("expected a colon after the member name") }
    return name
  }

  /// One value with all that is in it. White space before it is skipped, that after it is not.
  mutating func scanValue() throws(JSONScanError) {
    let floor = depth
    var expected = Expected.value
    repeat {
      guard let byte = peek() else {
        throw fail(text.isEmpty ? "empty text" : "unexpected end")
      }
      switch expected {
      case .value: expected = try beginValue(byte)
      case .valueOrEnd: expected = byte == UInt8(ascii: "]") ? close() : try beginValue(byte)
      case .nameOrEnd where byte == UInt8(ascii: "}"): expected = close()
      case .name, .nameOrEnd:
        let name = try scanName()
        try count()
        sink.scalar(name.kind, name.range.lowerBound, name.range.upperBound)
        expected = .value
      case .commaOrEnd: expected = try afterValue(byte)
      }
    } while depth > floor
  }

  private enum Expected {
    case value, valueOrEnd, name, nameOrEnd, commaOrEnd
  }

  private mutating func beginValue(_ byte: UInt8) throws(JSONScanError) -> Expected {
    switch byte {
    case UInt8(ascii: "{"):
      sink.open(.object, at: index)
      try enterContainer()
      objects = objects << 1 | 1
      return .nameOrEnd
    case UInt8(ascii: "["):
      sink.open(.array, at: index)
      try enterContainer()
      objects <<= 1
      return .valueOrEnd
    default:
      try count()
      try scanScalar(byte)
      return .commaOrEnd
    }
  }

  private mutating func afterValue(_ byte: UInt8) throws(JSONScanError) -> Expected {
    let isInObject = objects & 1 == 1
    switch byte {
    case UInt8(ascii: ","):
      index += 1
      return isInObject ? .name : .value
    case UInt8(ascii: "}") where isInObject: return close()
    case UInt8(ascii: "]") where !isInObject: return close()
    default: throw fail("expected a comma or the end of the \(isInObject ? "object" : "array")")
    }
  }

  private mutating func close() -> Expected {
    index += 1
    depth -= 1
    objects >>= 1
    sink.close(at: index)
    return .commaOrEnd
  }

  @inline(__always)
  private mutating func count() throws(JSONScanError) {
    valuesCount += 1
    if valuesCount > valuesMax { throw fail("more than \(valuesMax) values") }
  }

  // MARK: Scalars

  private mutating func scanScalar(_ byte: UInt8) throws(JSONScanError) {
    switch byte {
    case UInt8(ascii: "\""):
      let string = try scanString()
      sink.scalar(string.kind, string.range.lowerBound, string.range.upperBound)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try scanNumber()
    case UInt8(ascii: "t"): try scanWord("true", .true)
    case UInt8(ascii: "f"): try scanWord("false", .false)
    case UInt8(ascii: "n"): try scanWord("null", .null)
    case 0xEF where index == 0: throw fail("byte order mark")
    default: throw fail("expected a value")
    }
  }

  private mutating func scanWord(_ word: StaticString, _ kind: JSONKind) throws(JSONScanError) {
    let count = word.utf8CodeUnitCount
    guard text.count - index >= count else { throw fail("expected a value") }
    for offset in 0..<count where text[index + offset] != word.utf8Start[offset] {
      throw fail("expected a value")
    }
    sink.scalar(kind, index, index + count)
    index += count
  }

  private mutating func scanNumber() throws(JSONScanError) {
    let start = index
    if text[index] == UInt8(ascii: "-") { index += 1 }
    if index < text.count, text[index] == UInt8(ascii: "0") { index += 1 } else { try scanDigits() }
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      try scanDigits()
    }
    if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") {
        index += 1
      }
      try scanDigits()
    }
    sink.scalar(.number, start, index)
  }

  @inline(__always)
  private mutating func scanDigits() throws(JSONScanError) {
    let first = index
    while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
    guard index > first else { throw fail("expected a digit") }
  }

  /// Short strings, which most names and many values are, are looked at here; the vectorised loop has a price to
  /// enter that pays from about here on.
  private static var plainBytes: Int { 24 }

  private mutating func scanString() throws(JSONScanError) -> (kind: JSONKind, range: Range<Int>) {
    index += 1
    let start = index
    var kind = JSONKind.string
    let plainEnd = min(text.count, start + Self.plainBytes)
    while index < plainEnd, JSONBytes.isPlainASCII(text[index]) { index += 1 }
    while true {
      guard index < text.count, let base = text.baseAddress else { throw fail("unterminated string") }
      if text[index] == UInt8(ascii: "\"") {
        defer { index += 1 }
        return (kind, start..<index)
      }
      let run = cjson_checked_run(base + index, text.count - index)
      index += run.count
      switch run.stop {
      case CJSON_NOT_UTF8: throw fail("not UTF-8")
      case CJSON_END: throw fail("unterminated string")
      default:
        if text[index] == UInt8(ascii: "\\") {
          kind = .escapedString
          try skipEscape()
        } else if text[index] < 0x20 {
          throw fail("control character in a string")
        }
      }
    }
  }

  private mutating func skipEscape() throws(JSONScanError) {
    guard index + 1 < text.count else { throw fail("unterminated string") }
    switch text[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      index += 2
    case UInt8(ascii: "u"):
      switch JSONBytes.codeUnit(text, at: index) {
      case .some(0xD800...0xDBFF):
        guard let low = JSONBytes.codeUnit(text, at: index + 6), (0xDC00...0xDFFF).contains(low) else {
          throw fail("lone surrogate")
        }
        index += 12
      case .some(0xDC00...0xDFFF): throw fail("lone surrogate")
      case .some: index += 6
      case nil: throw fail("bad \\u escape")
      }
    default: throw fail("unknown escape")
    }
  }
}

/// What single bytes mean in JSON.
enum JSONBytes {
  @inline(__always)
  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// A byte of a string that stands for itself and for a character of its own.
  @inline(__always)
  static func isPlainASCII(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The code unit of a `\uXXXX` at `index`, if there is one.
  static func codeUnit(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
    guard index + 6 <= text.count, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u")
    else { return nil }
    var value: UInt32 = 0
    for digit in index + 2..<index + 6 {
      guard let hex = hexValue(text[digit]) else { return nil }
      value = value << 4 | UInt32(hex)
    }
    return value
  }
}
