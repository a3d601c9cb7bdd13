import ArticleText

/// What the methods work with: the parser, the extractor and the index of all articles seen.
struct ArticleEngine: Sendable {
  let parser = ArticleParser()
  let extractor = EntityExtractor()
  let seen: SeenArticleStore
  let start = ContinuousClock.now

  /// - Throws: `StoreError` when the index in `stateDirectory` cannot be opened.
  init(stateDirectory: String) throws { seen = try SeenArticleStore(directory: stateDirectory) }
}
