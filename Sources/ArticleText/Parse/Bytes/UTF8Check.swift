/// What a pass over bytes says of their charset, before anything is decoded.
struct UTF8Check {
  /// Well-formed sequences of two bytes and more.
  private(set) var sequences = 0
  /// Places where the bytes are not UTF-8.
  private(set) var errors = 0
  /// The first such place.
  private(set) var firstError: Int?
  /// C0 control characters that no text has.
  private(set) var controls = 0
  /// Bytes above 0x7F.
  private(set) var highBytes = 0

  /// Scans `bytes` once.
  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { scan($0) }
  }

  private mutating func scan(_ bytes: UnsafeRawBufferPointer) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte < 0x20, byte != 9, byte != 10, byte != 12, byte != 13, byte != 0x1B { controls += 1 }
        index = PlainBytes.endOfPrintable(in: bytes, from: index + 1)
        continue
      }
      // A Korean syllable, as the long way would find it.
      if byte >= 0xE1, byte <= 0xEC, index + 2 < bytes.count, bytes[index + 1] & 0xC0 == 0x80,
        bytes[index + 2] & 0xC0 == 0x80
      {
        highBytes += 3
        sequences += 1
        index += 3
        continue
      }
      highBytes += 1
      let length = Self.sequenceLength(at: index, of: bytes)
      if length > 0 {
        sequences += 1
        highBytes += length - 1
        index += length
      } else {
        errors += 1
        if firstError == nil { firstError = index }
        index += 1
      }
    }
  }

  /// How many pairs of bytes are in 0xA1...0xFE, as KS X 1001 (and so nearly all Korean text in CP949) consists of.
  static func koreanPairs(_ bytes: [UInt8]) -> Int {
    var koreanPairs = 0
    var index = 0
    while index + 1 < bytes.count {
      if (0xA1...0xFE).contains(bytes[index]), (0xA1...0xFE).contains(bytes[index + 1]) {
        koreanPairs += 1
        index += 2
      } else {
        index += 1
      }
    }
    return koreanPairs
  }

  /// The length of the well-formed sequence at `index`, or 0.
  ///
  /// Source: Unicode 15, table 3-7, "Well-Formed UTF-8 Byte Sequences".
  private static func sequenceLength(at index: Int, of bytes: UnsafeRawBufferPointer) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[index] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
