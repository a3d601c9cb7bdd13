/// A number as printed: its value and where it ends.
struct Numeral: Sendable, Equatable {
  enum Script: Sendable {
    case digits
    case sino
    case native
  }

  var end: Int
  var value: Double
  /// The upper end of a vague native number ("두세" → 2...3).
  var upper: Double?
  /// Followed by 여 ("100여"), which is inside `end`.
  var isApproximate = false
  /// Has 만, 억, 조 … in it.
  var hasMagnitude = false
  /// The number of digits where it is one plain run of digits (a year has four), otherwise 0.
  var plainDigits = 0
  var script = Script.digits
}

/// Reads Korean numbers: digits with commas and 만/억/조, Sino-Korean words, native words before a counter.
enum Numerals {
  /// No number in news is longer; a longer run of digits is no number (account, hash) and is not read.
  private static let digitsMax = 15

  /// The number that begins at `offset` in digits.
  static func digits(_ scan: Scan, at offset: Int) -> Numeral? {
    guard var piece = plainNumber(scan, at: offset) else { return nil }
    var numeral = Numeral(end: piece.end, value: 0, plainDigits: piece.isPlain ? piece.end - offset : 0)
    var total = 0.0
    var section = 0.0
    var pending: Double? = piece.value
    var lastScale = Double.infinity
    while true {
      guard let scale = scan[numeral.end].flatMap(magnitude) else { break }
      if scale >= 10_000 {
        guard scale < lastScale else { break }
        total += (section + (pending ?? 0)) * scale
        section = 0
        lastScale = scale
      } else {
        guard let count = pending else { break }
        section += count * scale
      }
      pending = nil
      numeral.hasMagnitude = true
      numeral.end += 1
      numeral.plainDigits = 0
      let next = scale >= 10_000 ? scan.afterBlank(numeral.end) : numeral.end
      if let following = plainNumber(scan, at: next), following.isPlain || following.hasComma {
        // "5만 2024년" is two numbers: after a blank only a smaller magnitude goes on ("1조 7160억").
        if next > numeral.end {
          guard let further = scan[following.end].flatMap(magnitude), further < scale else { break }
        }
        piece = following
        pending = piece.value
        numeral.end = piece.end
      }
    }
    let open = section + (pending ?? 0)
    numeral.value = total + open
    readApproximation(scan, &numeral, open: open, below: lastScale)
    return numeral
  }

  /// The number that begins at `offset` in Sino-Korean words, of two syllables at least ("삼십", "천만").
  static func sino(_ scan: Scan, at offset: Int) -> Numeral? {
    var total = 0.0
    var section = 0.0
    var digit: Double?
    var index = offset
    while index - offset < digitsMax, let scalar = scan[index] {
      if let value = sinoDigit(scalar) {
        guard digit == nil else { return nil }
        digit = value
      } else if let scale = magnitude(scalar), scale < 1e12 {
        // 조 in Hangul is a group or an article of law more often than a trillion.
        if scale >= 10_000 {
          total += max(1, section + (digit ?? 0)) * scale
          section = 0
        } else {
          section += (digit ?? 1) * scale
        }
        digit = nil
      } else {
        break
      }
      index += 1
    }
    guard index - offset >= 2 || (index - offset == 1 && digit == nil) else { return nil }
    let open = section + (digit ?? 0)
    var numeral = Numeral(end: index, value: total + open, script: .sino)
    numeral.hasMagnitude = true
    readApproximation(scan, &numeral, open: open)
    return numeral
  }

  /// The native number that begins at `offset` ("한", "열두", "스무", "서너").
  static func native(_ scan: Scan, at offset: Int) -> Numeral? {
    if let vague = vagueNatives.prefix(scan, at: offset) {
      return Numeral(end: vague.end, value: vague.value.0, upper: vague.value.1, script: .native)
    }
    let tens = nativeTens.prefix(scan, at: offset)
    let ones = nativeOnes.prefix(scan, at: tens?.end ?? offset)
    guard let end = ones?.end ?? tens?.end else { return nil }
    var numeral = Numeral(end: end, value: (tens?.value ?? 0) + (ones?.value ?? 0), script: .native)
    if tens != nil { readApproximation(scan, &numeral, open: numeral.value) }
    return numeral
  }

  /// Reads 여 ("100여"), and the magnitude behind it, which counts `open`, what stands behind the last one: "1억2000여만" is 1억 and 2000만.
  private static func readApproximation(
    _ scan: Scan, _ numeral: inout Numeral, open: Double, below lastScale: Double = .infinity
  ) {
    guard scan[numeral.end] == "여" else { return }
    if open > 0, let scale = scan[numeral.end + 1].flatMap(magnitude), scale < lastScale {
      numeral.value += open * (scale - 1)
      numeral.end += 2
      numeral.hasMagnitude = true
    } else {
      numeral.end += 1
    }
    numeral.isApproximate = true
    numeral.plainDigits = 0
  }

  /// Digits with commas between groups of three and a decimal part.
  private static func plainNumber(
    _ scan: Scan, at offset: Int
  ) -> (end: Int, value: Double, isPlain: Bool, hasComma: Bool)? {
    var value = 0.0
    var index = offset
    var count = 0
    var hasComma = false
    while let scalar = scan[index] {
      if scalar.isASCIIDigit {
        value = value * 10 + Double(scalar.value - 0x30)
        count += 1
        index += 1
      } else if scalar == ",", count > 0, count <= 3 || hasComma, isDigitGroup(scan, at: index + 1) {
        hasComma = true
        index += 1
      } else {
        break
      }
    }
    guard count > 0, count <= digitsMax else { return nil }
    var isPlain = !hasComma
    if scan[index] == ".", scan[index + 1]?.isASCIIDigit == true {
      var scale = 0.1
      var end = index + 1
      while let scalar = scan[end], scalar.isASCIIDigit, end - index <= digitsMax {
        value += Double(scalar.value - 0x30) * scale
        scale /= 10
        end += 1
      }
      // "2025.3.28" is a date, not 2025.3.
      if scan[end] != "." || scan[end + 1]?.isASCIIDigit != true {
        // Read once more as a whole, so that 36.2 is the nearest Double to 36.2.
        value = Double(scan.text.string(offset..<end).filter { $0 != "," }) ?? value
        index = end
        isPlain = false
      }
    }
    return (index, value, isPlain, hasComma)
  }

  private static func isDigitGroup(_ scan: Scan, at offset: Int) -> Bool {
    (0..<3).allSatisfy { scan[offset + $0]?.isASCIIDigit == true } && scan[offset + 3]?.isASCIIDigit != true
  }

  private static func magnitude(_ scalar: Unicode.Scalar) -> Double? {
    switch scalar {
    case "십": 10
    case "백": 100
    case "천": 1000
    case "만": 1e4
    case "억": 1e8
    case "조": 1e12
    default: nil
    }
  }

  private static func sinoDigit(_ scalar: Unicode.Scalar) -> Double? {
    switch scalar {
    case "일": 1
    case "이": 2
    case "삼": 3
    case "사": 4
    case "오": 5
    case "육": 6
    case "칠": 7
    case "팔": 8
    case "구": 9
    default: nil
    }
  }

  private static let nativeOnes = Lexicon<Double>([
    ("한", 1), ("두", 2), ("세", 3), ("네", 4), ("다섯", 5), ("여섯", 6), ("일곱", 7), ("여덟", 8), ("아홉", 9),
    ("하나", 1), ("둘", 2), ("셋", 3), ("넷", 4), ("석", 3), ("넉", 4), ("첫", 1),
  ])
  private static let nativeTens = Lexicon<Double>([
    ("열", 10), ("스물", 20), ("스무", 20), ("서른", 30), ("마흔", 40), ("쉰", 50), ("예순", 60), ("일흔", 70),
    ("여든", 80), ("아흔", 90),
  ])
  private static let vagueNatives = Lexicon<(Double, Double)>([
    ("한두", (1, 2)), ("두세", (2, 3)), ("두서너", (2, 4)), ("서너", (3, 4)), ("네댓", (4, 5)), ("대여섯", (5, 6)),
    ("예닐곱", (6, 7)),
  ])
}
