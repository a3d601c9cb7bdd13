import RPCCore

/// A result of `dedupe` for reading: what it is a duplicate of, and what repeats, side by side with the words that differ.
struct DuplicatesView {
  let columns: Int
  let colours: Bool

  /// - Parameters:
  ///   - params: what the call was made with: the service does not send the paragraphs back.
  ///   - other: the paragraphs of the article that it is compared with, where the user has it.
  func text(of result: RPCJSON, _ params: RPCJSON, beside other: [String]? = nil) -> String {
    let own = paragraphs(of: params, result)
    let stored = result["added"]?.bool == true ? ", stored" : ""
    var text = ResultView.row("status", (result["status"]?.string ?? "") + stored)
    text += ResultView.row("canonical", result["canonicalId"]?.string)
    for match in result["matches"]?.array ?? [] {
      text += ResultView.row("match", line(of: match))
      text += pairs(of: match, own, other)
    }
    for repeated in result["paragraphs"]?.array ?? [] {
      guard let index = repeated["index"]?.int, let of = repeated["repeatOf"]?.int else { continue }
      text += ResultView.row("repeat", "paragraph \(index) repeats \(of)")
      if let own, own.indices.contains(index), own.indices.contains(of) {
        text += SideBySide(columns: columns, colours: colours).text(own[of], own[index])
      }
    }
    return text + ResultView.row("unique", "\(result["unique"]?.array?.count ?? 0) paragraphs")
  }

  private func line(of match: RPCJSON) -> String {
    let pairs = match["paragraphs"]?.array?.count ?? 0
    return
      "\(match["id"]?.string ?? "?") \(match["relation"]?.string ?? ""): similarity \(number(match["similarity"])),"
      + " \(percent(match["coverage"])) of this in it, \(percent(match["coverageOfMatch"])) of it in this,"
      + " \(pairs) paragraphs in common"
  }

  /// The paragraphs of this article and of the other that belong together.
  private func pairs(of match: RPCJSON, _ own: [String]?, _ other: [String]?) -> String {
    guard let own, let other else { return "" }
    return (match["paragraphs"]?.array ?? []).map { pair in
      guard let mine = pair[0]?.int, let theirs = pair[1]?.int, own.indices.contains(mine),
        other.indices.contains(theirs)
      else { return "" }
      return SideBySide(columns: columns, colours: colours).text(own[mine], other[theirs])
    }
    .joined(separator: "\n")
  }

  /// The paragraphs that the indices of `result` count; `nil` where that cannot be told.
  private func paragraphs(of params: RPCJSON, _ result: RPCJSON) -> [String]? {
    let own = Self.paragraphs(of: params) ?? []
    let count = (result["unique"]?.array?.count ?? 0) + (result["paragraphs"]?.array?.count ?? 0)
    return own.count == count ? own : nil
  }

  /// The paragraphs of an article in any of the forms that `dedupe` takes.
  static func paragraphs(of value: RPCJSON) -> [String]? {
    if let paragraphs = (value["paragraphs"] ?? value["article"]?["paragraphs"])?.array {
      return paragraphs.compactMap(\.string)
    }
    guard let text = value["text"]?.string ?? value.string else { return nil }
    return text.split(whereSeparator: \.isNewline).map { String($0) }.filter {
      !$0.allSatisfy(\.isWhitespace)
    }
  }

  private func number(_ value: RPCJSON?) -> String {
    let hundredths = Int(((value?.double ?? 0) * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private func percent(_ value: RPCJSON?) -> String { "\(Int(((value?.double ?? 0) * 100).rounded()))%" }
}
