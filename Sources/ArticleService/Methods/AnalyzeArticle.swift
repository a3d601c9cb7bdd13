import ArticleDedupe
import ArticleText
import RPCCore

/// `analyzeArticle`: parseArticle, then dedupe, then extractEntities on the cleaned text, in one call.
enum AnalyzeArticle {
  struct Params: Codable, Sendable {
    var text: String?
    var html: String?
    var data: String?
    var charset: String?
    var url: String?
    var hints: ParseArticle.Hints?
    var include: [ParseArticle.Part]?
    var offsetUnit: OffsetUnit?
    var id: String?
    var mode: DedupeMode?
    var types: [Entity.Kind]?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case text, html, data, charset, url, hints, include, offsetUnit, id, mode, types
    }
  }

  struct Reply: Codable, Sendable {
    var article: Article
    var dedupe: DedupeReport
    var entities: EntityReport
  }

  static let method = RPCMethod<Params, Reply>(
    "analyzeArticle",
    summary: "Parses an article, looks for duplicates and extracts its entities, in one call.",
    isIdempotent: true,
    documentation: RPCDocumentation(
      params: ParseArticle.inputDocumentation.merging([
        "id": "The article's id; needed to add it to the index.",
        "mode": "check looks for duplicates only; add stores the article too.",
        "types": "Only entities of these types.",
      ]) { parsing, _ in parsing }, exactlyOne: ["text", "html", "data"],
      errors: [.unsupportedInput, .charset, .idConflict, .indexUnavailable],
      example: [
        "text": "한솔시, 청년 창업 지원 확대\n2025.03.28 15:40\n윤태경 한솔시장은 28일 청년 창업 지원을 늘리겠다고 밝혔다."
      ]))

  static func run(_ params: Params, _ context: RPCContext, _ engine: ArticleEngine) async throws -> Reply {
    let article = try ParseArticle.run(
      ParseArticle.Params(
        text: params.text, html: params.html, data: params.data, charset: params.charset, url: params.url,
        hints: params.hints, include: params.include, offsetUnit: params.offsetUnit), engine)
    try context.checkCancellation()
    let entities = try ExtractEntities.run(
      ExtractEntities.Params(article: article, types: params.types, offsetUnit: params.offsetUnit), context,
      engine)
    try context.checkCancellation()
    // Last, since only this step changes anything: what fails or is cancelled before it leaves no trace.
    let dedupe = try await Dedupe.run(
      Dedupe.Params(
        paragraphs: article.paragraphs, id: params.id, mode: params.mode, publishedAt: article.publishedAt),
      context, engine)
    return Reply(article: article, dedupe: dedupe, entities: entities)
  }
}
