private import Foundation

/// Cleans the text of one line and remembers where each scalar came from.
///
/// - NFC, so that decomposed Hangul (macOS file names, some editors) compares equal; done piece by piece, and
///   only where a piece has conjoining jamo or combining marks.
/// - Control and zero-width characters and soft hyphens go; no-break and ideographic spaces become blanks; runs of
///   blanks become one.
///
/// Offsets of blocks count in the decoded (and repaired) input before this: it changes no offset.
enum Normalisation {
  /// Scalars that are composed together at most. Ordering a run of marks costs its square; no text has more than 30 in a
  /// row (UAX #15, section 13, "Stream-Safe Text Format"), and what has is composed in parts.
  private static let pieceScalarsMax = 32

  /// The line `range` of `source`, cleaned.
  static func line(_ source: [Unicode.Scalar], _ range: Range<Int>, lead: SourceLine.Break) -> SourceLine {
    let trimmed = source[range].trimmed
    if isClean(trimmed) {
      return SourceLine(
        range: range, scalars: Array(trimmed), origins: [],
        base: trimmed.isEmpty ? range.lowerBound : trimmed.startIndex, lead: lead)
    }
    return cleaned(source, range, lead: lead)
  }

  /// Whether a trimmed line may stay as it is, as nearly all may.
  private static func isClean(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    line.withUnsafeBufferPointer { line in
      var afterBlank = false
      for scalar in line {
        if scalar.isHangulSyllable || (0x21...0x7E).contains(scalar.value) {
          afterBlank = false
        } else if scalar == " " {
          if afterBlank { return false }
          afterBlank = true
        } else {
          if isDropped(scalar) || scalar.isBlank || continues(scalar) { return false }
          afterBlank = false
        }
      }
      return true
    }
  }

  private static func cleaned(
    _ source: [Unicode.Scalar], _ range: Range<Int>, lead: SourceLine.Break
  ) -> SourceLine {
    var scalars: [Unicode.Scalar] = []
    var origins: [Int] = []
    scalars.reserveCapacity(range.count)
    var contiguous = true
    var blank = false
    func append(_ scalar: Unicode.Scalar, _ offset: Int) {
      if let first = origins.first, first + scalars.count != offset { contiguous = false }
      scalars.append(scalar)
      origins.append(offset)
    }
    var index = range.lowerBound
    while index < range.upperBound {
      let scalar = source[index]
      if isDropped(scalar) {
        index += 1
        continue
      }
      if scalar.isBlank {
        blank = !scalars.isEmpty
        index += 1
        continue
      }
      if blank {
        append(" ", index - 1)
        blank = false
      }
      var end = index + 1
      while end < range.upperBound, end - index < pieceScalarsMax, continues(source[end]) { end += 1 }
      if end == index + 1 {
        append(scalar, index)
      } else {
        let piece = source[index..<end].string.precomposedStringWithCanonicalMapping
        for (offset, composed) in piece.unicodeScalars.enumerated() {
          append(composed, min(index + offset, end - 1))
        }
        contiguous = false
      }
      index = end
    }
    let base = origins.first ?? range.lowerBound
    return SourceLine(
      range: range, scalars: scalars, origins: contiguous ? [] : origins, base: base, lead: lead)
  }

  /// Whether a scalar joins the one before it under NFC: jamo vowels and finals, combining marks.
  static func continues(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    if scalar.isHangulSyllable || scalar.isHanja { return false }
    switch scalar.value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
    // Whole blocks without marks: punctuation, signs, kana, compatibility jamo, fullwidth forms. Unicode's tables are slow.
    case 0x2000...0x20CF, 0x2100...0x2BFF, 0x3000...0x3029, 0x3030...0x3098, 0x309B...0x318F, 0xFF00...0xFFFF:
      return false
    default: return scalar.properties.canonicalCombiningClass != .notReordered
    }
  }

  private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D: false
    case 0...0x1F, 0x7F...0x9F, 0xAD, 0x200C...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F: true
    default: false
    }
  }
}
