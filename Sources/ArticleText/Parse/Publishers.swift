/// Knows Korean media by their domains and names.
///
/// Source: the houses' own mail and web domains, public facts collected by hand (November 2026).
enum Publishers {
  /// The publisher of a mail or web address's domain ("kwangju.co.kr", "news.kbs.co.kr"), or `nil`.
  static func name(ofDomain domain: String) -> String? {
    var labels = domain.lowercased().split(separator: ".").map(String.init)
    while labels.count >= 2 {
      if let name = byDomain[labels.joined(separator: ".")] { return name }
      labels.removeFirst()
    }
    return nil
  }

  /// The publisher of a web address, or `nil`.
  static func name(ofURL url: String) -> String? {
    let scalars = Array(url.unicodeScalars.prefix(512))[...]
    guard let scheme = scalars.index(of: "://") else { return nil }
    let host = scalars[(scheme + 3)...].prefix { !"/?#:".unicodeScalars.contains($0) }
    return name(ofDomain: host.string)
  }

  /// Whether `name` is a publisher's.
  static func isName(_ name: String) -> Bool { canonical(name) != nil }

  /// A publisher's name as the table writes it ("mbn" → "MBN"), or `nil` for a name that is not in it.
  static func canonical(_ name: String) -> String? {
    byKey[LineKey.of(Array(name.unicodeScalars)[...])]
  }

  /// The longest known name that `text` begins with.
  static func prefix(of text: ArraySlice<Unicode.Scalar>) -> (name: String, count: Int)? {
    for count in stride(from: min(12, text.count), to: 1, by: -1) {
      if let name = canonical(text.prefix(count).string), text.prefix(count).last?.isWordScalar == true {
        return (name, count)
      }
    }
    return nil
  }

  private static let byDomain: [String: String] = Dictionary(
    PublisherTable.rows.flatMap { row in row.domains.map { ($0, row.name) } },
    uniquingKeysWith: { first, _ in first })

  private static let byKey: [String: String] = Dictionary(
    PublisherTable.rows.flatMap { row in
      ([row.name] + row.aliases).map { (LineKey.of(Array($0.unicodeScalars)[...]), row.name) }
    }, uniquingKeysWith: { first, _ in first })
}
