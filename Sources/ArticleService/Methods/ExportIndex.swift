import ArticleIndex
import Foundation
import RPCCore

/// `exportIndex`: the index page by page, for backups and for moving it.
enum ExportIndex {
  struct Params: Codable, Sendable {
    var after: Int64?
    var limit: Int?
    enum CodingKeys: String, CodingKey, CaseIterable { case after, limit }
  }

  struct Row: Codable, Sendable {
    var row: Int64
    var id: String
    var canonicalId: String?
    var publishedAt: String?
    var addedAt: String
    var record: String
    enum CodingKeys: String, CodingKey, CaseIterable {
      case row, id, canonicalId, publishedAt, addedAt, record
    }
  }

  struct Reply: Codable, Sendable {
    var articles: [Row]
    var next: Int64?
  }

  static let method = RPCMethod<Params, Reply>(
    "exportIndex", summary: "Gives the stored articles in the order of storing, a page at a time.",
    isIdempotent: true, access: .admin,
    documentation: RPCDocumentation(
      params: [
        "after": "next of the page before; absent for the first.",
        "limit": .note("Articles a page; 1000 if absent.", in: 1...ArticleIndexLimits.matches),
      ],
      reply: [
        "articles.record": "Base64 of what is stored of the text: digest and sketch, no words of it.",
        "next": "Where to go on; absent at the end.",
      ], errors: [.indexUnavailable], example: ["limit": 10]))

  static func run(_ params: Params, _ engine: ArticleEngine) async throws -> Reply {
    let limit = params.limit ?? ArticleIndexLimits.matches
    let stored = try await withIndexErrors {
      try await engine.seen.export(after: params.after ?? 0, limit: limit)
    }
    let rows = stored.map { article in
      Row(
        row: article.row, id: article.id, canonicalId: article.canonicalId, publishedAt: article.publishedAt,
        addedAt: article.addedAt, record: Data(article.record).base64EncodedString())
    }
    return Reply(articles: rows, next: rows.count == limit ? rows.last?.row : nil)
  }
}
