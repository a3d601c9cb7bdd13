import ArticleIndex
import RPCCore

/// `backUpIndex`: a copy of the index as it is now, while it goes on.
enum BackUpIndex {
  struct Params: Codable, Sendable {
    var name: String
    enum CodingKeys: String, CodingKey, CaseIterable { case name }
  }

  struct Reply: Codable, Sendable {
    var file: String
  }

  static let method = RPCMethod<Params, Reply>(
    "backUpIndex",
    summary: "Copies the index as it is now into a new file beside it, while everything goes on.",
    isIdempotent: false, access: .admin,
    documentation: RPCDocumentation(
      params: ["name": "Letters, digits, - and _; the file is backups/NAME.sqlite in the state directory."],
      reply: ["file": "The file, from the state directory on."], errors: [.indexUnavailable],
      example: ["name": "2026-11-26"]))

  static func run(_ params: Params, _ engine: ArticleEngine) async throws -> Reply {
    let isName = params.name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isName, (1...100).contains(params.name.utf8.count) else {
      throw RPCError.invalidParams(at: "/params/name", expected: "1 to 100 letters, digits, - and _")
    }
    let file = try await withIndexErrors { try await engine.seen.localFile().backUp(name: params.name) }
    return Reply(file: file)
  }
}
