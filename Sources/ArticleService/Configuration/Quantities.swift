/// Sizes as operators write them: `4096`, `64KiB`, `32MiB`, `2GiB`.
enum ByteSize {
  private static let units: [(String, Int)] = [
    ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
  ]

  static func bytes(_ text: String) -> Int? {
    let (suffix, factor) = units.first { text.hasSuffix($0.0) } ?? ("", 1)
    guard let number = Quantity.number(text.dropLast(suffix.count)) else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: factor)
    return isTooLarge ? nil : bytes
  }

  static func text(_ bytes: Int) -> String {
    let unit = units.first { bytes != 0 && bytes % $0.1 == 0 }
    guard let (suffix, factor) = unit, factor > 1 else { return String(bytes) }
    return "\(bytes / factor)\(suffix)"
  }
}

/// Times as operators write them: `250ms`, `10s`, `5min`, `1h`; a number alone is seconds, as in systemd.time(7).
enum TimeSpan {
  private static let units: [(String, Int)] = [("ms", 1), ("min", 60_000), ("h", 3_600_000), ("s", 1000)]

  static func duration(_ text: String) -> Duration? {
    let (suffix, factor) = units.first { text.hasSuffix($0.0) } ?? ("", 1000)
    guard let number = Quantity.number(text.dropLast(suffix.count)) else { return nil }
    let (milliseconds, isTooLarge) = number.multipliedReportingOverflow(by: factor)
    return isTooLarge ? nil : .milliseconds(milliseconds)
  }

  static func text(_ duration: Duration) -> String {
    let milliseconds = Int(duration / .milliseconds(1))
    let unit = units.sorted { $0.1 > $1.1 }.first { milliseconds != 0 && milliseconds % $0.1 == 0 }
    guard let (suffix, factor) = unit else { return "0s" }
    return "\(milliseconds / factor)\(suffix)"
  }
}

private enum Quantity {
  /// Digits alone: `Int` itself would take a sign too.
  static func number(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(digits) : nil
  }
}
