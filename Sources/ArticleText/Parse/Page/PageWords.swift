/// The words of lines and of class and id attributes, as hashes that the page model has weights for.
///
/// FNV-1a, 32 bits (draft-eastlake-fnv-17, section 2): quick, and the same everywhere. Who makes words collide only misleads the
/// reading of their own page.
enum PageWords {
  /// Words looked at of a long line: at its beginning, and at its end.
  private static let headMax = 6
  private static let tailMax = 4

  /// What a line says: each word, each pair of words, the first and the last word; of a long line only both ends.
  static func hashes(of line: [Unicode.Scalar]) -> [UInt32] {
    let words = words(of: line)
    let isLong = words.count > headMax + tailMax + 2
    let kept = isLong ? Array(words[..<headMax] + words[(words.count - tailMax)...]) : words
    var hashes: [UInt32] = [start(isLong ? "L" : "S")]
    hashes.reserveCapacity(2 * kept.count + 3)
    func add(_ hash: UInt32) { if !hashes.contains(hash) { hashes.append(hash) } }
    for index in kept.indices {
      add(hash(start("u"), line[kept[index]]))
      if index > 0 {
        add(hash(step(hash(start("b"), line[kept[index - 1]]), 0x20), line[kept[index]]))
      }
    }
    if let first = kept.first, let last = kept.last {
      add(hash(start("f"), line[first]))
      add(hash(start("e"), line[last]))
    }
    return hashes
  }

  /// Where the words of `line` are.
  private static func words(of line: [Unicode.Scalar]) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    for (index, scalar) in line.enumerated() {
      if scalar.isWordScalar || scalar == "_" {
        if start == nil { start = index }
      } else if let from = start {
        words.append(from..<index)
        start = nil
      }
    }
    if let from = start { words.append(from..<line.count) }
    return words
  }

  /// The words of class and id attributes, each once: as such, and marked for the element that bears them itself.
  static func hashes(ofNames names: String) -> (around: [UInt32], own: [UInt32]) {
    var (around, own): ([UInt32], [UInt32]) = ([], [])
    var (asAround, asOwn, length) = (start("c"), start("o"), 0)
    func end() {
      if length > 1, !around.contains(asAround) {
        around.append(asAround)
        own.append(asOwn)
      }
      (asAround, asOwn, length) = (start("c"), start("o"), 0)
    }
    var wasLower = false
    for byte in names.utf8.prefix(512) {
      let isUpper = (0x41...0x5A).contains(byte)
      let isLetter = isUpper || (0x61...0x7A).contains(byte)
      if !isLetter || (isUpper && wasLower) { end() }
      if isLetter {
        asAround = step(asAround, byte | 0x20)
        asOwn = step(asOwn, byte | 0x20)
        length += 1
      }
      wasLower = isLetter && !isUpper
    }
    end()
    return (around, own)
  }

  /// The hash of a word of one kind before its first byte.
  private static func start(_ kind: Unicode.Scalar) -> UInt32 { (2_166_136_261 ^ kind.value) &* 16_777_619 }

  private static func step(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }

  /// The hash of the word's UTF-8, in lower case where it is Latin.
  private static func hash(_ start: UInt32, _ word: ArraySlice<Unicode.Scalar>) -> UInt32 {
    var hash = start
    for scalar in word {
      var value = scalar.value
      if (0x41...0x5A).contains(value) || ((0xC0...0xDE).contains(value) && value != 0xD7) { value += 0x20 }
      switch value {
      case ..<0x80: hash = step(hash, UInt8(value))
      case ..<0x800:
        hash = step(hash, UInt8(0xC0 | value >> 6))
        hash = step(hash, UInt8(0x80 | value & 0x3F))
      case ..<0x10000:
        hash = step(hash, UInt8(0xE0 | value >> 12))
        hash = step(hash, UInt8(0x80 | value >> 6 & 0x3F))
        hash = step(hash, UInt8(0x80 | value & 0x3F))
      default:
        hash = step(hash, UInt8(0xF0 | value >> 18))
        hash = step(hash, UInt8(0x80 | value >> 12 & 0x3F))
        hash = step(hash, UInt8(0x80 | value >> 6 & 0x3F))
        hash = step(hash, UInt8(0x80 | value & 0x3F))
      }
    }
    return hash
  }
}
