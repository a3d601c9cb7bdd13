/// Finds e-mail addresses (EM).
enum Emails {
  /// The addresses of a line.
  static func find(_ scan: Scan) -> [Mention] {
    MailAddress.ranges(in: scan.text.scalars[scan.range]).map { range in
      let address = scan.text.string(range).lowercased()
      return Mention(range: range, kind: .email, confidence: 1, reading: .address(address))
    }
  }
}
