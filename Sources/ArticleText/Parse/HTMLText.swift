private import CHTMLEvents

/// Turns a page into lines: the first stage for HTML.
///
/// A line ends at `<br>` and at the edges of block elements; `<br><br>` is a paragraph's end, as most Korean
/// bodies have no `<p>` (98.5 % of one paper's). Scripts, styles, templates and hidden elements are skipped.
enum HTMLText {
  /// Lines of one page; a real page has a few hundred.
  static let linesMax = 50_000

  /// The lines and metadata of `page`.
  static func read(_ page: String) -> HTMLPage {
    // libxml2 ends a text at a NUL.
    var source = Array(page.utf8)
    for index in source.indices where source[index] == 0 { source[index] = 0x20 }
    let bytes = TagLimits.apply(source)
    let builder = PageBuilder()
    var events = html_events(
      context: Unmanaged.passUnretained(builder).toOpaque(),
      start: { context, name, attributes in
        guard let context, let name else { return }
        Unmanaged<PageBuilder>.fromOpaque(context).takeUnretainedValue()
          .start(String(cString: name), HTMLText.attributes(attributes))
      },
      end: { context, name in
        guard let context, let name else { return }
        Unmanaged<PageBuilder>.fromOpaque(context).takeUnretainedValue().end(String(cString: name))
      },
      text: { context, bytes, count in
        guard let context, let bytes, count > 0 else { return }
        let buffer = UnsafeRawBufferPointer(start: bytes, count: Int(count))
        let text = String(decoding: buffer, as: UTF8.self)
        Unmanaged<PageBuilder>.fromOpaque(context).takeUnretainedValue().text(text)
      })
    bytes.withUnsafeBytes { raw in
      let start = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      _ = html_parse_events(start, Int32(clamping: raw.count), &events)
    }
    return withExtendedLifetime(builder) { builder.finish() }
  }

  private static func attributes(_ list: UnsafePointer<UnsafePointer<CChar>?>?) -> [(String, String)] {
    guard let list else { return [] }
    var attributes: [(String, String)] = []
    var index = 0
    while let name = list[index] {
      attributes.append((String(cString: name), list[index + 1].map { String(cString: $0) } ?? ""))
      index += 2
    }
    return attributes
  }
}
