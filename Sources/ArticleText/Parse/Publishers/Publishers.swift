/// Knows Korean media by their domains and names: the built-in table, and before it the operator's rows.
///
/// Source: the houses' own mail and web domains, public facts collected by hand (November 2026).
struct Publishers: Sendable {
  private let addedByDomain: [String: String]
  private let addedByKey: [LineKey: String]

  /// The table with the operator's rows before it; without rows a lookup costs no more than one in the table.
  init(_ rows: [OperatorKnowledge.Publisher]) {
    addedByDomain = Dictionary(rows.map { ($0.domain, $0.name) }, uniquingKeysWith: { first, _ in first })
    addedByKey = Dictionary(
      rows.map { (LineKey($0.name), $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  /// The publisher of a mail or web address's domain ("kwangju.co.kr", "news.kbs.co.kr"), or `nil`.
  func name(ofDomain domain: String) -> String? {
    var labels = domain.lowercased().split(separator: ".").map(String.init)
    while labels.count >= 2 {
      let domain = labels.joined(separator: ".")
      if let name = addedByDomain[domain] ?? Self.byDomain[domain] { return name }
      labels.removeFirst()
    }
    return nil
  }

  /// The publisher of a web address, or `nil`.
  func name(ofURL url: String) -> String? {
    let scalars = Array(url.unicodeScalars.prefix(512))[...]
    guard let scheme = scalars.index(of: "://") else { return nil }
    let host = scalars[(scheme + 3)...].prefix { !"/?#:".unicodeScalars.contains($0) }
    return name(ofDomain: host.string)
  }

  /// Whether `name` is a publisher's.
  func isName(_ name: String) -> Bool { canonical(name) != nil }

  /// The same for a part of a line; longer ones than any name are not looked up.
  func isName(_ name: ArraySlice<Unicode.Scalar>) -> Bool { canonical(name) != nil }

  /// A publisher's name as the table writes it ("mbn" → "MBN"), or `nil` for a name that is not in it.
  func canonical(_ name: String) -> String? {
    canonical(LineKey(name))
  }

  /// The same for a part of a line.
  func canonical(_ name: ArraySlice<Unicode.Scalar>) -> String? { canonical(LineKey(name)) }

  /// Whether a name with this key is a publisher's.
  func isName(_ key: LineKey) -> Bool { canonical(key) != nil }

  private func canonical(_ key: LineKey) -> String? { addedByKey[key] ?? Self.byKey[key] }

  private static let byDomain: [String: String] = Dictionary(
    PublisherTable.rows.flatMap { row in row.domains.map { ($0, row.name) } },
    uniquingKeysWith: { first, _ in first })

  private static let byKey: [LineKey: String] = Dictionary(
    PublisherTable.rows.flatMap { row in
      ([row.name] + row.aliases).map { (LineKey($0), row.name) }
    }, uniquingKeysWith: { first, _ in first })
}
