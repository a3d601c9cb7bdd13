/// A part of a line of one kind: most lines have one, "2025년 … 15:40 가가" has two.
struct Segment: Sendable {
  /// Its range in the line's cleaned scalars.
  var range: Range<Int>
  var kind: Block.Kind
  var reason: String?
  /// The index of the line that it repeats.
  var repeatOf: Int?
}

/// Splits the lines that hold two things.
enum Segments {
  /// The parts of a line, in order, covering it.
  static func of(_ line: SourceLine, _ reading: LineReading, _ label: LineLabel) -> [Segment] {
    let whole = Segment(
      range: 0..<line.scalars.count, kind: label.kind, reason: label.reason, repeatOf: label.repeatOf)
    switch label.kind {
    case .time: return time(line, reading) ?? [whole]
    case .body: return body(line, reading) ?? [whole]
    default: return [whole]
    }
  }

  private static func time(_ line: SourceLine, _ reading: LineReading) -> [Segment]? {
    let rest = TimeLine.remainder(of: line.scalars[...], without: reading.times).filter {
      PageResidue.isFragment(line.scalars[$0]) && !line.scalars[$0].allSatisfy { !$0.isWordScalar }
    }
    guard !rest.isEmpty else { return nil }
    var segments: [Segment] = []
    var start = 0
    for range in rest {
      if start < range.lowerBound {
        segments.append(Segment(range: start..<range.lowerBound, kind: .time, reason: "time"))
      }
      segments.append(Segment(range: range, kind: .residue, reason: "ui-control"))
      start = range.upperBound
    }
    if start < line.scalars.count {
      segments.append(Segment(range: start..<line.scalars.count, kind: .time, reason: "time"))
    }
    return segments
  }

  /// Dateline, story, and the byline or picture credit at its end.
  private static func body(_ line: SourceLine, _ reading: LineReading) -> [Segment]? {
    var start = 0
    var end = line.scalars.count
    var segments: [Segment] = []
    if let dateline = reading.dateline, dateline.end < end {
      segments.append(Segment(range: 0..<dateline.end, kind: .dateline, reason: "dateline"))
      start = dateline.end
    }
    var tail: Segment?
    if let byline = reading.trailingByline, byline.start > start {
      tail = Segment(range: byline.start..<end, kind: .byline, reason: "byline")
      end = byline.start
    } else if let credit = reading.creditStart, credit > start {
      tail = Segment(range: credit..<end, kind: .caption, reason: "picture-credit")
      end = credit
    }
    guard start > 0 || tail != nil else { return nil }
    segments.append(Segment(range: start..<end, kind: .body))
    if let tail { segments.append(tail) }
    return segments
  }
}
