import RPCCore

/// A result for reading. The shapes of the article methods' results have views of their own, whatever server
/// they come from; anything else is indented JSON.
enum ResultView {
  static func text(of result: RPCJSON) -> String {
    if result["article"] != nil, result["entities"] != nil {
      return [
        result["article"].map(article), result["dedupe"].map(duplicates), result["entities"].map(entities),
      ]
      .compactMap(\.self).joined(separator: "\n")
    }
    if result["paragraphs"] != nil, result["bylines"] != nil { return article(result) }
    if result["status"] != nil, result["matches"] != nil { return duplicates(result) }
    if result["entities"] != nil, result["persons"] != nil { return entities(result) }
    return result.indented
  }

  private static func row(_ name: String, _ value: String?) -> String {
    guard let value, !value.isEmpty else { return "" }
    return name + String(repeating: " ", count: max(1, 12 - name.utf8.count)) + value + "\n"
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

  // MARK: dedupe

  private static func duplicates(_ result: RPCJSON) -> String {
    let stored = result["added"]?.bool == true ? ", stored" : ""
    var text = row("status", (result["status"]?.string ?? "") + stored)
    text += row("canonical", result["canonicalId"]?.string)
    for match in result["matches"]?.array ?? [] {
      let pairs = match["paragraphs"]?.array?.count ?? 0
      text += row(
        "match",
        "\(match["id"]?.string ?? "?") \(match["relation"]?.string ?? ""): similarity \(number(match["similarity"])),"
          + " \(percent(match["coverage"])) of this in it, \(percent(match["coverageOfMatch"])) of it in this,"
          + " \(pairs) paragraphs in common")
    }
    for repeated in result["paragraphs"]?.array ?? [] {
      text += row(
        "repeat", "paragraph \(repeated["index"]?.int ?? 0) repeats \(repeated["repeatOf"]?.int ?? 0)")
    }
    return text + row("unique", "\(result["unique"]?.array?.count ?? 0) paragraphs")
  }

  private static func number(_ value: RPCJSON?) -> String {
    let hundredths = Int(((value?.double ?? 0) * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private static func percent(_ value: RPCJSON?) -> String {
    "\(Int(((value?.double ?? 0) * 100).rounded()))%"
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

/// The width of text on a terminal, where Hangul and hanja take two columns.
enum TextWidth {
  /// Source: Unicode Standard Annex #11, East Asian Width; the W and F ranges that Korean news uses.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF:
      2
    case 0x0300...0x036F, 0x200B...0x200F: 0
    default: 1
    }
  }

  /// What a terminal would act on.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  /// `text` cut to at most `width` columns, with an ellipsis where something was cut.
  static func clip(_ text: String, to width: Int) -> String {
    var used = 0
    var clipped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let shown = isControl(scalar) ? " " : scalar
      used += columns(shown)
      if used > width { return String(clipped) + "…" }
      clipped.append(shown)
    }
    return String(clipped)
  }
}
