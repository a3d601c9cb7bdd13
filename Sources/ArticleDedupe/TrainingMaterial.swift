/// What `Training/dedupe` learns from.
@_spi(Training)
public enum TrainingMaterial {
  /// The names of the numbers that the duplicate decision sees.
  public static var featureNames: [String] { PairFeatures.names }

  /// The hashes of an article's words, each once.
  public static func words(_ paragraphs: [String]) -> Set<UInt16> {
    Set(FoldedText(paragraphs: paragraphs).words.map { UInt16(truncatingIfNeeded: $0) })
  }

  /// The numbers of two articles.
  public static func features(_ first: [String], _ second: [String]) -> [Float] {
    features(PreparedArticle(paragraphs: first), PreparedArticle(paragraphs: second).sketch)
  }

  /// The numbers of an article and each that an index would compare it with.
  public static func comparisons(
    _ paragraphs: [String], in index: SeenArticlesInMemory
  ) async throws -> [(id: String, features: [Float])] {
    let query = PreparedArticle(paragraphs: paragraphs)
    return try await index.candidates(query).map { ($0.id, features(query, $0.sketch)) }
  }

  private static func features(_ query: PreparedArticle, _ match: ArticleSketch) -> [Float] {
    PairFeatures(SketchProbe(query.sketch), match).values
  }
}
