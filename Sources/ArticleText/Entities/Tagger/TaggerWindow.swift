/// What the features need to know of one window of text, computed once: normalised scalars, their types, the
/// words, and a rolling hash that gives the hash of any stretch in constant time.
///
/// The rolling hash keeps extraction linear on hostile input: a "word" of a whole window costs no more than a
/// short one. Buffers are kept from one window to the next.
struct TaggerWindow {
  /// One word: a run without blanks (or, for tokens, without punctuation either), with and without its josa.
  struct Word {
    var start: Int32
    var end: Int32
    var stemEnd: Int32
  }

  /// Positions beside the window that features may look at; they hold a mark of their own.
  static let margin = 6
  /// The longest window, in scalars.
  static let lengthMax = 512

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let powers: [UInt64] = {
    var powers: [UInt64] = [1]
    for _ in 0..<(lengthMax + 2 * margin) { powers.append(powers[powers.count - 1] &* base) }
    return powers
  }()

  /// The number of scalars of the window.
  private(set) var count = 0
  /// Scalars as printed, with `margin` marks on both sides.
  private(set) var raw: [UInt32] = []
  /// Scalar types (`ScalarType` raw values), with the margins.
  private(set) var types: [UInt8] = []
  /// Rolling hashes of the normalised scalars: element k covers the k scalars before it, margins included.
  private(set) var prefixes: [UInt64] = []
  /// Words between blanks.
  private(set) var eojeols: [Word] = []
  /// Runs of letters and digits between blanks and punctuation.
  private(set) var tokens: [Word] = []
  /// For each scalar the index of its eojeol, or of the next one where it is a blank.
  private(set) var eojeolIndex: [Int32] = []
  /// For each scalar the index of its token, or of the next one where it is in none.
  private(set) var tokenIndex: [Int32] = []

  /// Takes in the scalars of `range`, which must be at most `lengthMax` long.
  mutating func load(_ text: ScalarText, _ range: Range<Int>) {
    precondition(range.count <= Self.lengthMax)
    count = range.count
    raw.removeAll(keepingCapacity: true)
    types.removeAll(keepingCapacity: true)
    prefixes.removeAll(keepingCapacity: true)
    var hash: UInt64 = 0
    prefixes.append(hash)
    for position in (range.lowerBound - Self.margin)..<(range.upperBound + Self.margin) {
      let value: UInt32
      let type: ScalarType
      if range.contains(position) {
        value = text[position].value
        type = ScalarType(text[position])
      } else {
        value = position < range.lowerBound ? 1 : 2
        type = .none
      }
      raw.append(value)
      types.append(type.rawValue)
      hash = hash &* Self.base &+ Self.scrambled(Self.normalised(value))
      prefixes.append(hash)
    }
    findWords()
  }

  /// The hash of the normalised scalars `start..<end`, which may reach into the margins.
  @inline(__always)
  func hash(_ start: Int, _ end: Int) -> UInt64 {
    let low = start + Self.margin
    let high = end + Self.margin
    return prefixes[high] &- prefixes[low] &* Self.powers[high - low]
  }

  private mutating func findWords() {
    eojeols.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    eojeolIndex.removeAll(keepingCapacity: true)
    tokenIndex.removeAll(keepingCapacity: true)
    var eojeolStart = -1
    var tokenStart = -1
    for index in 0..<count {
      let type = ScalarType(rawValue: types[index + Self.margin]) ?? .none
      if type == .blank {
        if eojeolStart >= 0 { eojeols.append(word(eojeolStart, index)) }
        eojeolStart = -1
      } else if eojeolStart < 0 {
        eojeolStart = index
      }
      if !type.isInToken {
        if tokenStart >= 0 { tokens.append(word(tokenStart, index)) }
        tokenStart = -1
      } else if tokenStart < 0 {
        tokenStart = index
      }
      eojeolIndex.append(Int32(eojeols.count))
      tokenIndex.append(Int32(tokens.count))
    }
    if eojeolStart >= 0 { eojeols.append(word(eojeolStart, count)) }
    if tokenStart >= 0 { tokens.append(word(tokenStart, count)) }
  }

  private func word(_ start: Int, _ end: Int) -> Word {
    var stemEnd = end
    // Half of all words end as no particle does: for them nothing is hashed.
    guard let last = Unicode.Scalar(raw[end - 1 + Self.margin]), Self.lastOfJosa.contains(last) else {
      return Word(start: Int32(start), end: Int32(end), stemEnd: Int32(end))
    }
    for cut in max(start + 1, end - TaggerJosa.lengthMax)..<max(start + 1, end)
    where Self.josa.contains(hash(cut, end)) {
      stemEnd = cut
      break
    }
    return Word(start: Int32(start), end: Int32(end), stemEnd: Int32(stemEnd))
  }

  private static let lastOfJosa = SyllableSet(String(TaggerJosa.forms.compactMap(\.last)))
  private static let josa: Set<UInt64> = Set(
    TaggerJosa.forms.map { form in
      form.unicodeScalars.reduce(0) { $0 &* base &+ scrambled(normalised($1.value)) }
    })

  /// Digits count as one digit and Latin letters as small ones; every blank is the same blank.
  @inline(__always)
  private static func normalised(_ value: UInt32) -> UInt32 {
    switch value {
    case 0x30...0x39: 0x30
    case 0x41...0x5A: value + 0x20
    case 0x09, 0xA0, 0x3000: 0x20
    default: value
    }
  }

  @inline(__always)
  private static func scrambled(_ value: UInt32) -> UInt64 {
    var hash = UInt64(value &+ 1) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 32
    return hash &* 0xFF51_AFD7_ED55_8CCD
  }
}

/// The coarse class of a scalar, as the features see it.
enum ScalarType: UInt8 {
  case none
  case blank
  case digit
  case smallLetter
  case capitalLetter
  case syllable
  case jamo
  case hanja
  case stop
  case bracket
  case quote
  case unit
  case joiner
  case other

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x30...0x39: self = .digit
    case 0x61...0x7A: self = .smallLetter
    case 0x41...0x5A: self = .capitalLetter
    case 0xAC00...0xD7A3: self = .syllable
    case 0x3131...0x318E: self = .jamo
    case 0x4E00...0x9FFF, 0xF900...0xFAFF: self = .hanja
    case 0x2E, 0x2C: self = .stop
    case 0x28, 0x29, 0x5B, 0x5D: self = .bracket
    case 0x22, 0x27, 0x60, 0x2018...0x201F, 0x3C, 0x3E, 0x3008...0x300F: self = .quote
    case 0x25, 0x24, 0x2103, 0x20A9, 0x20AC: self = .unit
    case 0x7E, 0x2D, 0x3A, 0x2F, 0xB7, 0x30FB, 0x2219, 0x2013, 0x2014: self = .joiner
    default: self = scalar.isBlank ? .blank : .other
    }
  }

  /// Letters and digits.
  var isInToken: Bool {
    switch self {
    case .digit, .smallLetter, .capitalLetter, .syllable, .jamo, .hanja: true
    default: false
    }
  }
}
