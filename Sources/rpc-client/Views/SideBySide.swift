/// Two texts beside one another in columns, the words that differ marked: by colour, or by brackets where there is none.
struct SideBySide {
  let columns: Int
  let colours: Bool

  private static let gap = " │ "
  private static let red = ("\u{1B}[31m", "\u{1B}[0m")
  private static let green = ("\u{1B}[32m", "\u{1B}[0m")

  /// The lines of both, each with its line feed.
  func text(_ left: String, _ right: String) -> String {
    let width = max(16, (columns - TextWidth.columns(of: Self.gap)) / 2)
    let difference = WordDifference(left, right)
    let leftLines = lines(difference.first, width, Self.red)
    let rightLines = lines(difference.second, width, Self.green)
    var text = ""
    for index in 0..<max(leftLines.count, rightLines.count) {
      let left = index < leftLines.count ? leftLines[index] : ("", 0)
      let right = index < rightLines.count ? rightLines[index].0 : ""
      text += left.0 + String(repeating: " ", count: max(0, width - left.1)) + Self.gap + right + "\n"
    }
    return text
  }

  /// Words filled into lines of `width` columns; with each line the columns that it takes.
  private func lines(_ words: [WordDifference.Word], _ width: Int, _ mark: (String, String)) -> [(
    String, Int
  )] {
    var lines: [(String, Int)] = []
    var (line, used) = ("", 0)
    for word in words {
      let plain = TextWidth.clip(word.text, to: width - 2)
      let shown = word.isDifferent && !colours ? "[\(plain)]" : plain
      let columns = TextWidth.columns(of: shown)
      if used > 0, used + 1 + columns > width {
        lines.append((line, used))
        (line, used) = ("", 0)
      }
      if used > 0 {
        line += " "
        used += 1
      }
      line += word.isDifferent && colours ? mark.0 + shown + mark.1 : shown
      used += columns
    }
    if used > 0 { lines.append((line, used)) }
    return lines
  }
}
