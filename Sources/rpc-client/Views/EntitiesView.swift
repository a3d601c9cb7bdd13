import RPCCore

/// A text with its entities marked, and what was found of its persons and quotations, for the terminal.
struct EntitiesView {
  /// Whether to mark entities by colour; else by brackets.
  let colours: Bool

  /// The view of a result of `extractEntities` and the text that it is of.
  func text(of result: RPCJSON, _ text: String) -> String {
    let marked = AnnotatedText(text, result).runs.map(run).joined()
    let summary = ResultView.text(of: result)
    return marked + (marked.hasSuffix("\n") ? "\n" : "\n\n") + summary
  }

  private func run(_ run: AnnotatedText.Run) -> String {
    let text = Self.printable(run.text)
    guard let inner = run.marks.last else { return run.isQuoted ? styled(text, "3") : text }
    let labels = run.ended.reversed().map(\.type)
    guard colours else {
      return String(repeating: "[", count: run.begun) + text + labels.map { " \($0)]" }.joined()
    }
    return styled(text, Self.style(inner.type))
      + labels.map { styled($0.lowercased(), "2") }.joined(separator: " ")
  }

  private func styled(_ text: String, _ code: String) -> String {
    colours && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  private static func style(_ type: String) -> String {
    switch type {
    case "PS": "1;33"
    case "OG": "1;36"
    case "LC": "1;32"
    case "DT", "TI": "35"
    case "QT": "34"
    case "EV": "4"
    default: "36"
    }
  }

  /// A text from elsewhere must not command the terminal.
  private static func printable(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar == "\n" || !TextWidth.isControl(scalar) {
      view.append(scalar)
    }
    return String(view)
  }
}
