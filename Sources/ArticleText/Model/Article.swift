/// What is known of one news article after parsing: the shape of a `parseArticle` result.
///
/// A member that the article does not have is `nil` or empty; nothing is invented. Times are ISO 8601
/// with an offset. Member names are those of the service contract and are encoded with explicit nulls.
public struct Article: Sendable, Equatable, Codable {
  /// The headline, as printed, without the site's name.
  public var title: String?
  /// The lines under the headline, each once, in order.
  public var subtitles: [String]
  /// When the article was first published.
  public var publishedAt: String?
  /// When it was last changed, if the page says so.
  public var modifiedAt: String?
  /// The publisher's name ("광주일보").
  public var publisher: String?
  /// The section of the paper ("사회").
  public var section: String?
  /// The reporters, in order of appearance; desks and publishers are not persons.
  public var bylines: [Byline]
  /// Place and agency of a wire dateline ("(서울=연합뉴스)").
  public var dateline: Dateline?
  /// BCP 47 language of the body ("ko").
  public var language: String?
  /// The charset that the input was decoded from ("utf-8", "cp949").
  public var charset: String
  /// The clean body paragraphs, sub-heads included, in order, each once.
  public var paragraphs: [String]
  /// Title, subtitles and paragraphs joined by line feeds.
  public var text: String
  /// Every line of the input with its kind; `nil` unless asked for.
  public var blocks: [Block]?
  /// For HTML with blocks: the page as lines, which the blocks' offsets count in.
  public var flattened: String?
  /// What was repaired or doubtful.
  public var warnings: [ParseWarning]

  /// An article of which nothing but the charset is known.
  public init(charset: String) {
    self.subtitles = []
    self.bylines = []
    self.charset = charset
    self.paragraphs = []
    self.text = ""
    self.warnings = []
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case title, subtitles, publishedAt, modifiedAt, publisher, section, bylines, dateline, language, charset
    case paragraphs, text, blocks, flattened, warnings
  }

  /// Decodes an article; a member that is absent is taken as empty, so that a caller may send only what it has.
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    title = try members.decodeIfPresent(String.self, forKey: .title)
    subtitles = try members.decodeIfPresent([String].self, forKey: .subtitles) ?? []
    publishedAt = try members.decodeIfPresent(String.self, forKey: .publishedAt)
    modifiedAt = try members.decodeIfPresent(String.self, forKey: .modifiedAt)
    publisher = try members.decodeIfPresent(String.self, forKey: .publisher)
    section = try members.decodeIfPresent(String.self, forKey: .section)
    bylines = try members.decodeIfPresent([Byline].self, forKey: .bylines) ?? []
    dateline = try members.decodeIfPresent(Dateline.self, forKey: .dateline)
    language = try members.decodeIfPresent(String.self, forKey: .language)
    charset = try members.decodeIfPresent(String.self, forKey: .charset) ?? "utf-8"
    paragraphs = try members.decodeIfPresent([String].self, forKey: .paragraphs) ?? []
    text = try members.decodeIfPresent(String.self, forKey: .text) ?? ""
    blocks = try members.decodeIfPresent([Block].self, forKey: .blocks)
    flattened = try members.decodeIfPresent(String.self, forKey: .flattened)
    warnings = try members.decodeIfPresent([ParseWarning].self, forKey: .warnings) ?? []
  }

  /// Encodes with explicit nulls for what is not in the article; `blocks` and `flattened` only when asked for.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(title, forKey: .title)
    try members.encode(subtitles, forKey: .subtitles)
    try members.encode(publishedAt, forKey: .publishedAt)
    try members.encode(modifiedAt, forKey: .modifiedAt)
    try members.encode(publisher, forKey: .publisher)
    try members.encode(section, forKey: .section)
    try members.encode(bylines, forKey: .bylines)
    try members.encode(dateline, forKey: .dateline)
    try members.encode(language, forKey: .language)
    try members.encode(charset, forKey: .charset)
    try members.encode(paragraphs, forKey: .paragraphs)
    try members.encode(text, forKey: .text)
    try members.encodeIfPresent(blocks, forKey: .blocks)
    try members.encodeIfPresent(flattened, forKey: .flattened)
    try members.encode(warnings, forKey: .warnings)
  }
}

/// One reporter named by the article's byline (기자 이름 줄).
public struct Byline: Sendable, Equatable, Codable {
  /// The name without its role ("정병호").
  public var name: String
  /// The reporter's own e-mail address, if printed with the name.
  public var email: String?
  /// What the byline calls the person ("기자", "특파원").
  public var role: String?

  /// A byline of its parts.
  public init(name: String, email: String? = nil, role: String? = nil) {
    self.name = name
    self.email = email
    self.role = role
  }

  /// Encodes with explicit nulls.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(name, forKey: .name)
    try members.encode(email, forKey: .email)
    try members.encode(role, forKey: .role)
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, email, role
  }
}

/// The place and agency that lead a wire story, as in "(서울=연합뉴스)".
public struct Dateline: Sendable, Equatable, Codable {
  /// Where the story was filed ("서울").
  public var place: String?
  /// Whose story it is ("연합뉴스").
  public var agency: String?

  /// A dateline of its parts.
  public init(place: String?, agency: String?) {
    self.place = place
    self.agency = agency
  }

  /// Encodes with explicit nulls.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(place, forKey: .place)
    try members.encode(agency, forKey: .agency)
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case place, agency
  }
}

/// One line of the input and what it was taken for. All blocks together account for every line exactly once.
public struct Block: Sendable, Equatable, Codable {
  /// What a line is. The raw values are those of the contract.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case body, subhead, title, subtitle, time, byline, dateline, caption, copyright, residue, related,
      `repeat`
    case notice
  }

  /// What the line was taken for.
  public var kind: Kind
  /// Where it begins, in Unicode scalars of the decoded input (or of `Article.flattened`).
  public var start: Int
  /// Where it ends, exclusive; the line feed is not part of it.
  public var end: Int
  /// The line as it stands in the input.
  public var text: String
  /// Why a line is not in `paragraphs` ("ui-control", "repeated-line"); `nil` for what is kept.
  public var reason: String?
  /// For a repeat: the index in `blocks` of the line that it repeats.
  public var repeatOf: Int?

  /// A block of its parts.
  public init(kind: Kind, start: Int, end: Int, text: String, reason: String? = nil, repeatOf: Int? = nil) {
    self.kind = kind
    self.start = start
    self.end = end
    self.text = text
    self.reason = reason
    self.repeatOf = repeatOf
  }
}

/// Something that a caller should know about how the input was read.
public struct ParseWarning: Sendable, Equatable, Codable {
  /// A stable name ("mojibake-repaired").
  public var code: String
  /// One English sentence.
  public var message: String

  /// A warning of its parts.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}
