import ArticleIndex
import Foundation
import RPCCore

/// `importIndex`: stores what `exportIndex` gave, of this index or another.
enum ImportIndex {
  struct Params: Codable, Sendable {
    var articles: [ExportIndex.Row]
    enum CodingKeys: String, CodingKey, CaseIterable { case articles }
  }

  struct Reply: Codable, Sendable {
    var imported: Int
  }

  static let method = RPCMethod<Params, Reply>(
    "importIndex", summary: "Stores articles that exportIndex gave, a page at a time: all of it or none.",
    isIdempotent: true, access: .admin,
    documentation: RPCDocumentation(
      params: [
        "articles": .note(
          "A page of exportIndex, at most 1000 articles, in its order: an article after what it is a copy of. Their rows are not kept. Ids that are stored with the same record are let be.",
          items: 0...ArticleIndexLimits.matches),
        "articles.record": "Base64 of what is stored of the text.",
      ],
      reply: ["imported": "How many were not there yet."], errors: [.idConflict, .indexUnavailable],
      example: ["articles": []]))

  static func run(_ params: Params, _ engine: ArticleEngine) async throws -> Reply {
    let articles = try params.articles.enumerated().map { index, row in
      guard let record = Data(base64Encoded: row.record) else {
        throw RPCError.invalidParams(at: "/params/articles/\(index)/record", expected: "Base64")
      }
      guard (1...Dedupe.idBytesMax).contains(row.id.utf8.count) else {
        throw RPCError.invalidParams(
          at: "/params/articles/\(index)/id", expected: "1 to \(Dedupe.idBytesMax) bytes",
          got: "\(row.id.utf8.count) bytes")
      }
      return ExportedArticle(
        row: row.row, id: row.id, canonicalId: row.canonicalId, publishedAt: row.publishedAt,
        addedAt: row.addedAt, record: Array(record))
    }
    let imported = try await withIndexErrors {
      do {
        return try await engine.seen.restore(articles)
      } catch IndexError.idConflict {
        throw RPCError(
          .idConflict, "an id is stored already, or is there twice, with other content",
          details: .init(pointer: "/params/articles"))
      } catch IndexError.invalidTime {
        throw RPCError.invalidParams(at: "/params/articles", expected: "times as exportIndex gave them")
      }
    }
    return Reply(imported: imported)
  }
}
