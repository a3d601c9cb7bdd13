/// A number of a text and the place it stands in: how one story is told from the next of its template.
///
/// Weather, stock and lottery reports, obituaries and notices say the same every day but for the figures. A
/// figure is compared where the words around it are the same (its slot): equal figures speak for a copy,
/// unequal ones against.
package struct StoryFact: Sendable, Equatable {
  /// A hash of the words around the number; other numbers among them count as one sign, whatever they are.
  package var slot: UInt16
  /// A hash of the number and the first letter of its unit.
  package var value: UInt16

  /// A fact of its parts.
  package init(slot: UInt16, value: UInt16) {
    self.slot = slot
    self.value = value
  }
}

/// Finds the numbers of a folded text. Linear; at most `factsMax` are kept.
enum StoryFacts {
  /// An article has a dozen numbers; a results table some hundreds.
  static let factsMax = 512
  private static let before = 5
  private static let after = 4

  static func facts(in scalars: [UInt32]) -> [StoryFact] {
    var facts: [StoryFact] = []
    var index = 0
    while index < scalars.count, facts.count < factsMax {
      guard isDigit(scalars[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < scalars.count, isDigit(scalars[index]) || scalars[index] == 0x2E { index += 1 }
      facts.append(fact(in: scalars, start..<index))
    }
    return facts
  }

  private static func fact(in scalars: [UInt32], _ range: Range<Int>) -> StoryFact {
    var value: UInt64 = range.lowerBound > 0 && scalars[range.lowerBound - 1] == 0x2D ? 0x2D : 1
    // A leading zero is a matter of style ("08일"), but not before the decimal point.
    var first = range.lowerBound
    while first + 1 < range.upperBound, scalars[first] == 0x30, isDigit(scalars[first + 1]) { first += 1 }
    for scalar in scalars[first..<range.upperBound] { value = GramHashes.mixed(value ^ UInt64(scalar)) }
    var unit = range.upperBound
    if unit < scalars.count, scalars[unit] == 0xC5EC { unit += 1 }  // 여, "some"
    if unit < scalars.count { value = GramHashes.mixed(value ^ UInt64(scalars[unit]) << 32) }

    var slot: UInt64 = 0
    var position = range.lowerBound
    var taken = 0
    while position > 0, taken < before {
      position -= 1
      let digit = isDigit(scalars[position]) || scalars[position] == 0x2E
      if digit, position + 1 < range.lowerBound,
        isDigit(scalars[position + 1]) || scalars[position + 1] == 0x2E
      {
        // The rest of a number that is counted already; a bound keeps hostile runs of digits linear.
        if range.lowerBound - position > 32 { break }
        continue
      }
      slot = GramHashes.mixed(slot ^ UInt64(digit ? 0x23 : scalars[position]))
      taken += 1
    }
    for scalar in scalars[unit..<min(scalars.count, unit + after)] {
      slot = GramHashes.mixed(slot ^ UInt64(isDigit(scalar) ? 0x23 : scalar) << 32)
      if isDigit(scalar) { break }
    }
    return StoryFact(slot: UInt16(truncatingIfNeeded: slot), value: UInt16(truncatingIfNeeded: value))
  }

  private static func isDigit(_ scalar: UInt32) -> Bool { (0x30...0x39).contains(scalar) }
}
