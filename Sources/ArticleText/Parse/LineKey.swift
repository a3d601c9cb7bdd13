/// What two lines that say the same have in common: their letters and digits, in lower case.
///
/// Kept and compared as UTF-8. Swift's `String.contains`, `hasPrefix` and `hasSuffix` look for whole characters, or go through
/// Foundation's collation: on Korean that took nine tenths of a parse.
struct LineKey: Hashable, Sendable {
  let utf8: [UInt8]

  init(_ scalars: ArraySlice<Unicode.Scalar>) {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(scalars.count * 3)
    for scalar in scalars where scalar.isWordScalar {
      let value = scalar.value
      if value < 0x80 {
        utf8.append(UInt8((0x41...0x5A).contains(value) ? value + 0x20 : value))
      } else {
        utf8.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    self.utf8 = utf8
  }

  init(_ text: String) { self.init(Array(text.unicodeScalars)[...]) }

  private init(utf8: [UInt8]) { self.utf8 = utf8 }

  var isEmpty: Bool { utf8.isEmpty }

  /// How many letters and digits it has.
  var count: Int { utf8.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }

  func contains(_ other: LineKey) -> Bool {
    utf8.indices.dropLast(max(0, other.utf8.count - 1)).contains { utf8[$0...].starts(with: other.utf8) }
  }

  func hasPrefix(_ other: LineKey) -> Bool { utf8.starts(with: other.utf8) }

  func hasSuffix(_ other: LineKey) -> Bool {
    utf8.count >= other.utf8.count && utf8.suffix(other.utf8.count).elementsEqual(other.utf8)
  }

  /// Without the digits at its end ("댓글 12").
  var withoutCount: LineKey {
    let end = utf8.lastIndex { !(0x30...0x39).contains($0) }.map { $0 + 1 } ?? 0
    return end == utf8.count ? self : LineKey(utf8: Array(utf8[..<end]))
  }
}

/// Phrases of which one may occur anywhere in a key; all are looked for in one pass.
struct PhraseSet: Sendable {
  private let phrases: [[UInt8]]
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
