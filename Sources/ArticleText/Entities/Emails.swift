/// Finds e-mail addresses (EM).
enum Emails {
  /// The addresses of a line. Linear: every scalar is looked at once for the sign and a bounded number of
  /// times around one.
  static func find(_ scan: Scan) -> [Mention] {
    var found: [Mention] = []
    var floor = scan.range.lowerBound
    for at in scan.range where scan[at] == "@" {
      var start = at
      while start > floor, at - start < 64, let scalar = scan[start - 1], isLocal(scalar) { start -= 1 }
      while start < at, scan[start] == "." { start += 1 }
      guard start < at, let end = hostEnd(scan, from: at + 1) else { continue }
      let address = scan.text.string(start..<end).lowercased()
      found.append(Mention(range: start..<end, kind: .email, confidence: 1, reading: .address(address)))
      floor = end
    }
    return found
  }

  private static func isLocal(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCIILetter || scalar.isASCIIDigit || "._%+-".unicodeScalars.contains(scalar)
  }

  /// The end of a host name with at least two labels, the last of letters only.
  private static func hostEnd(_ scan: Scan, from start: Int) -> Int? {
    var end = start
    var lastDot: Int?
    while end - start < 253, let scalar = scan[end] {
      if scalar == "." {
        guard let next = scan[end + 1], next.isASCIILetter || next.isASCIIDigit, end > start else { break }
        lastDot = end
      } else if !(scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "-") {
        break
      }
      end += 1
    }
    guard let lastDot, end - lastDot > 2, (lastDot + 1..<end).allSatisfy({ scan[$0]?.isASCIILetter == true })
    else {
      return nil
    }
    return end
  }
}
