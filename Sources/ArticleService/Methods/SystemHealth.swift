import ArticleText
import RPCCore

/// `system.health`: whether the service can do its work; it asks the index and the model.
enum SystemHealth {
  struct Part: Codable, Sendable {
    var isHealthy: Bool
    var problem: String?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case isHealthy = "healthy"
      case problem
    }
  }

  struct Reply: Codable, Sendable {
    enum Status: String, Codable, Sendable, CaseIterable { case ok, degraded }

    var status: Status
    var version: String
    var uptimeSeconds: Double
    var index: Part
    var model: Part
  }

  static let method = RPCMethod<RPCNothing, Reply>(
    "system.health", summary: "Tells whether the index and the model do their work.", isIdempotent: true,
    documentation: RPCDocumentation(
      reply: [
        "status": "ok, or degraded when a part does not work.",
        "index": "Whether the durable index can be read and written.",
        "model": "Whether the entity model finds a name in a sentence that has one.",
      ], example: [:]))

  static func run(_ engine: ArticleEngine) async -> Reply {
    let index = await index(engine)
    let model = model(engine)
    let uptime = (ContinuousClock.now - engine.start) / .seconds(1)
    return Reply(
      status: index.isHealthy && model.isHealthy ? .ok : .degraded, version: ServiceVersion.current,
      uptimeSeconds: uptime, index: index, model: model)
  }

  private static func index(_ engine: ArticleEngine) async -> Part {
    do {
      try await engine.seen.checkHealth()
      return Part(isHealthy: true)
    } catch {
      return Part(isHealthy: false, problem: "\(error)")
    }
  }

  private static func model(_ engine: ArticleEngine) -> Part {
    let report = engine.extractor.extract(from: "서울에서 열린 회의에 대통령이 참석했다.", publishedAt: nil)
    let works = report.entities.contains { $0.type == .place && $0.text == "서울" }
    return Part(isHealthy: works, problem: works ? nil : "the model does not find 서울")
  }
}
