/// Gathers lines and metadata from the parser's events.
struct PageBuilder {
  private struct Open {
    var tag: PageTag
    /// The block element that it is, or is in.
    var element: Int
    var hints: MarkupHints
    var skips: Bool
    var isLink: Bool
    var isBold: Bool
    var headingLevel: Int
  }

  private var page = HTMLPage()
  private var flattened: [Unicode.Scalar] = []
  private var tags = PageTags()
  private var stack: [Open] = []
  private var line: [Unicode.Scalar] = []
  private var markup = Markup()
  private var lead = SourceLine.Break.paragraph
  private var pendingBreaks = 0
  /// Whether a `<span>` with text has just ended, and nothing stands after it yet.
  private var endedSpan = false
  private var captured: Captured?
  private var capture = ""

  /// What names have meant on this page: a page says a few hundred over and over, and to search one for all words costs more
  /// than the rest of its element.
  private var namesByText: [String: (index: Int, hints: MarkupHints)] = ["": (0, [])]
  /// A page may have made them up; later ones are not remembered, and have no index.
  private static let namesMax = 4096

  private mutating func names(_ text: String) -> (index: Int, hints: MarkupHints) {
    if let known = namesByText[text] { return known }
    let hints = MarkupHints.of(names: text)
    guard page.names.count < Self.namesMax else { return (0, hints) }
    page.names.append(text)
    namesByText[text] = (page.names.count - 1, hints)
    return (page.names.count - 1, hints)
  }

  /// Text that is metadata, not part of the page's lines.
  private enum Captured { case title, linkedData }

  /// An element begins.
  mutating func start(_ name: UnsafePointer<CChar>, _ attributes: TagAttributes) {
    let tag = tags.tag(of: name)
    let parent = stack.last
    var open = Open(
      tag: tag, element: parent?.element ?? -1, hints: parent?.hints ?? [], skips: parent?.skips ?? false,
      isLink: parent?.isLink ?? false, isBold: parent?.isBold ?? false,
      headingLevel: parent?.headingLevel ?? 0)
    if tag == .br {
      flush(.line)
    } else {
      let traits = tag.traits
      if traits.contains(.metadata) { collect(tag, attributes) }
      let common = attributes.common
      collect(common)
      let names = names(common.names)
      let own = tag.hints.union(names.hints)
      open.hints.formUnion(own)
      open.skips = open.skips || traits.contains(.hidden) || common.isHidden
      open.isLink = open.isLink || traits.contains(.link)
      open.isBold = open.isBold || traits.contains(.bold)
      if tag.headingLevel > 0 { open.headingLevel = tag.headingLevel }
      if !traits.contains(.inline) {
        flush(.paragraph)
        page.elements.append(PageElement(parent: open.element, tag: tag, names: names.index, hints: own))
        open.element = page.elements.count - 1
      } else if tag == .span, endedSpan, !common.names.isEmpty, !open.hints.contains(.body) {
        // <span class="info">이름 기자</span><span class="info">입력 …</span>: items of a list, styled apart.
        flush(.paragraph)
      } else if own.contains(.control) || own.contains(.caption), !line.isEmpty {
        // <span>s of a tool bar and captions in <em> stand apart from the text before them.
        flush(.paragraph)
      }
    }
    stack.append(open)
  }

  /// An element ends.
  mutating func end(_ name: UnsafePointer<CChar>) {
    let tag = tags.tag(of: name)
    guard let last = stack.last, last.tag == tag else { return }
    stack.removeLast()
    if captured != nil, tag == .title || tag == .script { finishCapture() }
    guard tag != .br else { return }
    endedSpan = tag == .span && !line.isEmpty
    if !tag.traits.contains(.inline) {
      flush(.paragraph)
    } else if !line.isEmpty {
      let own = last.hints.subtracting(stack.last?.hints ?? [])
      if !own.isDisjoint(with: [.control, .caption, .time, .byline]) { flush(.paragraph) }
    }
  }

  /// A piece of text, UTF-8.
  mutating func text(_ bytes: UnsafeRawBufferPointer) {
    endedSpan = false
    if captured != nil {
      if capture.utf8.count < 1 << 20 { capture += String(decoding: bytes, as: UTF8.self) }
      return
    }
    guard let open = stack.last, !open.skips, page.lines.count < HTMLText.linesMax else { return }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.isBlank {
        if let last = line.last, last != " " { line.append(" ") }
        continue
      }
      if line.isEmpty { begin(open) }
      line.append(scalar)
      if open.isLink { markup.linkScalars += 1 }
      if open.isBold { markup.boldScalars += 1 }
    }
  }

  /// The page, when all events have been handed in.
  mutating func finish() -> HTMLPage {
    if captured != nil { finishCapture() }
    flush(.paragraph)
    page.truncated = page.lines.count >= HTMLText.linesMax
    page.flattened = ScalarText(scalars: flattened)
    return page
  }

  private mutating func begin(_ open: Open) {
    markup = Markup()
    markup.container = open.element
    markup.hints = open.hints
    markup.headingLevel = open.headingLevel
    lead = pendingBreaks == 1 ? .line : .paragraph
    pendingBreaks = 0
  }

  /// Ends the line.
  ///
  /// Two single breaks in a row are a paragraph's end.
  private mutating func flush(_ kind: SourceLine.Break) {
    while let last = line.last, last.isBlank { line.removeLast() }
    if !line.isEmpty {
      let start = flattened.isEmpty ? 0 : flattened.count + 1
      if start > 0 { flattened.append("\n") }
      flattened.append(contentsOf: line)
      var source = Normalisation.line(line, 0..<line.count, lead: lead)
      source.range = start..<flattened.count
      source.base += start
      source.origins = source.origins.map { $0 + start }
      source.markup = markup
      page.lines.append(source)
      line.removeAll(keepingCapacity: true)
    }
    pendingBreaks += kind == .line ? 1 : 2
  }
}

// MARK: Metadata

extension PageBuilder {
  private mutating func collect(_ tag: PageTag, _ attributes: TagAttributes) {
    switch tag {
    case .title where page.metadata.title.isEmpty && !stack.contains { $0.tag == .svg }: captured = .title
    case .script:
      if attributes["type"].lowercased().contains("ld+json") { captured = .linkedData }
    case .meta: collectMeta(attributes)
    case .link where attributes["rel"].lowercased() == "canonical":
      page.metadata.canonical = attributes["href"]
    case .time:
      let time = attributes["datetime"]
      if !time.isEmpty, page.metadata.times.count < 64 { page.metadata.times.append(time) }
    default: break
    }
  }

  private mutating func collect(_ common: TagAttributes.Common) {
    if let time = common.time, page.metadata.times.count < 64 { page.metadata.times.append(time) }
    if let time = common.modifiedTime, page.metadata.modifiedTimes.count < 64 {
      page.metadata.modifiedTimes.append(time)
    }
  }

  private mutating func collectMeta(_ attributes: TagAttributes) {
    let content = attributes["content"]
    guard !content.isEmpty, page.metadata.meta.count < 512 else { return }
    for name in ["property", "name", "itemprop"] {
      let key = attributes[name].lowercased()
      if !key.isEmpty, page.metadata.meta[key] == nil { page.metadata.meta[key] = content }
    }
  }

  private mutating func finishCapture() {
    switch captured {
    case .title: page.metadata.title = capture
    case .linkedData where page.metadata.linkedData.count < 16: page.metadata.linkedData.append(capture)
    default: break
    }
    captured = nil
    capture = ""
  }
}
