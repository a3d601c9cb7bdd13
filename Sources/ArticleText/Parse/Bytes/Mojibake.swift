/// Recognises Korean text that was read in the wrong charset (`¸»Çß´Ù`), and reverses it.
///
/// Bytes of CP949 or UTF-8 read as Latin-1 or CP1252 show as runs of accented letters. A text is repaired only
/// if nearly all of those runs decode to Hangul, and only if it has hardly any Hangul of its own, so that sound
/// text in any language stays as it is. A page store often loses the bytes 0xA0 and 0xAD (no-break blank, soft
/// hyphen): `LostBytes` puts back the 0xAD that a run lacks.
enum Mojibake {
  /// The text repaired, or `nil` when it is sound.
  static func repair(_ text: String) -> String? {
    if isPlainlySound(text) { return nil }
    let (high, alone, hangul) = count(text)
    // Below eight such letters there is not enough to tell a garbled headline from a few French words.
    guard high >= 8, hangul * 20 < high else { return nil }
    // Most pages in Western languages end here. One such letter alone is no syllable; with the ASCII letter behind it, it
    // may be a rare one. Where more than half stand alone, too few are explained, or too few of the syllables common.
    guard alone * 2 <= high else { return nil }
    return repair(text, high: high, asUTF8: true) ?? repair(text, high: high, asUTF8: false)
  }

  /// How many letters may be misread bytes, how many of them stand alone, and how many syllables there are.
  private static func count(_ text: String) -> (high: Int, alone: Int, hangul: Int) {
    var text = text
    return text.withUTF8 { bytes in
      var (high, alone, hangul, run, index) = (0, 0, 0, 0, 0)
      while index < bytes.count {
        let byte = bytes[index]
        // Blanks and tags: most of a page.
        if byte < 0x80 {
          if run == 1 { alone += 1 }
          run = 0
          index = PlainBytes.end(in: UnsafeRawBufferPointer(bytes), from: index + 1)
          continue
        }
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        var value = UInt32(byte) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        index += length
        if value < 0x100 || (value <= 0x2122 && windows1252.contains(value)) {
          high += 1
          run += 1
          continue
        }
        if run == 1 { alone += 1 }
        run = 0
        if (0xAC00...0xD7A3).contains(value) { hangul += 1 }
      }
      return (high, alone, hangul)
    }
  }

  /// Whether counting leading bytes is enough to see that `text` has too few misread letters, or too much Hangul.
  ///
  /// Two counts over bytes take a hundredth of a walk over scalars, and settle nearly every text.
  private static func isPlainlySound(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      // Every letter that `byte(of:)` knows begins with one of these: U+0080...00FF, 0152...02DC, 2013...2122.
      let high = bytes.count { ($0 &- 0xC2 <= 0xCB - 0xC2 ? 1 : 0) | ($0 == 0xE2 ? 1 : 0) }
      // All of U+B000...CFFF are syllables.
      let hangul = bytes.count { $0 &- 0xEB <= 0xEC - 0xEB ? 1 : 0 }
      return high < 8 || hangul * 20 >= high
    } ?? false
  }

  private static func repair(_ text: String, high: Int, asUTF8: Bool) -> String? {
    var runs: [[UInt8]] = []
    forEachPiece(of: text, asUTF8: asUTF8, run: { runs.append($0) }, other: { _ in })
    let decoded = asUTF8 ? runs.map { String(validating: $0, as: UTF8.self) } : decodeCP949(runs)
    // Not a UnicodeScalarView: appending to one piece by piece copies the whole each time.
    var output: [Unicode.Scalar] = []
    var explained = 0
    var next = 0
    forEachPiece(of: text, asUTF8: asUTF8) { run in
      if let piece = decoded[next] {
        explained += run.count
        output.append(contentsOf: piece.unicodeScalars)
      } else {
        output.append(contentsOf: run.map { scalar(of: $0) })
      }
      next += 1
    } other: { scalar in
      output.append(scalar)
    }
    guard explained * 10 >= high * 8 else { return nil }
    let hangul = output.reduce(into: 0) { $0 += $1.isHangulSyllable ? 1 : 0 }
    // Signs such as "½¼¾ §¶ °" decode too, but to syllables that nobody writes.
    let common = output.reduce(into: 0) { $0 += LostBytes.isCommon($1) ? 1 : 0 }
    guard common * 10 >= hangul * 6 else { return nil }
    // Two or three bytes make a syllable; quotation marks and middle dots take their share.
    return hangul * (asUTF8 ? 5 : 4) >= high ? output[...].string : nil
  }

  /// Cuts `text` into runs of misread bytes and what stands between them.
  private static func forEachPiece(
    of text: String, asUTF8: Bool, run use: ([UInt8]) -> Void, other: (Unicode.Scalar) -> Void
  ) {
    var run: [UInt8] = []
    func flush() {
      if !run.isEmpty { use(run) }
      run.removeAll(keepingCapacity: true)
    }
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x80, let byte = byte(of: scalar) {
        run.append(byte)
      } else if !asUTF8, let last = run.last, run.count % 2 == 1, last >= 0x81, last <= 0xC6,
        scalar.isASCIILetter
      {
        // A CP949 extension syllable ends in an ASCII letter: "똠" is 8C 63.
        run.append(UInt8(truncatingIfNeeded: scalar.value))
        flush()
      } else {
        flush()
        other(scalar)
      }
    }
    flush()
  }

  /// The runs decoded, all in one call: opening iconv for each of a million runs takes minutes.
  private static func decodeCP949(_ runs: [[UInt8]]) -> [String?] {
    var bytes: [UInt8] = []
    for run in runs {
      bytes.append(contentsOf: LostBytes.restore(run) ?? run)
      bytes.append(UInt8(ascii: "\n"))
    }
    guard let (text, _) = Iconv.decode(bytes, from: .cp949) else { return runs.map { _ in nil } }
    let pieces = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard pieces.count == runs.count + 1 else { return runs.map { _ in nil } }
    return pieces.dropLast().map { $0.contains("\u{FFFD}") ? nil : String($0) }
  }

  /// The byte that Latin-1 or CP1252 reads as `scalar`.
  private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    if scalar.value < 0x100 { return UInt8(scalar.value) }
    // Hangul and most else: the table need not be looked at.
    if scalar.value > 0x2122 { return nil }
    return windows1252.firstIndex(of: scalar.value).map { UInt8($0 + 0x80) }
  }

  private static func scalar(of byte: UInt8) -> Unicode.Scalar {
    if (0x80...0x9F).contains(byte), let scalar = Unicode.Scalar(windows1252[Int(byte) - 0x80]) {
      return scalar
    }
    return Unicode.Scalar(byte)
  }

  /// What CP1252 has at 0x80...0x9F.
  ///
  /// Source: WHATWG Encoding, index windows-1252.
  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0x9D,
    0x017E, 0x0178,
  ]
}
