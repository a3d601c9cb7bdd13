import ArticleDedupe
import ArticleIndex
import ArticleText
import RPCCore

/// `dedupe`: an article → its exact and near duplicates among all articles seen, and the repeats within it.
enum Dedupe {
  struct Params: Codable, Sendable {
    var text: String?
    var paragraphs: [String]?
    var article: Article?
    var id: String?
    var mode: DedupeMode?
    var publishedAt: String?
    var limit: Int?
    var replace: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case text, paragraphs, article, id, mode, publishedAt, limit, replace
    }
  }

  /// Matches that are told of at most: `limit`'s default and its bound.
  static let limitDefault = 10, limitMax = 100
  /// Bytes of an id: it is a key of the index.
  static let idBytesMax = 512

  static let method = RPCMethod<Params, DedupeReport>(
    "dedupe", summary: "Finds exact and near duplicates of an article, in the index and inside the article.",
    isIdempotent: true,
    documentation: RPCDocumentation(
      params: [
        "text":
          "The article's text, a paragraph a line.",
        "paragraphs": "The article's paragraphs.",
        "article": "A result of parseArticle, of which paragraphs count.",
        "id": "The article's id, up to 512 bytes; needed to add it.",
        "mode": "check (the default) only looks; add looks and stores in one atomic, durable step.",
        "publishedAt": "When it was published, ISO 8601; pruneIndex goes by it.",
        "limit": .note("How many matches to tell of; 10 if absent.", in: 1...limitMax),
        "replace": "Store it even where the id is taken by other content; for administrators.",
      ],
      exactlyOne: ["text", "paragraphs", "article"],
      reply: [
        "status": "new, or how the nearest stored article relates to it.",
        "canonicalId": "The first stored article of the same story.",
        "matches": "Stored articles that share text with it, nearest first.",
        "matches.coverage": "The share of this article's text found in the match.",
        "matches.confidence": "The probability that the two are one story from one text.",
        "matches.coverageOfMatch": "The share of the match's text found in this article.",
        "matches.paragraphs": "Pairs of paragraphs that match, [here, there].",
        "paragraphs": "Paragraphs that repeat an earlier one of the same article.",
        "sentences":
          "Sentences that stand twice, in paragraphs that are no repeats: the paragraph, where in it, and the one where they stood first.",
        "unique": "The article's paragraphs without those repeats.",
      ],
      errors: [.idConflict, .indexUnavailable],
      example: ["paragraphs": ["한솔시는 28일 청년 창업 지원을 늘리겠다고 밝혔다."], "mode": "check"]))

  static func run(_ params: Params, _ context: RPCContext, _ engine: ArticleEngine) async throws
    -> DedupeReport
  {
    let input = DedupeInput(
      id: try id(params), paragraphs: paragraphs(of: params),
      publishedAt: params.publishedAt ?? params.article?.publishedAt)
    let limit = params.limit ?? limitDefault
    let replaces = params.replace ?? false
    guard !replaces || context.access == .admin else {
      throw RPCError(
        .forbidden, "replace is for administrators",
        details: .init(pointer: "/params/replace", hint: "call it over the admin socket"))
    }
    return try await withIndexErrors {
      try await engine.metrics.measure(.dedupe) {
        try await engine.seen.dedupe(input, mode: params.mode ?? .check, limit: limit, replace: replaces)
      }
    }
  }

  private static func id(_ params: Params) throws -> String? {
    guard let id = params.id else {
      guard params.mode != .add else {
        throw RPCError.invalidParams(
          at: "/params/id", expected: "an id to store the article under", got: "nothing")
      }
      return nil
    }
    guard (1...idBytesMax).contains(id.utf8.count) else {
      throw RPCError.invalidParams(
        at: "/params/id", expected: "1 to \(idBytesMax) bytes", got: "\(id.utf8.count) bytes")
    }
    return id
  }

  private static func paragraphs(of params: Params) -> [String] {
    if let text = params.text { return ScalarText(text).paragraphs }
    return params.paragraphs ?? params.article?.paragraphs ?? []
  }
}

extension ScalarText {
  /// The lines that are not blank.
  fileprivate var paragraphs: [String] {
    lines.filter { line in line.contains { !self[$0].properties.isWhitespace } }.map(string)
  }
}
