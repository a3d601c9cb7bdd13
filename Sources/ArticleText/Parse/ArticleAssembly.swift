/// Runs the stages on one decoded input and puts the article together.
struct ArticleAssembly {
  private let input: DecodedInput
  private let isPage: Bool
  private let hints: ParseHints
  private let publishers: Publishers
  private let source: ScalarText
  let page: HTMLPage?
  let pageFeatures: PageFeatures?
  private let lines: [SourceLine]
  private let readings: [LineReading]
  private let linked: LinkedData
  private let headline: Headline.Finding
  private let labels: [LineLabel]

  /// Reads and classifies the lines of `input`.
  ///
  /// - Throws: `.unsupportedInput` when no line has any text.
  init(
    _ input: DecodedInput, isPage: Bool, hints: ParseHints, _ publishers: Publishers,
    _ pageResidue: PageResidue
  ) throws(ParseError) {
    self.input = input
    self.isPage = isPage
    self.hints = hints
    self.publishers = publishers
    let page = isPage ? HTMLText.read(input.text) : nil
    self.page = page
    source = page?.flattened ?? ScalarText(input.text)
    let lines = page?.lines ?? PlainLines.lines(of: source)
    guard lines.contains(where: { $0.words > 0 }) else {
      throw .unsupportedInput(reason: "the input has no text")
    }
    let readings = lines.map { LineReading($0, publishers, pageResidue) }
    var features = lines.indices.map { LineFeatures(lines[$0], readings[$0]) }
    for (index, first) in RepeatedBlocks.find(lines).enumerated() { features[index].repeatOf = first }
    let linked = LinkedData(scripts: page?.metadata.linkedData ?? [])
    self.linked = linked
    if let page {
      for (index, inside) in MainContent.region(of: page, features: features).enumerated() {
        features[index].inRegion = inside
      }
      let meta = page.metadata.meta
      let titles = [linked.headline, meta["og:title"], meta["twitter:title"], page.metadata.title].compactMap
      { $0 }
      headline = Headline.inPage(
        page, features, titles: titles, site: meta["og:site_name"] ?? linked.publisher, publishers)
    } else {
      headline = Headline.inText(lines, features)
    }
    if let first = headline.lines.first { features[first].isTitle = true }
    for index in headline.lines.dropFirst() { features[index].repeatOf = headline.lines.first }
    let title = headline.lines.first
    let claims = PageClaims(
      body: linked.body,
      description: page.flatMap { $0.metadata.meta["og:description"] ?? $0.metadata.meta["description"] })
    pageFeatures = page.map { PageFeatures($0, features, title: title, claims: claims) }
    if let page, let pageFeatures, let model = PageModel.embedded {
      let probabilities = model.probabilities(page, pageFeatures)
      let isBody = model.decide(probabilities, letters: pageFeatures.letters)
      for index in features.indices {
        features[index].isBody = isBody[index]
        features[index].bodyProbability = probabilities[index]
      }
    }
    self.lines = lines
    self.readings = readings
    labels = LineClassifier.classify(features, isPage: isPage)
  }

  /// The article.
  func article(includingBlocks: Bool) -> Article {
    var article = Article(charset: input.charset)
    article.warnings = input.warnings
    let segments = lines.indices.map { Segments.of(lines[$0], readings[$0], labels[$0]) }
    article.paragraphs = Paragraphs.make(lines, segments, isPage: isPage)
    article.title = headline.title
    for (line, label) in zip(lines, labels) where label.kind == .subtitle {
      article.subtitles.append(line.text)
    }
    article.language = Language.guess(article.paragraphs)

    let votes = Votes(
      lines: lines, readings: readings, labels: labels, metadata: page?.metadata, linked: linked,
      hints: hints,
      publishers: publishers)
    article.publishedAt = votes.published
    article.modifiedAt = votes.modified
    if article.modifiedAt == article.publishedAt { article.modifiedAt = nil }
    let people = people(segments, isKorean: article.language == "ko")
    article.bylines = people.bylines
    article.dateline = people.dateline
    article.publisher = votes.publisher(bylines: people.bylines, dateline: people.dateline)
    article.section = votes.section
    article.text = ([article.title].compactMap { $0 } + article.subtitles + article.paragraphs).joined(
      separator: "\n")
    if page?.truncated == true {
      article.warnings.append(
        ParseWarning(code: "truncated", message: "The page has more lines than are read."))
    }
    if includingBlocks {
      article.blocks = BlockList.make(source, lines, segments)
      if isPage { article.flattened = source.string(0..<source.count) }
    }
    return article
  }

  /// Reporters and dateline from all lines that name them, then from the page's data.
  private func people(_ segments: [[Segment]], isKorean: Bool) -> BylineVotes {
    var votes = BylineVotes(publishers)
    for (index, parts) in segments.enumerated() {
      for part in parts {
        if part.kind == .dateline, let dateline = readings[index].dateline { votes.add(dateline) }
        guard part.kind == .byline else { continue }
        if let byline = readings[index].byline ?? readings[index].trailingByline?.reading {
          votes.add(byline)
        }
      }
    }
    if let page {
      let meta = page.metadata.meta
      let authors =
        linked.authors
        + ["dable:author", "article:author", "author", "byl", "dc.creator"].compactMap { meta[$0] }
      for author in authors { votes.add(author: author, isKorean: isKorean) }
    }
    votes.assignLoneMails()
    return votes
  }
}
