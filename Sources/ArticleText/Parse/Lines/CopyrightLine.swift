/// Recognises copyright lines and the publisher's name in them.
///
/// `저작권자 © X 무단전재 및 재배포 금지`, `<저작권자(c) X, 무단 전재-재배포 금지>`, `Copyright ⓒ X. All rights reserved.`
enum CopyrightLine {
  /// A copyright line; the publisher may be unnamed.
  struct Reading: Sendable {
    var publisher: String?
  }

  /// What `line` says if it is a copyright line.
  static func read(_ line: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> Reading? {
    read(line, key: LineKey(line), publishers)
  }

  /// The same where the line's key is at hand.
  static func read(_ line: ArraySlice<Unicode.Scalar>, key: LineKey, _ publishers: Publishers) -> Reading? {
    guard line.count <= 240 else { return nil }
    guard marks.occurs(in: key) || key.hasPrefix("copyright") else { return nil }
    // A sentence about copyright is not a copyright line: it has no mark, or goes on in other words.
    let hasSign = line.contains("©") || line.contains("ⓒ") || line.contains("(c)") || line.contains("(C)")
    guard hasSign || bans.occurs(in: key) || line.count < 100 else { return nil }
    return Reading(publisher: publisher(in: line, publishers))
  }

  private static let bans: PhraseSet = ["copyright", "금지"]

  static let marks: PhraseSet = [
    "저작권자", "무단전재", "무단복제", "무단배포", "allrightsreserved", "재배포금지", "저작권은",
  ]

  private static func publisher(in line: ArraySlice<Unicode.Scalar>, _ publishers: Publishers) -> String? {
    var rest = line
    for mark in ["©", "ⓒ", "(c)", "(C)", "저작권자", "Copyright", "copyright", "COPYRIGHT"] {
      if let index = rest.index(of: mark) { rest = rest[(index + mark.unicodeScalars.count)...] }
    }
    var first: String?
    for piece in rest.split(whereSeparator: { ",.(<>)[]|".unicodeScalars.contains($0) }).prefix(4) {
      let name = clean(piece)
      guard name.count >= 2 else { continue }
      if let known = publishers.canonical(name) { return known }
      if first == nil, name.count <= 24, !name.starts("무단"), !name.starts("All "), !name.starts("본 ") {
        first = name.string
      }
    }
    return first
  }

  /// A name without the year before it and the ban after it.
  private static func clean(_ piece: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    var piece = piece
    for end in [" & ", "무단", "All ", "ALL ", "all ", "재배포", "AI 학습", "Co.", "Corp"] {
      if let index = piece.index(of: end) { piece = piece[..<index] }
    }
    piece = piece.drop { !$0.isWordScalar || $0.isASCIIDigit }
    return piece.trimmed
  }
}
