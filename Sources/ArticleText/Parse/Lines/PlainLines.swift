/// Cuts plain text into lines.
enum PlainLines {
  /// Lines beyond this are one last line, so that a megabyte of line feeds stays cheap.
  static let linesMax = 50_000

  /// The lines of `source` that have any text.
  static func lines(of source: ScalarText) -> [SourceLine] {
    var lines: [SourceLine] = []
    var lead = SourceLine.Break.paragraph
    var ranges = source.lines
    if ranges.count > linesMax, let last = ranges.last {
      let start = ranges[linesMax - 1].lowerBound
      ranges.removeSubrange((linesMax - 1)...)
      ranges.append(start..<last.upperBound)
    }
    for range in ranges {
      let line = Normalisation.line(source.scalars, range, lead: lead)
      if line.scalars.isEmpty && !range.contains(where: { !source[$0].isBlank }) {
        lead = .paragraph
      } else {
        lines.append(line)
        lead = .line
      }
    }
    return lines
  }
}
