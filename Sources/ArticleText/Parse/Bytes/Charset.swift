/// A charset by its canonical name.
struct Charset: Equatable {
  /// The name that results carry, lower case.
  let name: String

  static let utf8 = Charset(name: "utf-8")
  static let cp949 = Charset(name: "cp949")
  static let windows1252 = Charset(name: "windows-1252")

  private init(name: String) { self.name = name }

  /// The charset of a label as pages and callers write it, or `nil` when iconv knows none of that name.
  ///
  /// Source: WHATWG Encoding, "Names and labels": the EUC-KR family is CP949, Latin-1 and ASCII windows-1252.
  init?(label: String) {
    let trimmed = String(label.unicodeScalars.filter { !$0.isBlank && $0 != "\"" && $0 != "'" }).lowercased()
    switch trimmed {
    case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
    case "euc-kr", "euckr", "euc_kr", "cp949", "ms949", "x-windows-949", "windows-949", "uhc", "korean",
      "csksc56011987",
      "cseuckr", "iso-ir-149", "ks_c_5601-1987", "ks_c_5601-1989", "ksc5601", "ksc_5601", "ks_c_5601", "949":
      self = .cp949
    case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii", "cp1252",
      "windows-1252", "x-cp1252":
      self = .windows1252
    default:
      guard (1...30).contains(trimmed.utf8.count),
        trimmed.unicodeScalars.allSatisfy({
          $0.isASCIILetter || $0.isASCIIDigit || "-_.:".unicodeScalars.contains($0)
        }),
        Iconv.knows(trimmed)
      else { return nil }
      self = Charset(name: trimmed)
    }
  }
}

/// Finds what a page says of its own charset, in its first 2,048 bytes.
///
/// Source: WHATWG HTML, "prescan a byte stream to determine its encoding", here with twice the length.
enum CharsetDeclaration {
  /// The label of `<meta charset>`, `http-equiv` or an XML declaration.
  static func find(in bytes: [UInt8]) -> String? {
    let head = bytes.prefix(2048).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    if head.starts(with: Array("<?xml".utf8)), let label = value(of: "encoding", in: head[...]) {
      return label
    }
    var rest = head[...]
    while let meta = find("<meta", in: rest) {
      rest = rest[(meta + 5)...]
      let end = rest.firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex
      if let label = value(of: "charset", in: rest[..<end]) { return label }
    }
    return nil
  }

  private static func find(_ word: StaticString, in bytes: ArraySlice<UInt8>) -> Int? {
    let count = word.utf8CodeUnitCount
    var rest = bytes
    while let start = rest.firstIndex(of: word.utf8Start[0]), start + count <= bytes.endIndex {
      if (0..<count).allSatisfy({ bytes[start + $0] == word.utf8Start[$0] }) { return start }
      rest = bytes[(start + 1)...]
    }
    return nil
  }

  /// The value after `name` and an equals sign, with or without quotation marks.
  private static func value(of name: StaticString, in bytes: ArraySlice<UInt8>) -> String? {
    guard let start = find(name, in: bytes) else { return nil }
    let separators = Set(" \t\r\n\"'=".utf8)
    let enders = Set(" \t\r\n\"';/?>".utf8)
    let rest = bytes[(start + name.utf8CodeUnitCount)...].drop { separators.contains($0) }
    let label = rest.prefix { !enders.contains($0) }
    return label.isEmpty ? nil : String(decoding: label, as: UTF8.self)
  }
}
