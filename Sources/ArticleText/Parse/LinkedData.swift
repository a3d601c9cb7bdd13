private import Foundation

/// What a page's JSON-LD says of the article (schema.org NewsArticle).
struct LinkedData {
  var headline: String?
  var published: String?
  var modified: String?
  var authors: [String] = []
  var publisher: String?
  var section: String?
  /// The article's text, which some pages repeat here.
  var body: String?

  /// Scripts beyond this are not read: the largest seen has 40 KiB.
  private static let bytesMax = 1 << 19
  private static let depthMax = 8

  /// Reads the article out of the page's scripts; what is no JSON is passed over.
  init(scripts: [String]) {
    for script in scripts where script.utf8.count <= Self.bytesMax && Self.isShallow(script) {
      guard
        let value = try? JSONSerialization.jsonObject(with: Data(script.utf8), options: [.fragmentsAllowed])
      else {
        continue
      }
      visit(value, depth: 0)
    }
  }

  /// Foundation's parser recurses; a page may nest as deep as it likes.
  private static func isShallow(_ script: String) -> Bool {
    var depth = 0
    for byte in script.utf8 {
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
      if depth > 100 { return false }
    }
    return true
  }

  private mutating func visit(_ value: Any, depth: Int) {
    guard depth < Self.depthMax else { return }
    if let list = value as? [Any] {
      for item in list.prefix(64) { visit(item, depth: depth + 1) }
    } else if let object = value as? [String: Any] {
      if Self.isArticle(object["@type"]) { take(object) }
      if let graph = object["@graph"] { visit(graph, depth: depth + 1) }
      if let main = object["mainEntity"] { visit(main, depth: depth + 1) }
    }
  }

  private static func isArticle(_ type: Any?) -> Bool {
    let names = (type as? [Any])?.compactMap { $0 as? String } ?? [type as? String].compactMap { $0 }
    return names.contains { $0.hasSuffix("Article") || $0 == "BlogPosting" || $0 == "Report" }
  }

  private mutating func take(_ object: [String: Any]) {
    headline = headline ?? object["headline"] as? String ?? object["name"] as? String
    published = published ?? object["datePublished"] as? String
    modified = modified ?? object["dateModified"] as? String
    if authors.isEmpty { authors = Self.names(object["author"]) }
    body = body ?? object["articleBody"] as? String
    publisher = publisher ?? Self.names(object["publisher"]).first
    section =
      section ?? object["articleSection"] as? String ?? (object["articleSection"] as? [Any])?.first as? String
  }

  private static func names(_ value: Any?) -> [String] {
    if let text = value as? String { return [text] }
    if let object = value as? [String: Any] { return names(object["name"]) }
    if let list = value as? [Any] {
      return list.prefix(16).compactMap { ($0 as? String) ?? ($0 as? [String: Any])?["name"] as? String }
    }
    return []
  }
}
