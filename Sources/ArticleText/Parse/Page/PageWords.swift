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
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    for scalar in line {
      if scalar.isWordScalar || scalar == "_" {
        append(scalar, to: &word)
      } else if !word.isEmpty {
        words.append(word)
        word.removeAll(keepingCapacity: true)
      }
    }
    if !word.isEmpty { words.append(word) }
    let isLong = words.count > headMax + tailMax + 2
    if isLong { words.removeSubrange(headMax..<words.count - tailMax) }
    var hashes: [UInt32] = [hash(isLong ? "L" : "S", [])]
    for index in words.indices {
      hashes.append(hash("u", words[index]))
      if index > 0 { hashes.append(hash("b", words[index - 1] + [0x20] + words[index])) }
    }
    if let first = words.first, let last = words.last {
      hashes.append(hash("f", first))
      hashes.append(hash("e", last))
    }
    return unique(hashes)
  }

  /// The words of class and id attributes, each once: as such, and marked for the element that bears them itself.
  static func hashes(ofNames names: String) -> (around: [UInt32], own: [UInt32]) {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    var wasLower = false
    for byte in names.utf8.prefix(512) {
      let isUpper = (0x41...0x5A).contains(byte)
      let isLetter = isUpper || (0x61...0x7A).contains(byte)
      if !isLetter || (isUpper && wasLower) {
        if word.count > 1 { words.append(word) }
        word.removeAll(keepingCapacity: true)
      }
      if isLetter { word.append(byte | 0x20) }
      wasLower = isLetter && !isUpper
    }
    if word.count > 1 { words.append(word) }
    return (unique(words.map { hash("c", $0) }), unique(words.map { hash("o", $0) }))
  }

  private static func append(_ scalar: Unicode.Scalar, to word: inout [UInt8]) {
    let value = scalar.value
    if value < 0x80 {
      word.append(UInt8((0x41...0x5A).contains(value) ? value + 0x20 : value))
    } else if (0xC0...0xDE).contains(value), value != 0xD7 {
      word.append(contentsOf: UTF8.encode(Unicode.Scalar(value + 0x20)!)!)
    } else {
      word.append(contentsOf: UTF8.encode(scalar)!)
    }
  }

  private static func hash(_ kind: Unicode.Scalar, _ bytes: [UInt8]) -> UInt32 {
    var hash = (2_166_136_261 ^ kind.value) &* 16_777_619
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return hash
  }

  private static func unique(_ hashes: [UInt32]) -> [UInt32] {
    var seen: [UInt32] = []
    for hash in hashes where !seen.contains(hash) { seen.append(hash) }
    return seen
  }
}
