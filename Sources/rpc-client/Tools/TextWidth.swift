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

  /// `text` without what a terminal would act on.
  static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  /// The columns of `text`.
  static func columns(of text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + columns($1) } }

  /// `text`, and blanks up to `width` columns.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(of: text)))
  }
}
