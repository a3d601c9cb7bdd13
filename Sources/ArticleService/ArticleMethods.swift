import RPCCore

extension RPCServer {
  /// The names that `access` of the configuration knows; a test holds them against what is added below.
  static let articleMethodNames = [
    ParseArticle.method.name, Dedupe.method.name, ExtractEntities.method.name, AnalyzeArticle.method.name,
    IndexStatistics.method.name, RemoveArticle.method.name, PruneIndex.method.name, ExportIndex.method.name,
    ImportIndex.method.name, BackUpIndex.method.name, VerifyIndex.method.name,
    SystemHealth.method.name, SystemMetrics.method.name,
  ]

  /// Every method of the service. A new one is a file in `Methods/`, a line here and its name above: CONTRIBUTING.md.
  mutating func addArticleMethods(_ engine: ArticleEngine) {
    handle(ParseArticle.method) { params, _ in try ParseArticle.run(params, engine) }
    handle(Dedupe.method) { params, context in try await Dedupe.run(params, context, engine) }
    handle(ExtractEntities.method) { params, context in try ExtractEntities.run(params, context, engine) }
    handle(AnalyzeArticle.method) { params, context in try await AnalyzeArticle.run(params, context, engine) }
    handle(IndexStatistics.method) { _, _ in try await IndexStatistics.run(engine) }
    handle(RemoveArticle.method) { params, _ in try await RemoveArticle.run(params, engine) }
    handle(PruneIndex.method) { params, _ in try await PruneIndex.run(params, engine) }
    handle(ExportIndex.method) { params, _ in try await ExportIndex.run(params, engine) }
    handle(ImportIndex.method) { params, _ in try await ImportIndex.run(params, engine) }
    handle(BackUpIndex.method) { params, _ in try await BackUpIndex.run(params, engine) }
    handle(VerifyIndex.method) { _, _ in try await VerifyIndex.run(engine) }
    handle(SystemHealth.method) { _, _ in await SystemHealth.run(engine) }
    handle(SystemMetrics.method) { params, context in await SystemMetrics.run(params, context, engine) }
  }
}
