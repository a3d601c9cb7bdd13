/// What two lines that say the same have in common: their letters and digits, in lower case.
///
/// Kept and compared as UTF-8. Swift's `String.contains`, `hasPrefix` and `hasSuffix` look for whole characters, or go through
/// Foundation's collation: on Korean that took nine tenths of a parse.
struct LineKey: Hashable, Sendable {
  let utf8: [UInt8]

  init(_ scalars: ArraySlice<Unicode.Scalar>) {
    utf8 = [UInt8](unsafeUninitializedCapacity: scalars.count * Self.bytesPerScalarMax) { buffer, end in
      for scalar in scalars where scalar.isWordScalar { buffer.write(scalar.asciiLowercased, at: &end) }
    }
  }

  init(_ text: String) { self.init([Unicode.Scalar](text)[...]) }

  /// A key of bytes that were made as the others are: `LineMarks` makes them while it looks at the line.
  init(utf8: [UInt8]) { self.utf8 = utf8 }

  /// How much room a scalar may need.
  static let bytesPerScalarMax = 4

  /// Not byte by byte, as an array is hashed.
  func hash(into hasher: inout Hasher) { utf8.withUnsafeBytes { hasher.combine(bytes: $0) } }

  var isEmpty: Bool { utf8.isEmpty }

  /// How many letters and digits it has.
  var count: Int { utf8.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }

  func contains(_ other: LineKey) -> Bool {
    utf8.indices.dropLast(max(0, other.utf8.count - 1)).contains { utf8[$0...].starts(with: other.utf8) }
  }

  func hasPrefix(_ other: LineKey) -> Bool {
    guard utf8.count >= other.utf8.count else { return false }
    for index in other.utf8.indices where utf8[index] != other.utf8[index] { return false }
    return true
  }

  func hasSuffix(_ other: LineKey) -> Bool {
    let start = utf8.count - other.utf8.count
    guard start >= 0 else { return false }
    // From the end: the last syllable tells most apart.
    for index in other.utf8.indices.reversed() where utf8[start + index] != other.utf8[index] { return false }
    return true
  }

  /// Without the digits at its end ("댓글 12").
  var withoutCount: LineKey {
    let end = utf8.lastIndex { !(0x30...0x39).contains($0) }.map { $0 + 1 } ?? 0
    return end == utf8.count ? self : LineKey(utf8: Array(utf8[..<end]))
  }
}

/// Phrases of which one may occur anywhere in a key; all are looked for in one pass.
struct PhraseSet: Sendable {
  let phrases: [[UInt8]]
  /// A bit for the low twelve bits of each phrase's second and third byte, in Korean of its first syllable: most places of
  /// a line are passed over by that alone.
  private let filter: [UInt64]

  init(_ phrases: [LineKey]) {
    self.phrases = phrases.map(\.utf8)
    var filter = [UInt64](repeating: 0, count: 64)
    for phrase in self.phrases {
      precondition(phrase.count >= 3, "a phrase is a syllable or three letters at least")
      let slot = Self.slot(phrase[1], phrase[2])
      filter[slot >> 6] |= 1 << UInt64(slot & 63)
    }
    self.filter = filter
  }

  func occurs(in key: LineKey) -> Bool {
    key.utf8.withUnsafeBufferPointer { bytes in
      guard bytes.count >= 3 else { return false }
      for start in 0...bytes.count - 3 {
        let slot = Self.slot(bytes[start + 1], bytes[start + 2])
        guard filter[slot >> 6] >> UInt64(slot & 63) & 1 == 1 else { continue }
        for phrase in phrases where phrase.count <= bytes.count - start {
          if bytes[start..<start + phrase.count].elementsEqual(phrase) { return true }
        }
      }
      return false
    }
  }

  private static func slot(_ second: UInt8, _ third: UInt8) -> Int {
    Int(second & 0x3F) << 6 | Int(third & 0x3F)
  }
}

extension PhraseSet: ExpressibleByArrayLiteral {
  init(arrayLiteral phrases: LineKey...) { self.init(phrases) }
}

extension LineKey: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self.init(text) }
}

extension Set<LineKey> {
  /// Keys that are parted by blanks.
  init(words: String) { self.init(words.split(whereSeparator: \.isWhitespace).map { LineKey(String($0)) }) }
}

extension Unicode.Scalar {
  /// An ASCII capital as its small letter; all else as it is.
  var asciiLowercased: Unicode.Scalar {
    (0x41...0x5A).contains(value) ? Unicode.Scalar(UInt8(truncatingIfNeeded: value) + 0x20) : self
  }
}
