import RPCCore

/// `removeArticle`: takes one article out of the index.
enum RemoveArticle {
  struct Params: Codable, Sendable {
    var id: String
    enum CodingKeys: String, CodingKey, CaseIterable { case id }
  }

  struct Reply: Codable, Sendable {
    var removed: Bool
  }

  static let method = RPCMethod<Params, Reply>(
    "removeArticle", summary: "Takes an article out of the index.", isIdempotent: true, access: .admin,
    documentation: RPCDocumentation(
      params: ["id": "The article's id."], reply: ["removed": "Whether it was stored."],
      errors: [.indexUnavailable], example: ["id": "a1"]))

  static func run(_ params: Params, _ engine: ArticleEngine) async throws -> Reply {
    Reply(removed: try await withIndexErrors { try await engine.seen.remove(id: params.id) })
  }
}
