/// What a line was judged to be.
struct LineLabel: Sendable, Equatable {
  var kind: Block.Kind
  /// Why it is not part of the body.
  var reason: String?
  /// The index of the line that it repeats.
  var repeatOf: Int?

  static let body = LineLabel(kind: .body)
}

/// Judges every line of an article by the lines' features alone.
///
/// First by form (times, bylines, controls), then by place: the head up to the first running text, the body, and
/// the tail behind the byline or copyright line after which no new running text comes. On pages, where navigation and
/// teasers read like text, `PageModel` has said before which lines are body; here they are named.
struct LineClassifier {
  private let lines: [LineFeatures]
  private let isPage: Bool
  /// The line of the headline.
  private let title: Int?
  private var labels: [LineLabel?]
  private var bodyStart = 0
  private var bodyEnd = 0

  /// The labels of `lines`.
  static func classify(_ lines: [LineFeatures], isPage: Bool) -> [LineLabel] {
    var classifier = LineClassifier(lines, isPage: isPage)
    classifier.labelForms()
    classifier.findBody()
    classifier.labelHead()
    classifier.labelTail()
    classifier.labelMiddle()
    return classifier.labels.map { $0 ?? .body }
  }

  private init(_ lines: [LineFeatures], isPage: Bool) {
    self.lines = lines
    self.isPage = isPage
    title = lines.firstIndex { $0.isTitle }
    labels = lines.map { _ in nil }
  }

  // MARK: Form

  private mutating func labelForms() {
    for index in lines.indices {
      labels[index] = Self.form(lines[index])
      // Figures that pages forget to close, and wrappers named after captions, hold whole stories.
      if labels[index]?.kind == .caption, !lines[index].isCreditOnly,
        lines[index].bodyProbability > Self.sureMin
      {
        labels[index] = nil
      }
    }
    for index in lines.indices
    where lines[index].leadsWithTriangle && labels[index] == nil && isTriangleCaption(index) {
      labels[index] = LineLabel(kind: .caption, reason: "picture-caption")
    }
  }

  private static func form(_ line: LineFeatures) -> LineLabel? {
    if line.isTitle { return LineLabel(kind: .title, reason: nil) }
    if line.residue == "no-text" { return LineLabel(kind: .residue, reason: "no-text") }
    if line.isNotice { return LineLabel(kind: .notice, reason: "notice") }
    if line.isCopyright { return LineLabel(kind: .copyright, reason: "copyright") }
    if line.isTime { return LineLabel(kind: .time, reason: "time") }
    if line.headsRelated { return LineLabel(kind: .related, reason: "related-heading") }
    if let residue = line.residue { return LineLabel(kind: .residue, reason: residue) }
    if line.isCreditOnly { return LineLabel(kind: .caption, reason: "picture-credit") }
    if line.bylineStrength == .strong { return LineLabel(kind: .byline, reason: "byline") }
    if line.hasCredit || line.hints.contains(.caption)
      || (line.hints.contains(.figure) && !line.isProse && !line.leadsWithMarker)
    {
      return LineLabel(kind: .caption, reason: "picture-caption")
    }
    if line.isPublisher { return LineLabel(kind: .residue, reason: "publisher-name") }
    return nil
  }

  /// ▲ leads captions and list items: a caption ends with a bar or stands alone, short, among running text.
  private func isTriangleCaption(_ index: Int) -> Bool {
    if lines[index].endsWithBar { return true }
    let near = [index - 1, index + 1].filter { lines.indices.contains($0) }
    let alone = near.allSatisfy { !lines[$0].leadsWithTriangle }
    return alone && lines[index].length <= 60 && !lines[index].endsSentence
  }

  /// The probability from which the page model's word outweighs the form of a caption.
  private static let sureMin: Float = 0.8
  /// The probability from which a sentence right before the body is its beginning.
  private static let likelyMin: Float = 0.2

  // MARK: Where the body is

  private func isRunning(_ index: Int) -> Bool {
    labels[index] == nil && (lines[index].isBody ?? lines[index].isProse) && lines[index].repeatOf == nil
  }

  private mutating func findBody() {
    if isPage, let first = lines.indices.first(where: { isRunning($0) && !isQuotedSubtitle($0) }),
      let last = lines.indices.last(where: isRunning)
    {
      bodyStart = first
      bodyEnd = last + 1
      return
    }
    // What comes after a copyright line is no start of a body, if there is anything before it.
    let story = lines.indices.first { lines[$0].inRegion && lines[$0].words >= 40 } ?? lines.count
    let copyright = lines.indices.first { $0 > story && endsStory($0) }
    let limit = copyright ?? lines.count
    var first = (0..<limit).first { isRunning($0) && !isQuotedSubtitle($0) }
    if first == nil {
      // An article of one picture: its caption is the body.
      let caption = lines.indices.first {
        lines[$0].inRegion && labels[$0]?.kind == .caption && !lines[$0].isCreditOnly && lines[$0].words >= 20
      }
      if let caption { labels[caption] = .body }
      first =
        caption ?? (0..<limit).first { labels[$0] == nil && lines[$0].inRegion && lines[$0].repeatOf == nil }
    }
    bodyStart = first ?? lines.count
    // A sub-head or list item before the first running text belongs to the body.
    let headEnd = title.map { $0 + 1 } ?? 0
    if headEnd < bodyStart {
      bodyStart =
        (headEnd..<bodyStart).first {
          labels[$0] == nil && lines[$0].inRegion && lines[$0].repeatOf == nil
            && (lines[$0].leadsWithMarker || lines[$0].leadsWithTriangle)
        } ?? bodyStart
    }
    bodyEnd = endOfBody()
  }

  /// A copyright line; one that is longer is an agency's picture caption with such a line in it.
  private func endsStory(_ index: Int) -> Bool { lines[index].isCopyright && lines[index].words < 80 }

  /// A line that is one quotation and nothing else, between the title and running text.
  private func isQuotedSubtitle(_ index: Int) -> Bool {
    // A quotation that ends in a full stop is how stories begin, unless it is set off.
    guard lines[index].isQuotation, lines[index].length <= 100,
      !lines[index].endsSentence || lines[index].isBold
    else { return false }
    guard let title, title < index else { return false }
    return lines[(index + 1)...].prefix(4).contains { $0.isProse && !$0.isQuotation }
  }

  /// The first line behind the body.
  private func endOfBody() -> Int {
    guard bodyStart < lines.count else { return lines.count }
    let lastRunning = lines.indices.last { $0 >= bodyStart && isRunning($0) } ?? bodyStart
    let lastSentence =
      lines.indices.last {
        $0 >= bodyStart && isRunning($0) && lines[$0].endsSentence && lines[$0].words >= 30
      }
      ?? bodyStart
    for index in bodyStart..<lines.count {
      if isPage && !lines[index].inRegion { continue }
      if index > bodyStart, endsStory(index) { return index }
      // Headlines of other articles may end in a predicate, but they have no full stop.
      if index >= lastSentence, lines[index].endsInByline { return index + 1 }
      guard index >= lastRunning else { continue }
      if index > lastRunning, labels[index]?.kind == .byline || lines[index].headsRelated { return index }
    }
    guard isPage else { return lines.count }
    return (lines.indices.last { lines[$0].inRegion } ?? lines.count - 1) + 1
  }

  // MARK: Head, tail, middle

  private mutating func labelHead() {
    for index in 0..<bodyStart where labels[index] == nil {
      let line = lines[index]
      if let first = line.repeatOf {
        labels[index] = LineLabel(kind: .repeat, reason: "repeated-line", repeatOf: first)
      } else if line.bylineStrength != nil, isPage ? line.hints.contains(.byline) : isInfoLine(index) {
        labels[index] = LineLabel(kind: .byline, reason: "byline")
      } else if let title, index > title, isSubtitle(index) {
        labels[index] = LineLabel(kind: .subtitle, reason: nil)
      } else if isPage, line.inRegion, line.isProse, line.bodyProbability > Self.likelyMin {
        // The first sentence, above the first picture.
        labels[index] = .body
      } else {
        labels[index] = LineLabel(kind: .residue, reason: isPage ? "outside-article" : "before-article")
      }
    }
  }

  /// A line between title and time, where some skins print the author's bare name.
  private func isInfoLine(_ index: Int) -> Bool {
    if lines[index].leadsWithBullet { return true }
    guard index + 1 < lines.count, lines[index].words <= 60 else { return false }
    return lines[index + 1].isTime || lines[index + 1].residue == "ui-control"
  }

  private func isSubtitle(_ index: Int) -> Bool {
    let line = lines[index]
    guard line.words >= 4, line.length <= 200, line.linkDensity < 0.5 else { return false }
    guard isPage else { return !line.leadsWithBullet && line.bylineStrength == nil }
    if !line.hints.isDisjoint(with: [.chrome, .related, .comments, .time, .control, .byline]) {
      return false
    }
    if line.hints.contains(.subtitle) { return true }
    if !line.inRegion, !line.isProse, !line.hints.contains(.listItem), line.words >= 8, line.linkDensity < 0.1
    {
      return true
    }
    return line.inRegion && line.isBold && line.startsParagraph && line.hints.contains(.body)
  }

  private mutating func labelTail() {
    guard bodyEnd < lines.count else { return }
    for index in bodyEnd..<lines.count where [nil, .caption, .byline].contains(labels[index]?.kind) {
      let line = lines[index]
      if let first = line.repeatOf, line.words >= 4 {
        labels[index] = LineLabel(kind: .repeat, reason: "repeated-tail", repeatOf: first)
      } else if labels[index] != nil {
        continue
      } else if line.bylineStrength != nil, isPage ? line.hints.contains(.byline) : isCardName(index) {
        labels[index] = LineLabel(kind: .byline, reason: "byline")
      } else if isPage, !line.inRegion, line.linkDensity < 0.5, !line.hints.contains(.related) {
        labels[index] = LineLabel(kind: .residue, reason: "outside-article")
      } else {
        labels[index] = LineLabel(kind: .related, reason: "after-article")
      }
    }
  }

  /// The bare name over "다른기사 보기".
  private func isCardName(_ index: Int) -> Bool {
    lines[index].words <= 40 && index + 1 < lines.count && lines[index + 1].residue == "ui-control"
  }

  private mutating func labelMiddle() {
    let end = min(bodyEnd, lines.count)
    guard bodyStart < end else { return }
    let repeatedFrom = startOfRepeats(before: end)
    for index in bodyStart..<end {
      let line = lines[index]
      if isPage, line.isBody == false, labels[index] == nil {
        labels[index] =
          line.linkDensity > 0.6
          ? LineLabel(kind: .related, reason: "link") : LineLabel(kind: .residue, reason: "outside-article")
      } else if let first = line.repeatOf, isRepeat(index, of: first, repeatedFrom) {
        labels[index] = LineLabel(kind: .repeat, reason: "repeated-line", repeatOf: first)
      } else if labels[index] == nil {
        labels[index] = middle(line)
      } else if labels[index]?.kind == .residue, line.isPublisher, line.residue == nil {
        labels[index] = LineLabel(kind: .subhead)
      }
    }
    labelSignature(before: end)
  }

  /// Where the body goes over into nothing but repeats: three lines at least, a single one may be a list's.
  private func startOfRepeats(before end: Int) -> Int {
    var start = end
    while start > bodyStart, lines[start - 1].repeatOf.map({ $0 < start - 1 }) ?? false { start -= 1 }
    return end - start >= 3 ? start : end
  }

  /// Short lines may recur in lists ("오전 10시, …"); sentences and captions do not.
  private func isRepeat(_ index: Int, of first: Int, _ repeatedFrom: Int) -> Bool {
    labels[index]?.kind != .residue
      && (lines[index].words >= 20 || first == index - 1
        || (first < bodyStart && labels[first]?.kind != .subtitle) || index >= repeatedFrom)
      && lines[index].words >= 4
  }

  private func middle(_ line: LineFeatures) -> LineLabel {
    let short = line.length <= 80 && !line.endsSentence
    return short && (line.leadsWithMarker || line.isBold || line.headingLevel > 0)
      ? LineLabel(kind: .subhead) : .body
  }

  /// The author's name as the last line of the body ("문가람 변호사(법무법인 선)").
  private mutating func labelSignature(before end: Int) {
    guard
      let last = (bodyStart..<end).last(where: { labels[$0]?.kind == .body || labels[$0]?.kind == .subhead }),
      last > bodyStart, lines[last].bylineIsPersons, !lines[last].endsSentence
    else { return }
    labels[last] = LineLabel(kind: .byline, reason: "byline")
  }
}
