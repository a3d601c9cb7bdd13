/// A page as lines, with what it says of itself.
struct HTMLPage: Sendable {
  /// The lines joined by line feeds: what blocks' offsets count in.
  var flattened = ScalarText("")
  /// The lines that have any text, in order.
  var lines: [SourceLine] = []
  /// The block elements, parents before children.
  var elements: [PageElement] = []
  /// The class, id and itemprop words that elements bear, each combination once; the first is empty.
  var names: [String] = [""]
  /// What the page's head and attributes say.
  var metadata = PageMetadata()
  /// Whether a limit cut lines off.
  var truncated = false
}

/// A block element of a page.
struct PageElement: Sendable {
  /// The index of its nearest block ancestor; -1 at the root.
  var parent: Int
  var tag: PageTag
  /// The index of its words in `HTMLPage.names`.
  var names: Int
  /// What its own tag and names suggest.
  var hints: MarkupHints
}

/// What a page says of itself outside its visible text.
struct PageMetadata: Sendable {
  /// `<title>`.
  var title = ""
  /// `<meta>`: name, property or itemprop in lower case → content, first one wins.
  var meta: [String: String] = [:]
  /// The text of each `<script type="application/ld+json">`.
  var linkedData: [String] = []
  /// `datetime` of `<time>`, `data-date-time`.
  var times: [String] = []
  /// `data-modify-date-time`.
  var modifiedTimes: [String] = []
  /// `<link rel="canonical">`.
  var canonical: String?
}
