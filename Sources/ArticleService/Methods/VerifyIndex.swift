import ArticleIndex
import RPCCore

/// `verifyIndex`: reads the whole index and says what is wrong with it.
enum VerifyIndex {
  struct Reply: Codable, Sendable {
    var isSound: Bool
    var problems: [String]

    enum CodingKeys: String, CodingKey, CaseIterable {
      case isSound = "sound"
      case problems
    }
  }

  static let method = RPCMethod<RPCNothing, Reply>(
    "verifyIndex",
    summary:
      "Reads the whole index: the file, every record, and that each is found. Some 10 s a million articles.",
    isIdempotent: true, access: .admin,
    documentation: RPCDocumentation(
      reply: [
        "sound": "Whether nothing is wrong.", "problems": "What is wrong, in words; the first hundred.",
      ], errors: [.indexUnavailable], example: [:]))

  static func run(_ engine: ArticleEngine) async throws -> Reply {
    let problems = try await withIndexErrors { try await engine.seen.localFile().verify() }
    return Reply(isSound: problems.isEmpty, problems: problems)
  }
}
