/// Names for generated code out of names that a server made up, which may be anything.
enum Naming {
  /// What generated code of any language calls something of its own, or of its language's: no type is called so.
  static let reservedTypes: Set<String> = [
    "Any", "AnyObject", "Array", "AsyncConnection", "Bool", "Boolean", "Buffer", "CaseIterable", "ClassVar",
    "Codable", "CodingKey", "CodingKeys", "Connection", "ConnectionLost", "Date", "Decodable", "Decoder",
    "Dictionary", "Double", "Duration", "Encodable", "Encoder", "Equatable", "Error", "False", "Function",
    "Hashable", "Int", "JSON", "Literal", "Map", "Math", "Never", "NodeJS", "None", "NotRequired", "Number",
    "Object", "Optional", "Promise", "Protocol", "RPCCall", "RPCClient", "RPCConnection", "RPCCore",
    "RPCError",
    "RPCJSON", "RPCMethod", "RPCNothing", "Record", "RegExp", "Result", "Self", "Sendable", "Set", "Socket",
    "String", "Symbol", "True", "Type", "TypedDict", "Void", "Waiting",
  ]

  /// The words of a name: "parseArticle", "system.health" and "snake_case" have two.
  static func words(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for scalar in name.unicodeScalars {
      let isLower = ("a"..."z").contains(scalar)
      let isUpper = ("A"..."Z").contains(scalar)
      let isDigit = ("0"..."9").contains(scalar)
      if isUpper && wasLower || !(isLower || isUpper || isDigit) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isLower || isUpper || isDigit { word.unicodeScalars.append(scalar) }
      wasLower = isLower || isDigit
    }
    if !word.isEmpty { words.append(word) }
    // Nothing is left of a name in another script.
    if words.isEmpty { words = ["member"] }
    if words[0].first?.isNumber == true { words.insert("n", at: 0) }
    return words
  }

  static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }

  static func pascal(_ name: String) -> String { words(name).map(capitalized).joined() }

  static func snake(_ name: String) -> String { words(name).map { $0.lowercased() }.joined(separator: "_") }

  static func camel(_ name: String) -> String {
    let words = words(name)
    // QT is qt, and not qT.
    let first = words[0] == words[0].uppercased() ? words[0].lowercased() : words[0]
    return first.prefix(1).lowercased() + first.dropFirst()
      + words.dropFirst().map(capitalized).joined()
  }

  /// "ParseArticleResultBlocks" → "ParseArticleResultBlock".
  static func singular(_ name: String) -> String {
    if name.hasSuffix("eries") { return name + "Item" }
    if name.hasSuffix("ies"), name.count > 4 { return name.dropLast(3) + "y" }
    if name.hasSuffix("ches") || name.hasSuffix("sses") { return String(name.dropLast(2)) }
    return name.hasSuffix("s") && !name.hasSuffix("ss") && name.count > 3
      ? String(name.dropLast()) : name + "Item"
  }

  /// `names` in order, each unlike the ones before it and none of `reserved`.
  static func distinct(_ names: [String], reserved: Set<String>) -> [String] {
    var taken = reserved
    return names.map { name in
      var candidate = reserved.contains(name) ? name + "_" : name
      var number = 2
      while taken.contains(candidate) {
        candidate = "\(name)\(number)"
        number += 1
      }
      taken.insert(candidate)
      return candidate
    }
  }

  /// Text for a comment: on one line, and with nothing that would end it.
  static func comment(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 }).replacing("\"\"\"", with: "'''").replacing("*/", with: "* /")
      .replacing("\\", with: "/")
      .filter { character in
        // Nothing invisible either: signs that turn the direction of writing can show code as what it is not.
        guard let first = character.unicodeScalars.first else { return false }
        return first.value >= 0x20 && first.properties.generalCategory != .format
      }
  }
}
