/// Raw bytes of a page or a text, decoded.
struct DecodedInput {
  var text: String
  /// The charset's name in lower case ("utf-8", "cp949").
  var charset: String
  var warnings: [ParseWarning] = []
}

/// Finds the charset of raw bytes and decodes them.
///
/// In this order: byte order mark; the caller's word; the page's own declaration; a contest of validity between
/// UTF-8 and CP949. Every label of the EUC-KR family is read as CP949, as browsers do: a page so labelled often
/// has syllables that only CP949 has, at which a strict EUC-KR decoder stops.
///
/// Source: WHATWG Encoding, section 4.2, "Names and labels".
enum ByteDecoding {
  /// Decodes `bytes`.
  ///
  /// - Throws: `.unsupportedInput` for binary data, `.charset` for an unknown label and for bytes that neither
  ///   the label nor any other charset tried explains. A few bad bytes become U+FFFD and a warning.
  static func decode(_ bytes: [UInt8], charset label: String?) throws(ParseError) -> DecodedInput {
    if let marked = decodeMarked(bytes) { return marked }
    let check = UTF8Check(bytes)
    guard check.controls * 100 <= bytes.count else { throw .unsupportedInput(reason: "the input is binary") }
    if let label { return try decode(bytes, as: label, check: check) }
    if let declared = CharsetDeclaration.find(in: bytes), let name = Charset(label: declared),
      let decoded = decode(bytes, as: name, check: check)
    {
      return decoded
    }
    return try contest(bytes, check: check)
  }

  /// Bad bytes that are tolerated: 2 % of what is not ASCII, and always two (a page cut inside a syllable).
  private static func tolerates(_ errors: Int, of highBytes: Int) -> Bool { errors <= 2 + highBytes / 100 }

  private static func decode(_ bytes: [UInt8], as label: String, check: UTF8Check) throws(ParseError)
    -> DecodedInput
  {
    guard let name = Charset(label: label) else {
      throw .charset("unknown charset: \(label.prefix(40))", offset: nil)
    }
    if let decoded = decode(bytes, as: name, check: check) { return decoded }
    throw .charset("the bytes are not \(name.name)", offset: check.firstError)
  }

  /// The text, or `nil` when the charset does not explain the bytes.
  private static func decode(_ bytes: [UInt8], as charset: Charset, check: UTF8Check) -> DecodedInput? {
    if charset == .utf8 {
      guard tolerates(check.errors, of: check.highBytes) else { return nil }
      return input(String(decoding: bytes, as: UTF8.self), charset, errors: check.errors)
    }
    guard let (text, errors) = Iconv.decode(bytes, from: charset), tolerates(errors, of: check.highBytes)
    else {
      return nil
    }
    return input(text, charset, errors: errors)
  }

  private static func input(_ text: String, _ charset: Charset, errors: Int) -> DecodedInput {
    var decoded = DecodedInput(text: text, charset: charset.name)
    if errors > 0 {
      decoded.warnings.append(
        ParseWarning(code: "bad-bytes", message: "\(errors) bad byte sequence(s) were replaced by U+FFFD."))
    }
    return decoded
  }

  private static func contest(_ bytes: [UInt8], check: UTF8Check) throws(ParseError) -> DecodedInput {
    if check.errors == 0 { return input(String(decoding: bytes, as: UTF8.self), .utf8, errors: 0) }
    // Korean text is pairs of high bytes; Western text has lone ones between ASCII letters.
    let korean = UTF8Check.koreanPairs(bytes) * 2 * 10 >= check.highBytes * 7
    if check.sequences < check.errors * 4 {
      if korean, let decoded = decode(bytes, as: .cp949, check: check) { return decoded }
      if !korean, check.highBytes * 12 < bytes.count,
        let decoded = decode(bytes, as: .windows1252, check: check)
      {
        return decoded
      }
    }
    if let decoded = decode(bytes, as: .utf8, check: check) { return decoded }
    if let decoded = decode(bytes, as: .cp949, check: check) { return decoded }
    throw .charset("neither UTF-8 nor CP949 explains the bytes", offset: check.firstError)
  }

  private static func decodeMarked(_ bytes: [UInt8]) -> DecodedInput? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      let check = UTF8Check(bytes)
      return input(String(decoding: bytes.dropFirst(3), as: UTF8.self), .utf8, errors: check.errors)
    }
    let big = bytes.starts(with: [0xFE, 0xFF])
    guard big || bytes.starts(with: [0xFF, 0xFE]) else { return nil }
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for index in stride(from: 2, to: bytes.count - 1, by: 2) {
      let (high, low) = big ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
      units.append(UInt16(high) << 8 | UInt16(low))
    }
    return DecodedInput(text: String(decoding: units, as: UTF16.self), charset: big ? "utf-16be" : "utf-16le")
  }
}
