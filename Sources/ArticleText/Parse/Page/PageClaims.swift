/// What a page's data says of the article's text: JSON-LD's articleBody, and the description, which often is its first lines.
struct PageClaims {
  /// The beginnings of all words of the linked body, each with what follows it; `nil` without a body.
  private let starts: Set<[UInt8]>?
  private let description: [UInt8]

  /// So many bytes of a line's key are compared: sixteen syllables or 48 letters tell sentences apart.
  private static let prefixMax = 48
  private static let bodyScalarsMax = 100_000

  init(body: String?, description: String?) {
    self.description = LineKey(description ?? "").utf8
    starts = body.flatMap { $0.utf8.count >= 200 ? Self.starts(of: $0) : nil }
  }

  /// Whether the line is in the linked body (`nil` without one), and whether the description begins with it.
  func says(_ line: SourceLine) -> (body: Bool?, description: Bool) {
    guard starts != nil || description.count >= 12 else { return (nil, false) }
    let key = Array(line.key.utf8.prefix(Self.prefixMax))
    let isDescription = description.count >= 12 && key.count >= 12 && description.starts(with: key)
    return (starts.map { key.count == Self.prefixMax && $0.contains(key) }, isDescription)
  }

  private static func starts(of body: String) -> Set<[UInt8]> {
    var key: [UInt8] = []
    var words: [Int] = []
    for word in Array(body.unicodeScalars.prefix(bodyScalarsMax)).split(whereSeparator: \.isBlank) {
      words.append(key.count)
      key += LineKey(word).utf8
    }
    return Set(words.lazy.filter { $0 + prefixMax <= key.count }.map { Array(key[$0..<$0 + prefixMax]) })
  }
}
