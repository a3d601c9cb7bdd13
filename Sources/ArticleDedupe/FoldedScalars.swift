/// Folds the scalars of an article one at a time, puts syllables in pieces together on the way, and notes its words.
///
/// It writes into memory that is lent for the while (see ``withRoom(forBytes:_:)``) and knows no bounds of its own:
/// what it is given may come from no more bytes of UTF-8 than there is room for.
struct FoldedScalars {
  /// The folded scalars, and how many there are.
  let scalars: UnsafeMutablePointer<UInt32>
  private(set) var count = 0
  /// The same as UTF-16 all but for the first half of a pair, and how many there are. No ``forget(since:)`` shortens it.
  let units: UnsafeMutablePointer<UInt16>
  private(set) var unitCount = 0
  /// The hashes of the words that have ended, and how many there are.
  let words: UnsafeMutablePointer<UInt32>
  private(set) var wordCount = 0

  /// The hash of each beginning of the word at hand by its length, up to the longest that counts.
  private let beginnings: UnsafeMutablePointer<UInt64>
  /// Fetched once: to ask for a global is a call.
  private let endings = WordStem.endings
  private var hash = WordStem.emptyHash
  private var wordStart = 0
  private var script = Script.none

  /// A word is of one script: "LG전자가" is two, and digits are none (they are ``StoryFact``s).
  enum Script { case none, digit, hangul, latin, other }

  /// Lends memory that a text of `bytes` bytes of UTF-8 has room in.
  ///
  /// A byte makes at most one scalar and one unit: what becomes several has as many bytes at least ("㎝²" has three of
  /// both, "İ" two; the others become one scalar, and only four bytes become two units). A word is two scalars, or one
  /// of three bytes, so two bytes make at most one word.
  static func withRoom<Result>(forBytes bytes: Int, _ body: (inout FoldedScalars) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: WordStem.lettersMax + 1 + bytes) { memory in
      // The capacity is not 0, so the memory is there. Eight bytes for each: four, then two for its half of a word, two.
      guard let beginnings = memory.baseAddress else { preconditionFailure("no memory") }
      let scalars = UnsafeMutableRawPointer(beginnings + WordStem.lettersMax + 1)
      var folded = FoldedScalars(
        scalars: scalars.bindMemory(to: UInt32.self, capacity: bytes),
        units: (scalars + 6 * bytes).bindMemory(to: UInt16.self, capacity: bytes),
        words: (scalars + 4 * bytes).bindMemory(to: UInt32.self, capacity: bytes / 2), beginnings: beginnings)
      beginnings[0] = WordStem.emptyHash
      return body(&folded)
    }
  }

  private init(
    scalars: UnsafeMutablePointer<UInt32>, units: UnsafeMutablePointer<UInt16>,
    words: UnsafeMutablePointer<UInt32>,
    beginnings: UnsafeMutablePointer<UInt64>
  ) {
    self.scalars = scalars
    self.units = units
    self.words = words
    self.beginnings = beginnings
  }

  /// Ends the word at hand, if there is one.
  @inline(__always)
  mutating func endWord() {
    if script == .hangul {
      let length = count - wordStart
      if length >= 2 {
        note(stem: length >= 3 ? length - endings.length(scalars + wordStart, count: length) : length)
      }
    } else if script == .latin || script == .other {
      let length = count - wordStart
      // A hanja says something alone, a letter does not.
      if length >= 2 || scalars[wordStart] >= 0x3400 { note(stem: length) }
    }
    script = .none
  }

  @inline(__always)
  private mutating func note(stem: Int) {
    words[wordCount] = WordStem.finished(beginnings[min(stem, WordStem.lettersMax)])
    wordCount &+= 1
  }

  /// Takes back the scalars from `start` on, where a word began, but not their units and words.
  mutating func forgetScalars(since start: Int) { count = start }

  /// Takes back everything.
  mutating func forgetAll() { (count, unitCount, wordCount) = (0, 0, 0) }

  /// Takes back the words from `start` on.
  mutating func forgetWords(since start: Int) { wordCount = start }

  /// Adds a folded scalar of the Basic Multilingual Plane.
  @inline(__always)
  mutating func append(_ scalar: UInt32, _ next: Script) {
    begin(next)
    // Copies: `put` may not be lent what belongs to `self`.
    var (count, unitCount, hash) = (count, unitCount, hash)
    put(scalar, wordStart, &count, &unitCount, &hash)
    (self.count, self.unitCount, self.hash) = (count, unitCount, hash)
  }

  /// Adds the syllables from `position` on, of which there is one at least, up to something else.
  ///
  /// - Parameter hasSign: set where one of them is a sign of residue.
  /// - Returns: the position after them.
  @inline(__always)
  mutating func appendSyllables(of text: UTF8Paragraph, at position: Int, hasSign: inout Bool) -> Int {
    begin(.hangul)
    // Copies, which the compiler keeps in registers: most of a text passes here.
    let wordStart = wordStart
    var (position, count, unitCount, hash) = (position, count, unitCount, hash)
    while let syllable = text.syllable(at: position) {
      if ResidueSign.ends(with: syllable, at: position, in: text) { hasSign = true }
      put(syllable, wordStart, &count, &unitCount, &hash)
      position &+= 3
    }
    (self.count, self.unitCount, self.hash) = (count, unitCount, hash)
    return position
  }

  /// Begins a word, unless the one at hand is of the same script.
  @inline(__always)
  private mutating func begin(_ next: Script) {
    guard next != script else { return }
    endWord()
    script = next
    wordStart = count
    hash = WordStem.emptyHash
  }

  @inline(__always)
  private func put(
    _ scalar: UInt32, _ wordStart: Int, _ count: inout Int, _ unitCount: inout Int, _ hash: inout UInt64
  ) {
    let length = count &- wordStart
    if length < WordStem.lettersMax {
      hash = WordStem.hash(hash, scalar)
      beginnings[length &+ 1] = hash
    }
    scalars[count] = scalar
    count &+= 1
    units[unitCount] = UInt16(truncatingIfNeeded: scalar)
    unitCount &+= 1
  }

  /// Folds an ASCII character, which stands between the bytes `last` and `next` (0 at the ends).
  @inline(__always)
  mutating func append(ascii: UInt8, before next: UInt8, after last: UInt8) {
    let scalar = UInt32(ascii)
    switch ascii {
    case 0x61...0x7A: append(scalar, .latin)
    case 0x41...0x5A: append(scalar | 0x20, .latin)
    case 0x30...0x39, 0x25: append(scalar, .digit)
    case 0x2C where Self.isDigit(last) && Self.isDigit(next): break
    case 0x2E where Self.isDigit(last) && Self.isDigit(next): append(scalar, .digit)  // a decimal point
    case 0x2D:  // a minus sign, not a dash, a range or a bullet
      endWord()
      if Self.isDigit(next), last == 0x28 || last == 0x20 { append(scalar, .digit) }
    default: endWord()
    }
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Folds any other scalar, which stands between the bytes `last` and `next` (0 at the ends).
  @inline(__always)
  mutating func append(_ scalar: UInt32, before next: UInt8, after last: UInt8) {
    switch scalar {
    case 0xAC00...0xD7A3: append(scalar, .hangul)
    case 0x4E00...0x9FFF: append(scalar, .other)
    case 0x2212: append(ascii: 0x2D, before: next, after: last)
    case 0xFF01...0xFF5E: append(ascii: UInt8(truncatingIfNeeded: scalar - 0xFEE0), before: next, after: last)
    // The middle dot; quotes, dashes and the like; arrows, signs, boxes and braille; the brackets of East Asia: all that
    // news is full of and that is no letter, so that `appendOther` is rarely asked. 0x2212 and 0x2460... are above or rare.
    case 0xB7, 0x2000...0x206F, 0x2190...0x245F, 0x2500...0x2BFF, 0x3000...0x3004, 0x3008...0x3020: endWord()
    default:
      // A copy, so that only it has to lie in memory and `self` may stay in registers.
      var copy = self
      copy.appendOther(scalar)
      self = copy
    }
  }

  @inline(never)
  private mutating func appendOther(_ value: UInt32) {
    if 0x1100...0x11FF ~= value { return appendJamo(value) }
    if 0x2100...0x33FF ~= value, let plain = Self.squared[value] {
      endWord()
      for unit in plain.utf8 { append(UInt32(unit), unit < 0x3A ? .digit : .latin) }
      return
    }
    if 0x2460...0x2473 ~= value {
      for digit in String(value - 0x245F).utf8 { append(UInt32(digit), .digit) }
      return
    }
    guard let scalar = Unicode.Scalar(value) else { return }
    switch scalar.properties.generalCategory {
    // U+318D is the letter arae-a, but news uses it as a middle dot.
    case .otherLetter where value != 0x318D: appendLetter(value)
    case .lowercaseLetter, .decimalNumber, .nonspacingMark, .spacingMark, .modifierLetter: appendLetter(value)
    case .uppercaseLetter, .titlecaseLetter:
      // No mapping has more scalars than its letter has bytes; `prefix` says so to whoever doubts it.
      let lower = scalar.properties.lowercaseMapping.unicodeScalars
      for letter in lower.prefix(UTF8.width(scalar)) { appendLetter(letter.value) }
    default: endWord()
    }
  }

  private mutating func appendLetter(_ scalar: UInt32) {
    if scalar > 0xFFFF {
      // Another script ends the word before, so this unit changes nothing of it.
      units[unitCount] = UInt16(truncatingIfNeeded: 0xD800 | scalar >> 16)
      unitCount += 1
    }
    append(scalar, .other)
  }

  /// Composes conjoining jamo (자모).
  ///
  /// Source: Unicode 15, section 3.12, "Hangul Syllable Composition".
  private mutating func appendJamo(_ value: UInt32) {
    let last = script == .hangul ? scalars[count - 1] : 0
    if 0x1161...0x1175 ~= value, 0x1100...0x1112 ~= last {
      replaceLast(0xAC00 + ((last - 0x1100) * 21 + (value - 0x1161)) * 28)
    } else if 0x11A8...0x11C2 ~= value, 0xAC00...0xD7A3 ~= last, (last - 0xAC00) % 28 == 0 {
      replaceLast(last + (value - 0x11A7))
    } else {
      append(value, .hangul)
    }
  }

  /// Puts a syllable in the place of its beginning, the last letter of the word at hand.
  private mutating func replaceLast(_ syllable: UInt32) {
    scalars[count - 1] = syllable
    units[unitCount - 1] = UInt16(truncatingIfNeeded: syllable)
    let length = count - wordStart
    guard length <= WordStem.lettersMax else { return }
    hash = WordStem.hash(beginnings[length - 1], syllable)
    beginnings[length] = hash
  }

  /// Squared units and their letters, as NFKC folds them.
  ///
  /// Source: Unicode 15, "CJK Compatibility" (U+3300 block) and "Letterlike Symbols".
  private static let squared: [UInt32: String] = [
    0x2103: "c", 0x2113: "l", 0x338D: "ug", 0x338E: "mg", 0x338F: "kg", 0x3390: "hz", 0x3391: "khz",
    0x3392: "mhz", 0x3393: "ghz", 0x3395: "ul", 0x3396: "ml", 0x3397: "dl", 0x3398: "kl", 0x339B: "um",
    0x339C: "mm", 0x339D: "cm", 0x339E: "km", 0x33A0: "cm2", 0x33A1: "m2", 0x33A2: "km2", 0x33A4: "cm3",
    0x33A5: "m3", 0x33BE: "kw", 0x33BF: "mw", 0x33CA: "ha",
  ]
}
