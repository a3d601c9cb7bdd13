/// What a line may have in it, found while its key is made: one pass spares most lines most grammars.
///
/// A mark that is not set proves that there is nothing of the kind; one that is set proves nothing, and the grammar looks.
struct LineMarks: OptionSet, Sendable {
  let rawValue: UInt8

  /// Four digits in a row and no fifth, as every date has.
  static let year = LineMarks(rawValue: 1 << 0)
  /// A phrase of `PageResidue.notes`.
  static let siteNote = LineMarks(rawValue: 1 << 1)
  /// A phrase of `CopyrightLine.marks`, or "copyright".
  static let copyright = LineMarks(rawValue: 1 << 2)
  /// A phrase of `LineReading.notices`.
  static let notice = LineMarks(rawValue: 1 << 3)
  /// The phrase of `Votes.section`.
  static let section = LineMarks(rawValue: 1 << 4)
  /// A slash, which leads picture credits.
  static let slash = LineMarks(rawValue: 1 << 5)

  /// The key of a line, the number of its letters and digits, and its marks.
  static func read(_ scalars: [Unicode.Scalar]) -> (key: LineKey, words: Int, marks: LineMarks) {
    var (words, marks) = (0, UInt8(0))
    let utf8 = [UInt8](unsafeUninitializedCapacity: scalars.count * LineKey.bytesPerScalarMax) {
      buffer, bytes in
      scalars.withUnsafeBufferPointer { scalars in
        phrases.withUnsafeBufferPointer { phrases in
          // In variables of this closure, which can stay in registers.
          var (end, letters, found) = (0, 0, UInt8(0))
          var digits = 0
          var before: Unicode.Scalar = "\0"
          for scalar in scalars {
            // A syllable first: it is three letters of four, and needs the fewest questions.
            if scalar.isHangulSyllable {
              found |= phrases[slot(before, scalar)] | (digits == 4 ? year.rawValue : 0)
              digits = 0
              letters &+= 1
              before = scalar
              buffer.write(scalar, at: &end)
              continue
            }
            if scalar.isASCIIDigit {
              digits &+= 1
            } else {
              if digits == 4 { found |= year.rawValue }
              if scalar == "/" { found |= slash.rawValue }
              digits = 0
            }
            guard scalar.isWordScalar else { continue }
            let folded = scalar.asciiLowercased
            found |= phrases[slot(before, folded)]
            letters &+= 1
            before = folded
            buffer.write(folded, at: &end)
          }
          if digits == 4 { found |= year.rawValue }
          (bytes, words, marks) = (end, letters, found)
        }
      }
    }
    return (LineKey(utf8: utf8), words, LineMarks(rawValue: marks))
  }

  /// The marks of the phrases that begin with two scalars, at a place that few other pairs share.
  private static let phrases: [UInt8] = {
    var marks = [UInt8](repeating: 0, count: 1 << slotBits)
    let sets: [(LineMarks, PhraseSet)] = [
      (.siteNote, PageResidue.notes), (.copyright, CopyrightLine.marks), (.copyright, ["copyright"]),
      (.notice, LineReading.notices), (.section, ["섹션으로"]),
    ]
    for (mark, set) in sets {
      for phrase in set.phrases {
        let scalars = String(decoding: phrase, as: UTF8.self).unicodeScalars.prefix(2)
        guard let first = scalars.first, let second = scalars.last, scalars.count == 2 else {
          preconditionFailure("a phrase has two scalars at least")
        }
        marks[slot(first, second)] |= mark.rawValue
      }
    }
    return marks
  }()

  /// 8 KB: of the pairs of a line one in a hundred meets a phrase by chance.
  private static let slotBits: UInt32 = 13

  private static func slot(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Int {
    Int((first.value &* 0x9E37_79B1 &+ second.value &* 0x85EB_CA6B) >> (32 - slotBits))
  }
}
