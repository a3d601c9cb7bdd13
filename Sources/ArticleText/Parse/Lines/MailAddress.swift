/// Finds e-mail addresses in a line.
enum MailAddress {
  /// RFC 5321, section 4.5.3.1.
  private static let localMax = 64, hostMax = 253

  /// The ranges of the addresses in `line`.
  ///
  /// Linear: every scalar is looked at once for the sign and a bounded number of times around one.
  static func ranges(in line: ArraySlice<Unicode.Scalar>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var search = line.startIndex
    while let at = line[search...].firstIndex(of: "@") {
      search = at + 1
      var start = at
      let floor = max(ranges.last?.upperBound ?? line.startIndex, at - localMax)
      while start > floor, isLocal(line[start - 1]) { start -= 1 }
      while start < at, line[start] == "." { start += 1 }
      guard start < at, let end = hostEnd(line, from: at + 1) else { continue }
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

  /// The end of a host name with at least two labels, the last of letters only.
  private static func hostEnd(_ line: ArraySlice<Unicode.Scalar>, from start: Int) -> Int? {
    func isLetterOrDigit(_ index: Int) -> Bool {
      index < line.endIndex && (line[index].isASCIILetter || line[index].isASCIIDigit)
    }
    var end = start
    var lastDot: Int?
    while end < line.endIndex, end - start < hostMax {
      if line[end] == "." {
        guard isLetterOrDigit(end + 1), end > start else { break }
        lastDot = end
      } else if !isLetterOrDigit(end), line[end] != "-" {
        break
      }
      end += 1
    }
    guard let lastDot, end - lastDot > 2, line[(lastDot + 1)..<end].allSatisfy(\.isASCIILetter) else {
      return nil
    }
    return end
  }
}
