private import CHTMLEvents
private import Foundation

/// Turns a page into lines: the first stage for HTML.
///
/// A line ends at `<br>` and at the edges of block elements; `<br><br>` is a paragraph's end, as most Korean
/// bodies have no `<p>` (98.5 % of one paper's). Scripts, styles, templates and hidden elements are skipped.
enum HTMLText {
  /// Lines of one page; a real page has a few hundred.
  static let linesMax = 20_000

  /// The lines and metadata of `page`.
  static func read(_ page: String) -> HTMLPage {
    // libxml2 ends a text at a NUL.
    var source = Array(page.utf8)
    let hasNull = source.withUnsafeBytes { bytes in
      bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    }
    if hasNull { for index in source.indices where source[index] == 0 { source[index] = 0x20 } }
    let bytes = PageTrim.apply(source)
    var builder = PageBuilder()
    let isWhole = withUnsafeMutablePointer(to: &builder) { parse(bytes, into: $0) }
    var result = builder.finish()
    if !isWhole { result.truncated = true }
    return result
  }

  /// Hands the events of `page` to `builder`, which nobody else uses meanwhile. Returns whether all of it was read.
  private static func parse(_ page: [UInt8], into builder: UnsafeMutablePointer<PageBuilder>) -> Bool {
    var events = html_events(
      context: builder,
      start: { context, name, attributes in
        guard let context, let name else { return }
        context.assumingMemoryBound(to: PageBuilder.self).pointee.start(name, TagAttributes(attributes))
      },
      end: { context, name in
        guard let context, let name else { return }
        context.assumingMemoryBound(to: PageBuilder.self).pointee.end(name)
      },
      text: { context, bytes, count in
        guard let context, let bytes, count > 0 else { return }
        let text = UnsafeRawBufferPointer(start: bytes, count: Int(count))
        context.assumingMemoryBound(to: PageBuilder.self).pointee.text(text)
      })
    return page.withUnsafeBytes { raw in
      let start = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      return html_parse_events(start, Int32(clamping: raw.count), &events) == 0
    }
  }
}
