import CJSONText

/// JSON text being written, as UTF-8 without white space.
///
/// Its own memory instead of an array's: an append is a comparison and a copy, with nothing to ask about who else
/// holds the bytes, since nobody can.
package struct JSONText: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Bytes that have been written.
  private(set) var count = 0

  init(capacity: Int = 256) {
    self.capacity = capacity
    base = UnsafeMutablePointer.allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// The text; lent for the time of the call.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// A copy of the text.
  var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

  private mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(capacity * 2, count + more)
    let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    grown.update(from: base, count: count)
    base.deallocate()
    base = grown
  }

  mutating func append(byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  package mutating func append(raw: UnsafeBufferPointer<UInt8>) {
    guard let start = raw.baseAddress else { return }
    reserve(raw.count)
    (base + count).update(from: start, count: raw.count)
    count += raw.count
  }

  mutating func append(raw: [UInt8]) { raw.withUnsafeBufferPointer { append(raw: $0) } }

  /// Text that needs no escapes and no quotes.
  mutating func append(raw: String) {
    var raw = raw
    raw.withUTF8 { append(raw: $0) }
  }

  package mutating func append(literal: StaticString) {
    append(raw: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Puts `prefix` before what has been written from `start` on.
  mutating func insert(_ prefix: String, at start: Int) {
    var prefix = prefix
    prefix.withUTF8 { bytes in
      guard let first = bytes.baseAddress else { return }
      reserve(bytes.count)
      (base + start + bytes.count).update(from: base + start, count: count - start)
      (base + start).update(from: first, count: bytes.count)
      count += bytes.count
    }
  }

  /// Takes back all that was written after the first `count` bytes.
  mutating func truncate(to count: Int) { self.count = min(count, self.count) }

  /// Forgets the text; gives its memory back where that is more than `capacityMax`.
  mutating func removeAll(keeping capacityMax: Int) {
    count = 0
    guard capacity > capacityMax else { return }
    base.deallocate()
    capacity = 256
    base = UnsafeMutablePointer.allocate(capacity: capacity)
  }

  /// A string with the escapes that RFC 8259 section 7 requires, and no others.
  mutating func append(string: String) {
    var string = string
    append(byte: UInt8(ascii: "\""))
    string.withUTF8 { text in
      guard let first = text.baseAddress else { return }
      var start = 0
      while true {
        let plain = cjson_plain_run(first + start, text.count - start)
        append(raw: UnsafeBufferPointer(start: first + start, count: plain))
        start += plain
        guard start < text.count else { return }
        appendEscape(text[start])
        start += 1
      }
    }
    append(byte: UInt8(ascii: "\""))
  }

  private mutating func appendEscape(_ byte: UInt8) {
    append(byte: UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: append(byte: UInt8(ascii: "n"))
    case 0x0D: append(byte: UInt8(ascii: "r"))
    case 0x09: append(byte: UInt8(ascii: "t"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte: byte)
    default:
      append(literal: "u00")
      append(byte: Self.hexDigit(byte >> 4))
      append(byte: Self.hexDigit(byte & 15))
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// An integer's digits, without a string in between.
  mutating func append(integer: some FixedWidthInteger) {
    if integer < 0 { append(byte: UInt8(ascii: "-")) }
    var magnitude = integer.magnitude
    let start = count
    repeat {
      let (quotient, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
      append(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      magnitude = quotient
    } while magnitude != 0
    var digits = UnsafeMutableBufferPointer(start: base + start, count: count - start)
    digits.reverse()
  }

  /// A number with an integral value is written without a fraction, as other languages' encoders do.
  mutating func append(double: Double) throws {
    guard double.isFinite else {
      throw EncodingError.invalidValue(
        double, .init(codingPath: [], debugDescription: "JSON has no \(double)"))
    }
    if let integer = Int(exactly: double), integer.magnitude < 1 << 53 {
      append(integer: integer)
    } else {
      append(raw: double.description)
    }
  }

  mutating func append(_ value: RPCJSON) {
    switch value {
    case .null: append(literal: "null")
    case .bool(let value): append(literal: value ? "true" : "false")
    case .number(let literal): append(raw: literal)
    case .string(let text): append(string: text)
    case .array(let elements):
      append(byte: UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { append(byte: UInt8(ascii: ",")) }
        append(element)
      }
      append(byte: UInt8(ascii: "]"))
    case .object(let members):
      append(byte: UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { append(byte: UInt8(ascii: ",")) }
        append(string: member.name)
        append(byte: UInt8(ascii: ":"))
        append(member.value)
      }
      append(byte: UInt8(ascii: "}"))
    }
  }
}
