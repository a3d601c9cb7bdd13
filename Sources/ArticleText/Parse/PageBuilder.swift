/// Gathers lines and metadata from the parser's events.
///
/// Used by one thread, during one call.
final class PageBuilder {
  private struct Open {
    var tag: String
    var element: Int
    var hints: MarkupHints
    var skips: Bool
    var isLink: Bool
    var isBold: Bool
    var headingLevel: Int
  }

  private var page = HTMLPage()
  private var flattened: [Unicode.Scalar] = []
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
  private var hintsByNames: [String: MarkupHints] = [:]
  /// A page may have made them up.
  private static let hintsByNamesMax = 4096

  private func hints(of names: String) -> MarkupHints {
    if names.isEmpty { return [] }
    if let known = hintsByNames[names] { return known }
    let hints = MarkupHints.of(names: names)
    if hintsByNames.count < Self.hintsByNamesMax { hintsByNames[names] = hints }
    return hints
  }

  /// Text that is metadata, not part of the page's lines.
  private enum Captured { case title, linkedData }

  /// An element begins.
  func start(_ tag: String, _ attributes: [(String, String)]) {
    let parent = stack.last
    var open = Open(
      tag: tag, element: parent?.element ?? -1, hints: parent?.hints ?? [], skips: parent?.skips ?? false,
      isLink: parent?.isLink ?? false, isBold: parent?.isBold ?? false,
      headingLevel: parent?.headingLevel ?? 0)
    if tag == "br" {
      flush(.line)
    } else {
      collect(tag, attributes)
      let names = Self.names(attributes)
      let own = MarkupHints.of(tag: tag).union(hints(of: names))
      open.hints.formUnion(own)
      open.skips = open.skips || Self.skipped.contains(tag) || Self.isHidden(attributes)
      open.isLink = open.isLink || tag == "a"
      open.isBold = open.isBold || tag == "b" || tag == "strong"
      if tag.utf8.count == 2, tag.hasPrefix("h"), let level = Int(tag.dropFirst()), (1...6).contains(level) {
        open.headingLevel = level
      }
      if !Self.inline.contains(tag) {
        flush(.paragraph)
        page.elements.append(PageElement(parent: open.element, hints: own))
        open.element = page.elements.count - 1
      } else if tag == "span", endedSpan, !names.isEmpty, !open.hints.contains(.body) {
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
  func end(_ tag: String) {
    guard let last = stack.last, last.tag == tag else { return }
    stack.removeLast()
    if captured != nil, tag == "title" || tag == "script" { finishCapture() }
    guard tag != "br" else { return }
    endedSpan = tag == "span" && !line.isEmpty
    if !Self.inline.contains(tag) {
      flush(.paragraph)
    } else if !line.isEmpty {
      let own = last.hints.subtracting(stack.last?.hints ?? [])
      if !own.isDisjoint(with: [.control, .caption, .time, .byline]) { flush(.paragraph) }
    }
  }

  /// A piece of text.
  func text(_ text: String) {
    endedSpan = false
    if captured != nil {
      if capture.utf8.count < 1 << 20 { capture += text }
      return
    }
    guard let open = stack.last, !open.skips, page.lines.count < HTMLText.linesMax else { return }
    for scalar in text.unicodeScalars {
      if scalar.isBlank, line.isEmpty || line[line.count - 1] == " " { continue }
      if line.isEmpty { begin(open) }
      line.append(scalar.isBlank ? " " : scalar)
      guard !scalar.isBlank else { continue }
      if open.isLink { markup.linkScalars += 1 }
      if open.isBold { markup.boldScalars += 1 }
    }
  }

  /// The page, when all events have been handed in.
  func finish() -> HTMLPage {
    if captured != nil { finishCapture() }
    flush(.paragraph)
    page.truncated = page.lines.count >= HTMLText.linesMax
    page.flattened = ScalarText(scalars: flattened)
    return page
  }

  private func begin(_ open: Open) {
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
  private func flush(_ kind: SourceLine.Break) {
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
  private func collect(_ tag: String, _ attributes: [(String, String)]) {
    switch tag {
    case "title" where page.metadata.title.isEmpty && !stack.contains { $0.tag == "svg" }: captured = .title
    case "script":
      if value("type", attributes).lowercased().contains("ld+json") { captured = .linkedData }
    case "meta": collectMeta(attributes)
    case "html":
      let language = value("lang", attributes)
      if !language.isEmpty { page.metadata.language = language }
    case "link" where value("rel", attributes).lowercased() == "canonical":
      page.metadata.canonical = value("href", attributes)
    case "time":
      let time = value("datetime", attributes)
      if !time.isEmpty, page.metadata.times.count < 64 { page.metadata.times.append(time) }
    default: break
    }
    for (name, value) in attributes {
      if name == "data-date-time", page.metadata.times.count < 64 { page.metadata.times.append(value) }
      if name == "data-modify-date-time", page.metadata.modifiedTimes.count < 64 {
        page.metadata.modifiedTimes.append(value)
      }
    }
  }

  private func collectMeta(_ attributes: [(String, String)]) {
    let content = value("content", attributes)
    guard !content.isEmpty, page.metadata.meta.count < 512 else { return }
    for name in ["property", "name", "itemprop"] {
      let key = value(name, attributes).lowercased()
      if !key.isEmpty, page.metadata.meta[key] == nil { page.metadata.meta[key] = content }
    }
  }

  private func finishCapture() {
    switch captured {
    case .title: page.metadata.title = capture
    case .linkedData where page.metadata.linkedData.count < 16: page.metadata.linkedData.append(capture)
    default: break
    }
    captured = nil
    capture = ""
  }

  private func value(_ name: String, _ attributes: [(String, String)]) -> String {
    attributes.first { $0.0 == name }?.1 ?? ""
  }

  private static func names(_ attributes: [(String, String)]) -> String {
    var names = ""
    for (name, value) in attributes where name == "class" || name == "id" || name == "itemprop" {
      names += value + " "
    }
    return names
  }

  private static func isHidden(_ attributes: [(String, String)]) -> Bool {
    attributes.contains { name, value in
      if name == "hidden" { return true }
      guard name == "style" else { return false }
      let style = String(decoding: value.utf8.prefix(256).filter { $0 != 0x20 }, as: UTF8.self).lowercased()
      return style.contains("display:none") || style.contains("visibility:hidden")
    }
  }

  private static let skipped: Set<String> = [
    "script", "style", "noscript", "template", "head", "svg", "select", "option", "textarea", "iframe",
    "object",
    "audio", "video", "canvas", "math",
  ]

  private static let inline: Set<String> = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "img",
    "ins",
    "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub",
    "sup", "time", "tt", "u", "var", "wbr", "del", "input", "meta", "link", "script", "style", "source",
    "noscript",
  ]
}
