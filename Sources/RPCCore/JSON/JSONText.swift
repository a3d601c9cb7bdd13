/// JSON text being written, as UTF-8 without white space.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

  mutating func append(byte: UInt8) { bytes.append(byte) }
  mutating func append(raw: some Collection<UInt8>) { bytes.append(contentsOf: raw) }
  mutating func append(literal: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// A string with the escapes that RFC 8259 section 7 requires, and no others.
  mutating func append(string: String) {
    var string = string
    bytes.append(UInt8(ascii: "\""))
    string.withUTF8 { text in
      var start = 0
      for index in text.indices {
        let byte = text[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes.append(contentsOf: text[start..<index])
        appendEscape(byte)
        start = index + 1
      }
      bytes.append(contentsOf: text[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    default:
      let hex = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: Array("u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]])
    }
  }

  /// A number with an integral value is written without a fraction, as other languages' encoders do.
  mutating func append(double: Double) throws {
    guard double.isFinite else {
      throw EncodingError.invalidValue(
        double, .init(codingPath: [], debugDescription: "JSON has no \(double)"))
    }
    if let integer = Int(exactly: double), abs(integer) < 1 << 53 {
      append(raw: String(integer).utf8)
    } else {
      append(raw: double.description.utf8)
    }
  }

  mutating func append(_ value: RPCJSON) {
    switch value {
    case .null: append(literal: "null")
    case .bool(let value): append(literal: value ? "true" : "false")
    case .number(let literal): append(raw: literal.utf8)
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
