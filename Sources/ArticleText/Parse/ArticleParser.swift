/// Turns raw Korean news, as page or as scraped text, into a clean article.
///
/// ```swift
/// let article = try ArticleParser().parse(.text(scraped))
/// print(article.title ?? "", article.paragraphs.count)
/// ```
///
/// The stages, in order; each knows its neighbours only by the type it is handed:
///
/// | stage | file | takes → gives |
/// | --- | --- | --- |
/// | decode | ByteDecoding | bytes → text, charset |
/// | repair | Mojibake | garbled text → text |
/// | lines | PlainLines, HTMLText | text → `SourceLine`s, `PageMetadata` |
/// | read | LineReading and the grammars | line → what is in it |
/// | features | LineFeatures, RepeatedBlocks, MainContent, Headline | → `LineFeatures` |
/// | find the body of a page | PageFeatures, PageModel | → how likely each line is body |
/// | classify | LineClassifier | features → kind and reason |
/// | split | Segments | lines that hold two things → parts |
/// | decide | Votes | all that names a field → the field |
///
/// Every stage is linear in the input, and no input traps.
public struct ArticleParser: Sendable {
  private let publishers: Publishers
  private let pageResidue: PageResidue

  /// A parser; it never changes and may be shared.
  ///
  /// - Parameter knowledge: the operator's publishers, which go before the built-in ones, and lines of residue,
  ///   which count beside the built-in ones.
  public init(knowledge: OperatorKnowledge = .none) {
    publishers = Publishers(knowledge.publishers)
    pageResidue = PageResidue(knowledge.residue)
  }

  /// Parses one article.
  ///
  /// - Parameters:
  ///   - source: the input; for bytes the charset is found, and whether they are a page.
  ///   - hints: what the caller knows; used only where the input itself says nothing.
  ///   - includingBlocks: whether to return `blocks` (and `flattened`). For text their offsets count Unicode
  ///     scalars of the decoded and, where needed, repaired input, before NFC and clean-up of blanks.
  /// - Throws: `ParseError`, for what is no article or cannot be decoded.
  public func parse(
    _ source: ArticleSource, hints: ParseHints = .init(), includingBlocks: Bool = false
  ) throws(ParseError) -> Article {
    try assembly(source, hints: hints).article(includingBlocks: includingBlocks)
  }

  /// The stages up to the labels of the lines.
  func assembly(_ source: ArticleSource, hints: ParseHints = .init()) throws(ParseError) -> ArticleAssembly {
    var input = try Self.decode(source)
    if let repaired = Mojibake.repair(input.text) {
      input.text = repaired
      input.warnings.append(
        ParseWarning(code: "mojibake-repaired", message: "The text had been decoded in a wrong charset."))
    }
    let isPage =
      switch source {
      case .html: true
      case .text: false
      case .bytes: PageSniffer.isPage(input.text)
      }
    return try ArticleAssembly(input, isPage: isPage, hints: hints, publishers, pageResidue)
  }

  private static func decode(_ source: ArticleSource) throws(ParseError) -> DecodedInput {
    switch source {
    case .text(let text), .html(let text):
      let nulls =
        text.utf8.withContiguousStorageIfAvailable { $0.count { $0 == 0 ? 1 : 0 } }
        ?? text.utf8.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
      guard nulls * 100 <= text.utf8.count else { throw .unsupportedInput(reason: "the input is binary") }
      return DecodedInput(text: text, charset: "utf-8")
    case .bytes(let bytes, let charset): return try ByteDecoding.decode(bytes, charset: charset)
    }
  }
}

/// What is to be parsed.
public enum ArticleSource: Sendable {
  /// Scraped text, decoded.
  case text(String)
  /// A page, decoded.
  case html(String)
  /// The raw bytes of a page or a text; `charset` overrides what the bytes say of themselves.
  case bytes([UInt8], charset: String?)
}

/// What the caller knows of an article; used where the input itself says nothing.
public struct ParseHints: Sendable, Equatable {
  /// The publisher's name.
  public var publisher: String?
  /// The time of publication, ISO 8601.
  public var publishedAt: String?
  /// The address it came from.
  public var url: String?

  /// Hints of their parts.
  public init(publisher: String? = nil, publishedAt: String? = nil, url: String? = nil) {
    self.publisher = publisher
    self.publishedAt = publishedAt
    self.url = url
  }
}

/// Tells a page from a text.
enum PageSniffer {
  /// Whether `text` begins like a page: a tag that only pages have, within the first 1,024 scalars.
  static func isPage(_ text: String) -> Bool {
    // Only ASCII is folded: no other scalar has a letter of these tags for its lower case.
    var head: [Unicode.Scalar] = []
    head.reserveCapacity(1024)
    for scalar in text.unicodeScalars {
      if head.count == 1024 { break }
      head.append(scalar.asciiLowercased)
    }
    let start = head[...].drop { $0.isBlank }
    if start.starts("<!doctype") || start.starts("<html") || start.starts("<?xml") { return true }
    var rest = start
    while let open = rest.firstIndex(of: "<") {
      rest = rest[open...]
      if tags.contains(where: rest.starts) { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  private static let tags = [
    "<html", "<head", "<body", "<meta ", "<div", "<table", "<p>", "<br", "<article", "<title",
  ]
}
