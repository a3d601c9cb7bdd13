/// Decides each field among the sources that name it.
///
/// The page's own data come first (JSON-LD, Open Graph, `article:*`, `dable:*`, `data-date-time`), then what it
/// prints with a label, then what it prints without, then the caller's hints. Times in captions never count.
struct Votes {
  let lines: [SourceLine]
  let readings: [LineReading]
  let labels: [LineLabel]
  let metadata: PageMetadata?
  let linked: LinkedData
  let hints: ParseHints
  let publishers: Publishers

  // MARK: Times

  /// When the article was published.
  var published: String? {
    var moments = texts([
      linked.published, meta("article:published_time"), meta("og:regdate"), meta("datepublished"),
      meta("dable:published_time"), meta("og:article:published_time"), meta("published_time"),
      meta("pubdate"),
      meta("publish-date"), meta("parsely-pub-date"), meta("sailthru.date"), meta("dc.date.issued"),
      meta("dc.date"),
      meta("date"), meta("article.published"), meta("publication_date"), meta("publishdate"),
    ])
    moments += printed(.published)
    moments += texts(metadata?.times.prefix(4).map { $0 } ?? [])
    moments += printed(.unlabelled)
    moments += texts([hints.publishedAt])
    return best(moments)
  }

  /// When it was last changed.
  var modified: String? {
    var moments = texts([
      linked.modified, meta("article:modified_time"), meta("og:updated_time"), meta("datemodified"),
      meta("dable:modified_time"), metadata?.modifiedTimes.first,
    ])
    moments += printed(.modified)
    return best(moments)
  }

  /// The first with a time of day, unless an earlier source says another day.
  private func best(_ moments: [Moment]) -> String? {
    guard let first = moments.first else { return nil }
    if first.seconds != nil { return first.iso }
    return (moments.first { $0.seconds != nil && $0.date == first.date } ?? first).iso
  }

  private func texts(_ texts: [String?]) -> [Moment] { texts.compactMap { $0.flatMap(Moment.metadata) } }

  private func printed(_ role: TimeLine.Role) -> [Moment] {
    var moments: [Moment] = []
    for index in labels.indices where labels[index].kind == .time {
      for time in readings[index].times where time.role == role { moments.append(time.moment) }
    }
    return moments
  }

  private func meta(_ name: String) -> String? { metadata?.meta[name] }

  // MARK: Publisher and section

  /// The publisher's name.
  func publisher(bylines: [Byline], dateline: Dateline?) -> String? {
    var candidates: [String?] = [
      linked.publisher, meta("article:media_name"), meta("og:site_name"), meta("dable:publisher"),
    ]
    candidates += copyrightHolders
    candidates.append(metadata?.title)
    candidates += labels.indices.filter { labels[$0].reason == "publisher-name" }.map { lines[$0].text }
    candidates += bylines.map { $0.email.flatMap { publishers.name(ofDomain: MailAddress.domain(of: $0)) } }
    candidates.append((metadata?.canonical ?? meta("og:url")).flatMap(publishers.name(ofURL:)))
    candidates.append(hints.url.flatMap(publishers.name(ofURL:)))
    candidates += [meta("og:article:author"), meta("twitter:creator"), dateline?.agency, hints.publisher]
    candidates.append(deskPublisher)
    let named = candidates.compactMap { $0 }.map(Self.tidy).filter {
      !$0.isEmpty && !Self.portals.contains($0.lowercased())
    }
    if let known = named.lazy.compactMap(publishers.canonical).first { return known }
    let own = [linked.publisher, meta("og:site_name"), meta("article:media_name")].compactMap { $0 }
    return (own + copyrightHolders + [hints.publisher].compactMap { $0 }).map(Self.tidy).first {
      !$0.isEmpty && !Self.portals.contains($0.lowercased())
    }
  }

  private var copyrightHolders: [String] {
    labels.indices.filter { labels[$0].kind == .copyright }.compactMap { readings[$0].copyright?.publisher }
  }

  /// The house that stands where the author's name should ("광양뉴스").
  private var deskPublisher: String? {
    readings.firstIndex { $0.byline?.isDesk == true }.flatMap { publishers.canonical(lines[$0].scalars[...]) }
  }

  private static func tidy(_ name: String) -> String {
    let scalars = Array(name.unicodeScalars.prefix(80))[...]
    let head = scalars.index(of: " | ").map { scalars[..<$0] } ?? scalars
    return head.trimmed.string
  }

  private static let portals: Set<String> = [
    "네이버", "네이버뉴스", "naver", "다음", "다음뉴스", "daum", "kakao", "kakao corp", "v.daum.net", "zum", "제공처", "네이트",
    "google",
  ]

  /// The section of the paper.
  var section: String? {
    for text in [linked.section, meta("article:section"), meta("og:article:section"), meta("dable:section")] {
      if let text, !text.isEmpty { return text }
    }
    if let title = metadata?.title {
      // NDsoft's "<title>": "제목 < 사회 < 기사본문 - 이름"
      let parts = Array(title.unicodeScalars)[...].split(separator: "<").map(\.trimmed)
      if parts.count >= 3, (1...12).contains(parts[1].count) { return parts[1].string }
    }
    for line in lines where line.marks.contains(.section) {
      let text = line.scalars[...]
      if let end = text.index(of: " 섹션으로 분류했습니다"), let start = text.index(of: "언론사에서 "), start + 6 < end {
        return text[(start + 6)..<end].string
      }
    }
    return lines.first {
      $0.markup.hints.contains(.section) && (2...12).contains($0.scalars.count)
        && $0.scalars.allSatisfy(\.isHangulSyllable)
    }?.text
  }
}

/// Decides who wrote the article.
struct BylineVotes {
  private let publishers: Publishers
  private(set) var bylines: [Byline] = []
  private var loneMails: [String] = []
  private(set) var dateline: Dateline?

  init(_ publishers: Publishers) { self.publishers = publishers }

  /// Adds what a byline says; a name that is known already only gains what it lacked.
  mutating func add(_ reading: BylineLine.Reading) {
    for byline in reading.bylines { add(byline) }
    loneMails += reading.loneMails.filter { !loneMails.contains($0) }
    if let place = reading.place, dateline == nil { dateline = Dateline(place: place, agency: nil) }
  }

  /// Adds one person.
  mutating func add(_ byline: Byline) {
    guard bylines.count < 32 else { return }
    if let known = bylines.firstIndex(where: { $0.name == byline.name }) {
      if bylines[known].email == nil { bylines[known].email = byline.email }
      if bylines[known].role == nil { bylines[known].role = byline.role }
    } else {
      bylines.append(byline)
    }
  }

  /// Adds a wire dateline; the first that names an agency counts.
  mutating func add(_ reading: DatelineGrammar.Reading) {
    if dateline?.agency == nil, let found = reading.dateline { dateline = found }
    for byline in reading.bylines { add(byline) }
  }

  /// Adds an author as metadata name one: "노하린 기자", "Jane Doe".
  mutating func add(author: String, isKorean: Bool) {
    let scalars = Array(author.unicodeScalars.prefix(160))[...].trimmed
    guard !scalars.isEmpty else { return }
    if let reading = BylineLine.read(scalars, publishers) { return add(reading) }
    let words = scalars.split { $0.isBlank }
    guard !isKorean, (1...5).contains(words.count), !scalars.contains("://"), !scalars.contains("@"),
      scalars.allSatisfy({ $0.isWordScalar || $0.isBlank || ".'’-".unicodeScalars.contains($0) })
    else { return }
    add(Byline(name: scalars.string))
  }

  /// Gives the addresses that stand alone to those who have none, in order.
  mutating func assignLoneMails() {
    for mail in loneMails where !bylines.contains(where: { $0.email == mail }) {
      guard let open = bylines.firstIndex(where: { $0.email == nil }) else { return }
      bylines[open].email = mail
    }
  }
}
