import ArticleText
import Foundation
import RPCCore

/// `parseArticle`: scraped text or HTML → the article in it, and what became of every line.
enum ParseArticle {
  struct Hints: Codable, Sendable {
    var publisher: String?
    var publishedAt: String?

    enum CodingKeys: String, CodingKey, CaseIterable { case publisher, publishedAt }
  }

  enum Part: String, Codable, Sendable, CaseIterable { case blocks }

  struct Params: Codable, Sendable {
    var text: String?
    var html: String?
    var data: String?
    var charset: String?
    var url: String?
    var hints: Hints?
    var include: [Part]?
    var offsetUnit: OffsetUnit?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case text, html, data, charset, url, hints, include, offsetUnit
    }
  }

  static let method = RPCMethod<Params, Article>(
    "parseArticle",
    summary: "Finds the article in scraped text or HTML: title, times, bylines, clean paragraphs.",
    isIdempotent: true,
    documentation: RPCDocumentation(
      params: inputDocumentation, exactlyOne: ["text", "html", "data"],
      reply: ParseArticle.replyDocumentation,
      errors: [.unsupportedInput, .charset],
      example: [
        "text": "한솔시, 청년 창업 지원 확대\n2025.03.28 15:40\n한솔시는 28일 청년 창업 지원을 늘리겠다고 밝혔다.",
        "include": ["blocks"],
      ]))

  static let inputDocumentation: [String: RPCNote] = [
    "text": "Scraped text.",
    "html": "A page, decoded.",
    "data": "Base64 of the raw bytes of a page or text; the charset is found out.",
    "charset": "The charset of data, where it is known better than the bytes tell.",
    "url": "Where the page came from; its host can tell the publisher.",
    "hints": "What the caller knows already.",
    "hints.publisher": "The publisher's name.",
    "hints.publishedAt": "When it was published, ISO 8601.",
    "include": "Parts of the result that are left out unless asked for.",
    "offsetUnit": "What offsets count; scalar if absent.",
  ]

  private static let replyDocumentation: [String: RPCNote] = [
    "title": "The headline.", "subtitles": "The lines under it, each once.",
    "publishedAt": "ISO 8601 with offset.", "paragraphs": "The clean body, in order, each paragraph once.",
    "text": "Title, subtitles and paragraphs joined by line feeds.",
    "blocks": "Every line with its kind, its place, and why it was dropped.",
    "flattened": "For html: the page as lines, which the blocks' offsets count in.",
  ]

  static func run(_ params: Params, _ engine: ArticleEngine) throws -> Article {
    let (source, pointer) = try source(of: params)
    let wantsBlocks = params.include?.contains(.blocks) ?? false
    let unit = params.offsetUnit ?? .scalar
    let hints = ParseHints(
      publisher: params.hints?.publisher, publishedAt: params.hints?.publishedAt, url: params.url)
    do {
      let article = try engine.metrics.measure(.parse) { () throws(ParseError) in
        try engine.parser.parse(source, hints: hints, includingBlocks: wantsBlocks)
      }
      guard wantsBlocks, unit != .scalar else { return article }
      return article.offsets(in: unit, of: article.flattened ?? params.text ?? "")
    } catch {
      throw RPCError(error, at: pointer)
    }
  }

  private static func source(of params: Params) throws -> (ArticleSource, pointer: String) {
    guard params.charset == nil || params.data != nil else {
      throw RPCError.invalidParams(at: "/params/charset", expected: "charset only together with data")
    }
    if let text = params.text { return (.text(text), "/params/text") }
    if let html = params.html { return (.html(html), "/params/html") }
    guard let bytes = params.data.flatMap({ Data(base64Encoded: $0) }) else {
      throw RPCError.invalidParams(at: "/params/data", expected: "base64 (RFC 4648, section 4)")
    }
    return (.bytes(Array(bytes), charset: params.charset), "/params/data")
  }
}
