import ArticleText
import RPCCore

/// `extractEntities`: text → persons, organisations, places, dates, quantities, events, addresses and quotes.
enum ExtractEntities {
  struct Params: Codable, Sendable {
    var text: String?
    var paragraphs: [String]?
    var article: Article?
    var publishedAt: String?
    var types: [Entity.Kind]?
    var offsetUnit: OffsetUnit?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case text, paragraphs, article, publishedAt, types, offsetUnit
    }
  }

  static let method = RPCMethod<Params, EntityReport>(
    "extractEntities", summary: "Finds persons, organisations, places, dates, quantities, events and quotes.",
    isIdempotent: true,
    documentation: RPCDocumentation(
      params: [
        "text": "The text.",
        "paragraphs": "The text as paragraphs, which are joined by line feeds.",
        "article": "A result of parseArticle, of which text counts.",
        "publishedAt":
          "The day against which dates such as 28일 are resolved, ISO 8601; without it they are not.",
        "types": "Only entities of these types.",
        "offsetUnit": "What offsets count; scalar if absent.",
      ],
      exactlyOne: ["text", "paragraphs", "article"],
      reply: [
        "entities": "The mentions, by place in the text.",
        "clusters": "The places of all mentions of one person, organisation or place.",
        "persons": "The persons with their titles and organisation.",
        "quotes": "What was said, and by whom.",
      ],
      example: ["text": "윤태경 한솔시장은 28일 “골목마다 젊은 가게가 문을 열게 하겠다”고 말했다.", "publishedAt": "2025-03-28"]))

  static func run(_ params: Params, _ context: RPCContext, _ engine: ArticleEngine) throws -> EntityReport {
    let text = text(of: params)
    let day = try publishedAt(params)
    let report = try engine.metrics.measure(.extract) {
      try engine.extractor.extract(from: text, publishedAt: day, betweenLines: context.checkCancellation)
    }
    return only(params.types, in: report).offsets(in: params.offsetUnit ?? .scalar, of: text)
  }

  private static func text(of params: Params) -> String {
    params.text ?? params.paragraphs?.joined(separator: "\n") ?? params.article?.text ?? ""
  }

  /// The article's own date unless the caller gives one.
  private static func publishedAt(_ params: Params) throws -> CivilDate? {
    if let given = params.publishedAt {
      guard let date = CivilDate(iso: given) else {
        throw RPCError.invalidParams(
          at: "/params/publishedAt", expected: "an ISO 8601 date or date-time", got: given.cut(to: 40))
      }
      return date
    }
    return params.article?.publishedAt.flatMap { CivilDate(iso: $0) }
  }

  private static func only(_ types: [Entity.Kind]?, in report: EntityReport) -> EntityReport {
    guard let types else { return report }
    var report = report
    report.entities.removeAll { !types.contains($0.type) }
    return report
  }
}
