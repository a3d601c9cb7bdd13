import RPCCore

extension RPCServer {
  /// Every method of the service. A new one is a file in `Methods/` and a line here.
  mutating func addArticleMethods(_ engine: ArticleEngine) {
    handle(ParseArticle.method) { params, _ in try ParseArticle.run(params, engine) }
    handle(Dedupe.method) { params, context in try await Dedupe.run(params, context, engine) }
    handle(ExtractEntities.method) { params, _ in try ExtractEntities.run(params, engine) }
    handle(AnalyzeArticle.method) { params, context in try await AnalyzeArticle.run(params, context, engine) }
    handle(IndexStatistics.method) { _, _ in try await IndexStatistics.run(engine) }
    handle(RemoveArticle.method) { params, _ in try await RemoveArticle.run(params, engine) }
    handle(PruneIndex.method) { params, _ in try await PruneIndex.run(params, engine) }
    handle(ExportIndex.method) { params, _ in try await ExportIndex.run(params, engine) }
    handle(SystemHealth.method) { _, _ in await SystemHealth.run(engine) }
  }
}
