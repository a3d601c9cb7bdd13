/// An HTML element's name, as a number.
///
/// The parser hands in names as C strings that stay where they are for the whole page, so `PageTags` looks each up once.
struct PageTag: Hashable, Sendable {
  /// The index in `names`; 0 for every name that is not there.
  let rawValue: UInt8

  /// What is done at the element's edges and with its text.
  var traits: Traits { Self.traits[Int(rawValue)] }

  struct Traits: OptionSet, Sendable {
    let rawValue: UInt16

    /// Its edges are no line ends.
    static let inline = Traits(rawValue: 1 << 0)
    /// What is in it is not shown.
    static let hidden = Traits(rawValue: 1 << 1)
    static let bold = Traits(rawValue: 1 << 2)
    static let link = Traits(rawValue: 1 << 4)
    /// Its attributes say something of the page.
    static let metadata = Traits(rawValue: 1 << 5)
  }

  /// 1...6 for `<h1>`...`<h6>`, else 0.
  var headingLevel: Int {
    let first = Self.h1.rawValue
    return (first..<first + 6).contains(rawValue) ? Int(rawValue - first) + 1 : 0
  }

  /// The tag of `name`, lower case.
  init(_ name: String) { rawValue = UInt8(Self.names.firstIndex(of: name) ?? 0) }

  static let h1 = PageTag("h1")
  static let br = PageTag("br")
  static let html = PageTag("html")
  static let title = PageTag("title")
  static let svg = PageTag("svg")
  static let script = PageTag("script")
  static let meta = PageTag("meta")
  static let link = PageTag("link")
  static let time = PageTag("time")
  static let span = PageTag("span")

  /// What the tag itself suggests of its text.
  var hints: MarkupHints { Self.hints[Int(rawValue)] }

  /// All names that matter; the first stands for the rest. The order is part of the page model's features.
  static let names = [
    "", "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "a", "li", "ul", "ol", "td", "th", "tr",
    "table", "tbody",
    "section", "article", "main", "header", "footer", "nav", "aside", "figure", "figcaption", "blockquote",
    "pre", "code", "form",
    "button", "label", "dl", "dt", "dd", "b", "strong", "em", "i", "u", "font", "small", "big", "br", "img",
    "time", "address",
    "html", "head", "body", "title", "meta", "link", "script", "style", "noscript", "template", "svg",
    "select", "option",
    "textarea", "iframe", "object", "audio", "video", "canvas", "math", "abbr", "acronym", "bdi", "bdo",
    "cite", "data", "dfn",
    "ins", "del", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "strike", "sub", "sup", "tt",
    "var", "wbr",
    "input", "source", "caption", "menu", "details", "summary", "center",
  ]

  private static let inlineNames: Set<String> = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "img",
    "ins", "kbd",
    "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt",
    "u", "var", "wbr", "del", "input", "meta", "link", "script", "style", "source", "noscript",
  ]
  private static let hiddenNames: Set<String> = [
    "script", "style", "noscript", "template", "head", "svg", "select", "option", "textarea", "iframe",
    "object", "audio", "video",
    "canvas", "math",
  ]

  private static let traits: [Traits] = names.map { name in
    var traits: Traits = []
    if inlineNames.contains(name) { traits.insert(.inline) }
    if hiddenNames.contains(name) { traits.insert(.hidden) }
    if name == "b" || name == "strong" { traits.insert(.bold) }
    if name == "a" { traits.insert(.link) }
    if ["title", "meta", "link", "script", "time"].contains(name) { traits.insert(.metadata) }
    return traits
  }

  private static let hints: [MarkupHints] = names.map { MarkupHints.of(tag: $0) }
}

/// The tags of one page by the place of their names in memory.
///
/// libxml2 keeps one copy of each name a page (xmlDictLookup), so the address stands for the name: a comparison of strings
/// for each of some thousand elements cost as much as the parser itself.
struct PageTags {
  private var known: [UnsafePointer<CChar>: PageTag] = [:]
  private static let byName = Dictionary(
    uniqueKeysWithValues: PageTag.names.dropFirst().map { ($0, PageTag($0)) })

  mutating func tag(of name: UnsafePointer<CChar>) -> PageTag {
    if let tag = known[name] { return tag }
    let tag = Self.byName[String(cString: name)] ?? PageTag("")
    known[name] = tag
    return tag
  }
}
