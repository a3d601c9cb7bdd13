/// What the training script of the page model sees of a page.
@_spi(Training) public struct PageSample: Encodable, Sendable {
  /// The names of the numbers in a row of `features`.
  public static let featureNames = PageFeatures.names

  /// The lines' texts.
  public var lines: [String] = []
  /// A row of numbers a line, one after the other; not encoded, since it is written as it is in memory.
  public var features: [Float] = []
  /// For each line its element.
  public var containers: [Int] = []
  /// For each element the one around it, or -1.
  public var parents: [Int] = []
  /// For each line the hashes of its words.
  public var words: [[UInt32]] = []
  /// For each line the names of the elements around it that have any, innermost first, as indices in `names`.
  public var around: [[Int]] = []
  /// For each combination of class and id words their hashes: as such, and as those of the innermost.
  public var names: [[[UInt32]]] = []

  private enum CodingKeys: CodingKey { case lines, containers, parents, words, around, names }

  /// The sample of a page in bytes of any charset.
  ///
  /// - Throws: `ParseError` as `ArticleParser.parse` does.
  public init(_ bytes: [UInt8]) throws(ParseError) {
    let parser = ArticleParser()
    let assembly = try parser.assembly(.bytes(bytes, charset: nil))
    guard let page = assembly.page else { return }
    lines = page.lines.map(\.text)
    features = assembly.pageFeatures?.values ?? []
    words = page.lines.map { PageWords.hashes(of: $0.scalars) }
    names = page.names.map { names in
      let hashes = PageWords.hashes(ofNames: names)
      return [hashes.around, hashes.own]
    }
    containers = page.lines.map(\.markup.container)
    parents = page.elements.map(\.parent)
    around = page.lines.map { line in
      var chain: [Int] = []
      var element = line.markup.container
      while element >= 0 {
        if page.elements[element].names > 0 { chain.append(page.elements[element].names) }
        element = page.elements[element].parent
      }
      return chain
    }
  }
}
