/// Turns segments into blocks that account for every line of the source exactly once.
enum BlockList {
  /// The blocks of all lines, in order.
  ///
  /// Block ends lie where the next part begins, blanks between left out.
  static func make(_ source: ScalarText, _ lines: [SourceLine], _ segments: [[Segment]]) -> [Block] {
    var blocks: [Block] = []
    // Lines that blocks repeat, and the first block of each line: a headline's copy may stand above it.
    var repeated: [Int?] = []
    var firstBlock: [Int] = []
    for (line, parts) in zip(lines, segments) {
      firstBlock.append(blocks.count)
      let edges = parts.dropFirst().map { line.sourceOffset($0.range.lowerBound) }
      let starts = [line.range.lowerBound] + edges
      let ends = edges + [line.range.upperBound]
      for (part, range) in zip(parts, zip(starts, ends)) {
        let trimmed = trim(source, range.0..<range.1)
        guard !trimmed.isEmpty else { continue }
        blocks.append(
          Block(
            kind: part.kind, start: trimmed.lowerBound, end: trimmed.upperBound, text: source.string(trimmed),
            reason: part.reason))
        repeated.append(part.repeatOf)
      }
    }
    for (index, line) in repeated.enumerated() { blocks[index].repeatOf = line.map { firstBlock[$0] } }
    return blocks
  }

  private static func trim(_ source: ScalarText, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, max(range.lowerBound, range.upperBound))
    while start < end, source[start].isBlank { start += 1 }
    while end > start, source[end - 1].isBlank { end -= 1 }
    return start..<end
  }
}
