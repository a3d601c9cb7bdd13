/// Joins body parts into paragraphs.
enum Paragraphs {
  /// The body's paragraphs in order.
  static func make(_ lines: [SourceLine], _ segments: [[Segment]], isPage: Bool) -> [String] {
    // Most paragraphs are a line: a slice of it is no copy.
    var paragraphs: [ArraySlice<Unicode.Scalar>] = []
    // Text whose paragraphs are set off by blank lines may be wrapped inside them.
    let breaks = lines.reduce(0) { $0 + ($1.lead == .paragraph ? 1 : 0) }
    let wraps = isPage || (breaks >= 4 && breaks * 3 >= lines.count && breaks < lines.count)
    var open = false
    for (line, parts) in zip(lines, segments) {
      for (index, part) in parts.enumerated() {
        guard part.kind == .body || part.kind == .subhead else {
          if part.kind != .dateline { open = false }
          continue
        }
        let text = line.scalars[part.range].trimmed
        guard !text.isEmpty else { continue }
        let last = paragraphs.indices.last ?? 0
        if open, index == 0, part.kind == .body,
          line.lead == .line || endsOpen(paragraphs[last]),
          wraps ? isWrapped(paragraphs[last], text) : endsOpen(paragraphs[last])
        {
          paragraphs[last].append(" ")
          paragraphs[last].append(contentsOf: text)
        } else {
          paragraphs.append(text)
        }
        open = part.kind == .body
      }
    }
    return paragraphs.map(\.string)
  }

  /// Whether a long line ends in a particle or an adnominal ending, after which a sentence must go on.
  private static func endsOpen(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    guard line.count >= 30, let last = line.last else { return false }
    return "은는을를의에와과로며한할된인던적".unicodeScalars.contains(last)
  }

  /// Whether a line that ends so goes on in the next one.
  private static func isWrapped(_ line: ArraySlice<Unicode.Scalar>, _ next: ArraySlice<Unicode.Scalar>)
    -> Bool
  {
    guard let last = line.last, line.count >= 24 else { return false }
    if let first = next.first, "▶▷◇◆■□○●△▲☞-*[【<①".unicodeScalars.contains(first) { return false }
    return !".?!。”’\"')]:;".unicodeScalars.contains(last)
  }
}
