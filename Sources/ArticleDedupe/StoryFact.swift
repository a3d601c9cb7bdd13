/// A number of a text and the place it stands in: how one story is told from the next of its template.
///
/// Weather, stock and lottery reports, obituaries and notices say the same every day but for the figures. A figure is
/// compared where the words around it are the same (its slot): equal figures speak for a copy, unequal ones against.
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
  static let factsMax = 192
  private static let before = 5
  private static let after = 4

  static func facts(in scalars: UnsafeBufferPointer<UInt32>) -> [StoryFact] {
    var facts: [StoryFact] = []
    var index = 0
    while index < scalars.count {
      guard isDigit(scalars[index]) else {
        index += 1
        continue
      }
      if facts.isEmpty { facts.reserveCapacity(16) }
      let number = Number(scalars, at: index)
      facts.append(fact(in: scalars, index, number))
      guard facts.count < factsMax else { break }
      index = number.end
    }
    return facts
  }

  private static func fact(in scalars: UnsafeBufferPointer<UInt32>, _ start: Int, _ number: Number)
    -> StoryFact
  {
    var value = GramHash.mixed(number.value.bitPattern)
    if start > 0, scalars[start - 1] == 0x2D { value = ~value }
    var unit = number.end
    if unit < scalars.count, scalars[unit] == 0xC5EC { unit += 1 }  // 여, "some"
    if unit < scalars.count { value = GramHash.mixed(value ^ UInt64(scalars[unit])) }

    var slot: UInt64 = 0
    var position = start
    var taken = 0
    while position > 0, taken < before {
      position -= 1
      let digit = isNumeric(scalars[position])
      if digit, position + 1 < start, isNumeric(scalars[position + 1]) {
        // The rest of a number that is counted already; a bound keeps hostile runs of digits linear.
        if start - position > 32 { break }
        continue
      }
      slot = GramHash.mixed(slot ^ UInt64(digit ? 0x23 : scalars[position]))
      taken += 1
    }
    for scalar in scalars[unit..<min(scalars.count, unit + after)] {
      slot = GramHash.mixed(slot ^ UInt64(isDigit(scalar) ? 0x23 : scalar) << 32)
      if isDigit(scalar) { break }
    }
    return StoryFact(slot: UInt16(truncatingIfNeeded: slot), value: UInt16(truncatingIfNeeded: value))
  }

  @inline(__always)
  private static func isDigit(_ scalar: UInt32) -> Bool { scalar &- 0x30 < 10 }
  private static func isNumeric(_ scalar: UInt32) -> Bool { isDigit(scalar) || scalar == 0x2E }

  /// A number as it is written, with its large units: "19조6000억" and "19.6조" are one.
  private struct Number {
    private(set) var value = 0.0
    /// The index after it.
    private(set) var end: Int

    init(_ scalars: UnsafeBufferPointer<UInt32>, at start: Int) {
      end = start
      var unit = Double.infinity
      while end < scalars.count, isDigit(scalars[end]) {
        let part = Self.decimal(scalars, &end)
        guard end < scalars.count, let next = Self.large(scalars[end]), next < unit else {
          value += part
          return
        }
        value += part * next
        unit = next
        end += 1
      }
    }

    private static func decimal(_ scalars: UnsafeBufferPointer<UInt32>, _ index: inout Int) -> Double {
      var (whole, scale) = (0.0, 0.0)
      while index < scalars.count, isNumeric(scalars[index]) {
        if scalars[index] == 0x2E {
          scale = 1
        } else {
          whole = whole * 10 + Double(scalars[index] - 0x30)
          scale *= 10
        }
        index += 1
      }
      return scale > 1 ? whole / scale : whole
    }

    private static func large(_ scalar: UInt32) -> Double? {
      switch scalar {
      case 0xC870: 1e12  // 조
      case 0xC5B5: 1e8  // 억
      case 0xB9CC: 1e4  // 만
      case 0xCC9C: 1e3  // 천
      default: nil
      }
    }
  }
}
