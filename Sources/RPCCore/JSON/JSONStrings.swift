/// The bytes of JSON strings that have passed the scanner → Swift strings.
enum JSONStrings {
  /// A string whose UTF-8 the scanner has checked, so that it need not be checked again.
  static func string(checked bytes: UnsafeBufferPointer<UInt8>) -> String {
    #if compiler(>=6.2)
      // Unchecked is right: the scanner refuses what is not UTF-8.
      return String(copying: UTF8Span(unchecked: bytes.span))
    #else
      return String(decoding: bytes, as: UTF8.self)
    #endif
  }

  /// Resolves the escapes of RFC 8259 section 7; the scanner has checked that they are well formed.
  static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> String {
    String(unsafeUninitializedCapacity: text.count) { output in
      var count = 0
      var index = 0
      func put(_ byte: UInt8) {
        output[count] = byte
        count += 1
      }
      while index < text.count {
        guard text[index] == UInt8(ascii: "\\") else {
          put(text[index])
          index += 1
          continue
        }
        switch text[index + 1] {
        case UInt8(ascii: "b"): put(0x08)
        case UInt8(ascii: "f"): put(0x0C)
        case UInt8(ascii: "n"): put(0x0A)
        case UInt8(ascii: "r"): put(0x0D)
        case UInt8(ascii: "t"): put(0x09)
        case UInt8(ascii: "u"):
          for byte in String(scalar(text, &index)).utf8 { put(byte) }
          continue
        case let escaped: put(escaped)
        }
        index += 2
      }
      return count
    }
  }

  /// The scalar of a `\uXXXX`, or of two that are a surrogate pair; moves `index` past it.
  private static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Unicode.Scalar {
    var value = JSONBytes.codeUnit(text, at: index) ?? 0xFFFD
    index += 6
    if (0xD800...0xDBFF).contains(value), let low = JSONBytes.codeUnit(text, at: index) {
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      index += 6
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}
