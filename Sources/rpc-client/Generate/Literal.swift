import RPCCore

/// Texts as literals of generated code.
enum Literal {
  /// In double quotes, with JSON's escapes and everything outside of ASCII escaped: Python and TypeScript read it alike.
  static func json(_ text: String) -> String {
    var literal = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: literal += "\\\""
      case 0x5C: literal += "\\\\"
      case 0x20...0x7E: literal.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default: literal += "\\u" + hex(unit)
      }
    }
    return literal + "\""
  }

  /// The same for Swift, whose escapes name scalars.
  static func swift(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: literal += "\\\""
      case 0x5C: literal += "\\\\"
      case 0x20...0x7E: literal.unicodeScalars.append(scalar)
      default: literal += "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    }
    return literal + "\""
  }

  private static func hex(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension Unicode.Scalar {
  /// A to Z in either case.
  var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
