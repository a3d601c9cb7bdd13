import ArticleIndex
import RPCCore

/// `pruneIndex`: takes old articles out of the index.
enum PruneIndex {
  struct Params: Codable, Sendable {
    var before: String
    enum CodingKeys: String, CodingKey, CaseIterable { case before }
  }

  struct Reply: Codable, Sendable {
    var removed: Int
  }

  static let method = RPCMethod<Params, Reply>(
    "pruneIndex", summary: "Takes all articles from before a time out of the index.", isIdempotent: true,
    access: .admin,
    documentation: RPCDocumentation(
      params: ["before": "ISO 8601; an article without a time of its own goes by when it was added."],
      reply: ["removed": "How many were taken out."], errors: [.indexUnavailable],
      example: ["before": "2020-01-01"]))

  static func run(_ params: Params, _ engine: ArticleEngine) async throws -> Reply {
    let removed = try await withIndexErrors {
      do {
        return try await engine.seen.prune(before: params.before)
      } catch IndexError.invalidTime {
        throw RPCError.invalidParams(
          at: "/params/before", expected: "an ISO 8601 date or date-time", got: params.before.cut(to: 40))
      }
    }
    return Reply(removed: removed)
  }
}
