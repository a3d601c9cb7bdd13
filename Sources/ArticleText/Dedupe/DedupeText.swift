/// An article as it is compared: letters, digits and the signs of numbers, and nothing that a copy may change
/// freely.
///
/// Folded away are white space, punctuation, quotes and dashes, letter case, full-width and squared forms and
/// the decomposition of Hangul. A gloss in parentheses, as in "군수(郡守)" or "세계무역기구(WTO)", is left out of
/// `scalars`, because papers add and drop it; it stays in `digest`, so that "exact" never rests on leaving
/// out. Numbers keep their decimal point and sign: "2,538.46" and "2538.46" are one number, "253846" is
/// another.
package struct DedupeText: Sendable {
  /// The folded scalars of all paragraphs in order, glosses left out.
  package private(set) var scalars: [UInt32] = []
  /// Where each paragraph of the input begins in `scalars`, and its end last: one more than there are
  /// paragraphs.
  package private(set) var starts: [Int] = [0]
  /// The digest of the folded text, glosses included, paragraph ends not.
  package private(set) var digest: ContentDigest

  /// Folds an article's paragraphs. Linear in their length.
  package init(paragraphs: [String]) {
    var hasher = SHA256()
    digest = ContentDigest(words: [])
    for paragraph in paragraphs {
      append(Array(paragraph.unicodeScalars), to: &hasher)
      starts.append(scalars.count)
    }
    digest = hasher.finish()
  }

  /// A text without a single letter or digit: there is nothing in it to compare.
  package var isEmpty: Bool { scalars.isEmpty }

  /// The folded scalars of paragraph `index`.
  package func paragraph(_ index: Int) -> ArraySlice<UInt32> { scalars[starts[index]..<starts[index + 1]] }

  private mutating func append(_ raw: [Unicode.Scalar], to hasher: inout SHA256) {
    var folded = FoldedScalars()
    var glossEnd = 0
    for index in raw.indices {
      if index >= glossEnd, let end = Self.glossEnd(in: raw, at: index), folded.count > 0 {
        keep(folded.take(), &hasher)
        glossEnd = end
      }
      folded.append(
        raw[index], before: index + 1 < raw.count ? raw[index + 1] : nil,
        after: index > 0 ? raw[index - 1] : nil)
      if glossEnd == index + 1 {
        for scalar in folded.take() { hasher.append(scalar) }
      }
    }
    keep(folded.take(), &hasher)
  }

  private mutating func keep(_ folded: [UInt32], _ hasher: inout SHA256) {
    scalars.append(contentsOf: folded)
    for scalar in folded { hasher.append(scalar) }
  }

  /// The end of a gloss that opens at `index`: parentheses around at most 40 hanja or Latin letters and
  /// blanks.
  private static func glossEnd(in raw: [Unicode.Scalar], at index: Int) -> Int? {
    guard raw[index] == "(" || raw[index] == "（", index > 0, !raw[index - 1].isBlank else { return nil }
    var letters = 0
    for next in (index + 1)..<min(raw.count, index + 42) {
      let scalar = raw[next]
      if scalar == ")" || scalar == "）" { return letters > 0 ? next + 1 : nil }
      if scalar.isHanja || scalar.isASCIILetter {
        letters += 1
      } else if !(scalar.isBlank || scalar == "·" || scalar == "&" || scalar == "-" || scalar == ".") {
        return nil
      }
    }
    return nil
  }
}

/// Folds scalars one at a time; a syllable in pieces is put together on the way.
private struct FoldedScalars {
  private var scalars: [UInt32] = []

  var count: Int { scalars.count }

  mutating func take() -> [UInt32] {
    defer { scalars.removeAll(keepingCapacity: true) }
    return scalars
  }

  mutating func append(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?, after last: Unicode.Scalar?) {
    let value = scalar.value
    switch value {
    case 0xAC00...0xD7A3, 0x61...0x7A, 0x30...0x39, 0x4E00...0x9FFF: scalars.append(value)
    case 0x41...0x5A: scalars.append(value + 0x20)
    case 0x2E:  // a decimal point, not the end of a sentence
      if let last, let next, last.isASCIIDigit, next.isASCIIDigit { scalars.append(value) }
    case 0x2D, 0x2212:  // a minus sign, not a dash, a range or a bullet
      if let last, let next, next.isASCIIDigit, last == "(" || last == " " { scalars.append(0x2D) }
    case 0x25: scalars.append(value)
    case 0...0x7F: break
    case 0x1100...0x11FF: appendJamo(value)
    case 0xFF01...0xFF5E:
      if let narrow = Unicode.Scalar(value - 0xFEE0) { append(narrow, before: next, after: last) }
    default: appendOther(scalar)
    }
  }

  /// Composes conjoining jamo (자모).
  ///
  /// Source: Unicode 15, section 3.12, "Hangul Syllable Composition".
  private mutating func appendJamo(_ value: UInt32) {
    let last = scalars.last ?? 0
    if (0x1161...0x1175).contains(value), (0x1100...0x1112).contains(last) {
      scalars[scalars.count - 1] = 0xAC00 + ((last - 0x1100) * 21 + (value - 0x1161)) * 28
    } else if (0x11A8...0x11C2).contains(value), (0xAC00...0xD7A3).contains(last), (last - 0xAC00) % 28 == 0 {
      scalars[scalars.count - 1] = last + (value - 0x11A7)
    } else {
      scalars.append(value)
    }
  }

  private mutating func appendOther(_ scalar: Unicode.Scalar) {
    if let plain = Self.squared[scalar.value] {
      for unit in plain.utf8 { scalars.append(UInt32(unit)) }
      return
    }
    if (0x2460...0x2473).contains(scalar.value) {
      for digit in String(scalar.value - 0x245F).utf8 { scalars.append(UInt32(digit)) }
      return
    }
    switch scalar.properties.generalCategory {
    // U+318D is the letter arae-a, but news uses it as a middle dot.
    case .otherLetter where scalar.value != 0x318D: scalars.append(scalar.value)
    case .lowercaseLetter, .decimalNumber, .nonspacingMark, .spacingMark, .modifierLetter:
      scalars.append(scalar.value)
    case .uppercaseLetter, .titlecaseLetter:
      for lower in scalar.properties.lowercaseMapping.unicodeScalars { scalars.append(lower.value) }
    default: break
    }
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
