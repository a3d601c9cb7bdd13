import RPCCore

/// A result for reading. The shapes of the article methods' results have views of their own, whatever server
/// they come from; anything else is indented JSON.
enum ResultView {
  /// - Parameters:
  ///   - params: what the call was made with.
  ///   - other: the paragraphs of the article that a duplicate is compared with, where the user has them.
  static func text(of result: RPCJSON, params: RPCJSON = .object([]), beside other: [String]? = nil) -> String
  {
    let duplicates = DuplicatesView(columns: Terminal.columns, colours: Terminal.showsColours)
    if let parsed = result["article"], result["entities"] != nil {
      return [
        article(parsed), result["dedupe"].map { duplicates.text(of: $0, parsed, beside: other) },
        result["entities"].map(entities),
      ]
      .compactMap(\.self).joined(separator: "\n")
    }
    if result["paragraphs"] != nil, result["bylines"] != nil { return article(result) }
    if result["status"] != nil, result["matches"] != nil {
      return duplicates.text(of: result, params, beside: other)
    }
    if result["entities"] != nil, result["persons"] != nil { return entities(result) }
    return result.indented(colours: Terminal.showsColours)
  }

  /// A line of a view: what it is, and what there is.
  static func row(_ name: String, _ value: String?) -> String {
    guard let value, !value.isEmpty else { return "" }
    return name + String(repeating: " ", count: max(1, 12 - name.utf8.count)) + TextWidth.printable(value)
      + "\n"
  }

  // MARK: parseArticle

  private static func article(_ result: RPCJSON) -> String {
    var text = row("title", result["title"]?.string)
    for subtitle in result["subtitles"]?.array ?? [] { text += row("subtitle", subtitle.string) }
    text += row("published", result["publishedAt"]?.string) + row("modified", result["modifiedAt"]?.string)
    text += row("publisher", result["publisher"]?.string) + row("section", result["section"]?.string)
    for byline in result["bylines"]?.array ?? [] {
      text += row(
        "byline",
        [byline["name"], byline["role"], byline["email"]].compactMap { $0?.string }.joined(separator: " "))
    }
    let paragraphs = result["paragraphs"]?.array?.compactMap(\.string) ?? []
    text += row("body", "\(paragraphs.count) paragraphs, charset \(result["charset"]?.string ?? "?")")
    for (index, paragraph) in paragraphs.enumerated() {
      text += "  \(index + 1 < 10 ? " " : "")\(index + 1)  \(TextWidth.clip(paragraph, to: 96))\n"
    }
    text += dropped(result["blocks"]?.array ?? [])
    for warning in result["warnings"]?.array ?? [] { text += row("warning", warning["message"]?.string) }
    return text
  }

  private static func dropped(_ blocks: [RPCJSON]) -> String {
    let dropped = blocks.filter { $0["reason"]?.string != nil }
    guard !dropped.isEmpty else { return "" }
    var text = row("not body", "\(dropped.count) of \(blocks.count) blocks")
    for block in dropped {
      let reason = block["reason"]?.string ?? ""
      let of = block["repeatOf"]?.int.map { " of block \($0)" } ?? ""
      text += "   -  \(TextWidth.clip(block["text"]?.string ?? "", to: 60))  (\(reason)\(of))\n"
    }
    return text
  }

  // MARK: extractEntities

  /// The types of entities, and what they are called.
  static let kinds = [
    ("PS", "persons"), ("OG", "bodies"), ("LC", "places"), ("DT", "dates"), ("TI", "times"),
    ("QT", "quantities"),
    ("EV", "events"), ("EM", "e-mails"),
  ]

  private static func entities(_ result: RPCJSON) -> String {
    var text = ""
    let clusters = result["clusters"]
    for person in result["persons"]?.array ?? [] {
      let titles = person["titles"]?.array?.compactMap(\.string).joined(separator: ", ") ?? ""
      let count = person["id"]?.string.flatMap { clusters?[$0]?.array?.count } ?? 0
      let organization = person["org"]?.string ?? ""
      text += row(
        "person",
        [person["name"]?.string ?? "", titles, organization, "\(count) mention\(count == 1 ? "" : "s")"]
          .filter { !$0.isEmpty }.joined(separator: " · "))
    }
    for (kind, name) in kinds where kind != "PS" {
      var seen: [String] = []
      for entity in result["entities"]?.array ?? [] where entity["type"]?.string == kind {
        let form = (entity["text"]?.string ?? "") + (norm(entity["norm"]).map { " → \($0)" } ?? "")
        if !seen.contains(form) { seen.append(form) }
      }
      text += row(name, seen.joined(separator: " | "))
    }
    for quote in result["quotes"]?.array ?? [] {
      text += row(
        "quote",
        "\(quote["speaker"]?.string ?? "?"): “\(TextWidth.clip(quote["text"]?.string ?? "", to: 76))”")
    }
    return text
  }

  /// A normalised value for reading; `nil` where there is none.
  static func norm(_ value: RPCJSON?) -> String? {
    guard let value, value != .null else { return nil }
    if let text = value.string { return text }
    func part(_ name: String) -> String? {
      guard case .number(let literal)? = value[name] else { return nil }
      return literal
    }
    let amount = part("value") ?? [part("min"), part("max")].compactMap(\.self).joined(separator: "–")
    let marks = [
      value["approx"]?.bool == true ? "approx" : nil, value["ordinal"]?.bool == true ? "ordinal" : nil,
    ]
    return ([amount + " " + (value["unit"]?.string ?? "")] + marks.compactMap(\.self)).joined(separator: ", ")
  }
}
