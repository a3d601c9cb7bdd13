/// Finds e-mail addresses in a line.
enum MailAddress {
  /// The ranges of the addresses in `line`.
  ///
  /// O(count).
  static func ranges(in line: ArraySlice<Unicode.Scalar>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var search = line.startIndex
    while let at = line[search...].firstIndex(of: "@") {
      search = at + 1
      var start = at
      let floor = max(ranges.last?.upperBound ?? line.startIndex, at - 64)
      while start > floor, isLocal(line[start - 1]) { start -= 1 }
      var end = at + 1
      var dots = 0
      while end < line.endIndex, end - at < 128, isDomain(line[end]) {
        if line[end] == "." { dots += 1 }
        end += 1
      }
      while end > at + 1, line[end - 1] == "." || line[end - 1] == "-" {
        if line[end - 1] == "." { dots -= 1 }
        end -= 1
      }
      guard start < at, dots > 0 else { continue }
      ranges.append(start..<end)
      search = end
    }
    return ranges
  }

  /// The part after the "@", lower case.
  static func domain(of address: String) -> String {
    address.split(separator: "@").last.map { $0.lowercased() } ?? ""
  }

  private static func isLocal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".", "_", "-", "+", "%": true
    default: scalar.isASCIILetter || scalar.isASCIIDigit
    }
  }

  private static func isDomain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "." || scalar == "-"
  }
}
