import ArticleDedupe
import RPCCore

/// `indexStats`: how much the durable index holds.
enum IndexStatistics {
  static let method = RPCMethod<RPCNothing, IndexStats>(
    "indexStats", summary: "Tells how many articles the index holds, from when to when, and its size.",
    isIdempotent: true,
    documentation: RPCDocumentation(
      reply: [
        "articles": "Articles stored.", "bytes": "Size of the index file.",
        "oldest": "The earliest time of a stored article, UTC.", "newest": "The latest.",
      ], errors: [.indexUnavailable], example: [:]))

  static func run(_ engine: ArticleEngine) async throws -> IndexStats {
    try await withIndexErrors { try await engine.seen.stats() }
  }
}
