/// What the tags, class and id words around a line suggest: features of a line, never rules for one site.
struct MarkupHints: OptionSet, Sendable {
  let rawValue: Int

  static let body = MarkupHints(rawValue: 1 << 0)
  static let chrome = MarkupHints(rawValue: 1 << 1)
  static let comments = MarkupHints(rawValue: 1 << 2)
  static let related = MarkupHints(rawValue: 1 << 3)
  static let caption = MarkupHints(rawValue: 1 << 4)
  static let byline = MarkupHints(rawValue: 1 << 5)
  static let time = MarkupHints(rawValue: 1 << 6)
  static let title = MarkupHints(rawValue: 1 << 7)
  static let subtitle = MarkupHints(rawValue: 1 << 8)
  static let section = MarkupHints(rawValue: 1 << 9)
  static let control = MarkupHints(rawValue: 1 << 10)
  static let copyright = MarkupHints(rawValue: 1 << 11)
  static let listItem = MarkupHints(rawValue: 1 << 12)
  static let quotation = MarkupHints(rawValue: 1 << 13)
  /// In a `<figure>`, which pages forget to close: weaker than a caption's own element.
  static let figure = MarkupHints(rawValue: 1 << 14)

  /// All hints, in the order of the page model's features.
  static let all: [(name: String, hint: MarkupHints)] = [
    ("body", .body), ("chrome", .chrome), ("comments", .comments), ("related", .related),
    ("caption", .caption),
    ("byline", .byline), ("time", .time), ("title", .title), ("subtitle", .subtitle), ("section", .section),
    ("control", .control), ("copyright", .copyright), ("listItem", .listItem), ("quotation", .quotation),
    ("figure", .figure),
  ]

  /// The hints of an element's tag.
  static func of(tag: String) -> MarkupHints { tags[tag] ?? [] }

  /// The hints of an element's class, id and itemprop.
  static func of(names: String) -> MarkupHints {
    // Whole attribute values are short by the cap on tags; 512 bytes hold every class list that means anything.
    let bytes = names.utf8.prefix(512).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    guard bytes.count >= 3 else { return [] }
    var hints: MarkupHints = []
    for start in 0...bytes.count - 3 {
      let candidates = wordsByStart[slot(bytes[start], bytes[start + 1])]
      guard !candidates.isEmpty else { continue }
      for (word, hint) in candidates where bytes[start...].starts(with: word) { hints.insert(hint) }
    }
    return hints
  }

  /// The words by their first two bytes: few places of a name begin any.
  private static let wordsByStart: [[([UInt8], MarkupHints)]] = {
    var slots = [[([UInt8], MarkupHints)]](repeating: [], count: 1 << 10)
    for (word, hint) in words { slots[slot(word[0], word[1])].append((word, hint)) }
    return slots
  }()

  private static func slot(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first & 0x1F) << 5 | Int(second & 0x1F)
  }

  private static let tags: [String: MarkupHints] = [
    "figcaption": .caption, "figure": .figure, "caption": .caption,
    "nav": .chrome, "footer": .chrome, "aside": .related, "button": .control, "menu": .chrome,
    "address": .chrome,
    "li": .listItem, "dd": .listItem, "dt": .listItem, "blockquote": .quotation, "time": .time,
  ]

  private static let words: [([UInt8], MarkupHints)] = [
    words(
      .body,
      """
      articlebody article-body article_body article-view-content article_content article-content \
      entry-content post-content post-body newsct_article dic_area article_view article_txt \
      articletxt news_body news-body newsbody story-body storybody article__body view_con viewcon \
      article-text articletext news_content newscontent
      """),
    words(
      .chrome,
      """
      footer navi gnb lnb menu sidebar banner cookie newsletter subscribe promo tags hashtag
      """),
    words(
      .section,
      """
      breadcrumb location
      """),
    words(
      .control,
      """
      sns share sharing social toolbar btn button tool
      """),
    words(
      .comments,
      """
      disqus comment reply cbox
      """),
    words(
      .related,
      """
      related relation rank most- popular recommend headlines rel_ relate read-more more-news
      """),
    words(
      .caption,
      """
      caption img_desc img_cap photo_desc img-desc
      """),
    words(
      .byline,
      """
      byline author writer journalist reporter
      """),
    words(
      .time,
      """
      date regist
      """),
    words(
      .title,
      """
      headline title tit_ _tit heading
      """),
    words(
      .subtitle,
      """
      subtitle sub_title sub-title subhead sub_tit _sub -sub summary
      """),
    words(
      .copyright,
      """
      copyright c_text
      """),
  ].flatMap { $0 }

  private static func words(_ hint: MarkupHints, _ list: String) -> [([UInt8], MarkupHints)] {
    list.split(separator: " ").map { (Array($0.utf8), hint) }
  }
}
