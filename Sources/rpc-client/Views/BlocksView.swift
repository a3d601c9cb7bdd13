import RPCCore

/// What became of each line of an article: what it was taken for, and why it was dropped. For who tunes a crawler.
struct BlocksView {
  /// Columns of the terminal; text is cut to fit.
  let columns: Int
  /// Whether to mark kinds by colour.
  let colours: Bool

  private static let kindWidth = 10
  private static let reasonWidth = 26
  private static let textWidthMin = 20

  /// The view of a result with `blocks`.
  func text(of blocks: [RPCJSON]) -> String {
    let numberWidth = max(3, String(blocks.count).utf8.count)
    let textWidth = max(Self.textWidthMin, columns - numberWidth - Self.kindWidth - Self.reasonWidth - 6)
    var counts: [(kind: String, count: Int)] = []
    var text = ""
    for (index, block) in blocks.enumerated() {
      let kind = block["kind"]?.string ?? "?"
      if let known = counts.firstIndex(where: { $0.kind == kind }) {
        counts[known].count += 1
      } else {
        counts.append((kind, 1))
      }
      let number = String(index)
      let words = TextWidth.clip(block["text"]?.string ?? "", to: textWidth - 1)
      let line =
        String(repeating: " ", count: numberWidth - number.utf8.count) + number + "  "
        + TextWidth.padded(kind, to: Self.kindWidth) + "  " + TextWidth.padded(words, to: textWidth) + "  "
        + Self.reason(block)
      text += coloured(Self.trimmed(line), kind) + "\n"
    }
    let summary = counts.sorted { $0.count > $1.count }.map { "\($0.count) \($0.kind)" }.joined(
      separator: ", ")
    return text + "\(blocks.count) blocks: \(summary)\n"
  }

  private static func reason(_ block: RPCJSON) -> String {
    let reason = block["reason"]?.string ?? ""
    guard let first = block["repeatOf"]?.int else { return reason }
    return "\(reason), of \(first)"
  }

  private static func trimmed(_ line: String) -> String {
    var view = line.unicodeScalars
    while view.last == " " { view.removeLast() }
    return String(view)
  }

  private func coloured(_ line: String, _ kind: String) -> String {
    guard colours else { return line }
    let code =
      switch kind {
      case "title", "subtitle", "subhead": "1"
      case "body": "0"
      case "time", "byline", "dateline": "36"
      default: "2"
      }
    return "\u{1B}[\(code)m\(line)\u{1B}[0m"
  }
}
