/// Cuts from a page what would make the parser slow, before the parser sees it.
///
/// libxml2 compares every attribute of a tag with every other, and looks for an end tag through all open
/// elements: both are quadratic on hostile pages. Text is never cut, only tags and attributes.
enum TagLimits {
  /// Attributes of one tag; real pages stay below 60.
  static let attributesMax = 256
  /// Bytes of one tag.
  static let tagBytesMax = 65_536
  /// Open elements; real pages stay below 60.
  static let depthMax = 512
  /// Tags of one page; real pages stay below 30,000.
  static let tagsMax = 200_000

  /// `page` within the limits; the same bytes when it is within them already.
  ///
  /// O(count).
  static func apply(_ page: [UInt8]) -> [UInt8] {
    var scanner = TagScanner(page)
    scanner.run()
    guard !scanner.cuts.isEmpty else { return page }
    var output: [UInt8] = []
    output.reserveCapacity(page.count)
    var kept = 0
    for cut in scanner.cuts {
      output.append(contentsOf: page[kept..<cut.lowerBound])
      kept = cut.upperBound
    }
    output.append(contentsOf: page[kept...])
    return output
  }
}

/// One pass over the tags of a page.
private struct TagScanner {
  let page: [UInt8]
  /// What to leave out, in order.
  var cuts: [Range<Int>] = []
  private var depth = 0
  private var tags = 0

  init(_ page: [UInt8]) { self.page = page }

  mutating func run() {
    var index = 0
    while index < page.count {
      guard page[index] == UInt8(ascii: "<"), index + 1 < page.count else {
        index += 1
        continue
      }
      let next = page[index + 1]
      if isLetter(next) {
        index = startTag(at: index)
      } else if next == UInt8(ascii: "/"), index + 2 < page.count, isLetter(page[index + 2]) {
        index = endTag(at: index)
      } else {
        index += 1
      }
    }
  }

  private mutating func startTag(at start: Int) -> Int {
    let name = name(at: start + 1)
    let (end, cutFrom) = tagEnd(from: start + 1 + name.count)
    tags += 1
    let nests = !Self.shallow.contains(name)
    if tags > TagLimits.tagsMax || (nests && depth >= TagLimits.depthMax) {
      cuts.append(start..<end)
      return end
    }
    if let cutFrom, cutFrom < end - 1 { cuts.append(cutFrom..<(end - 1)) }
    if nests { depth += 1 }
    // Inside script and style, "<" is no tag: go straight to the end tag.
    return Self.raw.contains(name) ? rawEnd(of: name, from: end) : end
  }

  private mutating func endTag(at start: Int) -> Int {
    let name = name(at: start + 2)
    var end = start + 2 + name.count
    while end < page.count, page[end] != UInt8(ascii: ">"), end - start < 256 { end += 1 }
    end = min(end + 1, page.count)
    tags += 1
    if !Self.shallow.contains(name) { depth = max(0, depth - 1) }
    if tags > TagLimits.tagsMax { cuts.append(start..<end) }
    return end
  }

  /// Where the tag ends, exclusive, and from where its attributes are too many.
  private func tagEnd(from start: Int) -> (end: Int, cutFrom: Int?) {
    var index = start
    var quote: UInt8?
    var attributes = 0
    var cutFrom: Int?
    while index < page.count {
      let byte = page[index]
      if cutFrom == nil, index - start >= TagLimits.tagBytesMax {
        // An unclosed quotation mark may have swallowed half the page: give it up here.
        cutFrom = index
        quote = nil
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return (index + 1, cutFrom)
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        if index > start, page[index - 1] == UInt8(ascii: "=") || isSpace(page[index - 1]) { quote = byte }
      } else if isSpace(byte), index + 1 < page.count, !isSpace(page[index + 1]) {
        attributes += 1
        if attributes > TagLimits.attributesMax, cutFrom == nil { cutFrom = index }
      }
      index += 1
    }
    return (page.count, cutFrom)
  }

  private func rawEnd(of name: [UInt8], from start: Int) -> Int {
    var index = start
    while index + name.count + 2 <= page.count {
      if page[index] == UInt8(ascii: "<"), page[index + 1] == UInt8(ascii: "/"),
        self.name(at: index + 2) == name
      {
        return index
      }
      index += 1
    }
    return page.count
  }

  /// The tag's name at `start`, lower case, at most 16 bytes.
  private func name(at start: Int) -> [UInt8] {
    page[start..<min(start + 16, page.count)].prefix { isLetter($0) || (0x30...0x39).contains($0) }
      .map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static let raw: Set<[UInt8]> = [Array("script".utf8), Array("style".utf8)]
  /// Elements that are empty or that close each other: they do not deepen the tree by being left open.
  private static let shallow: Set<[UInt8]> = Set(
    [
      "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
      "p",
      "param", "source", "td", "th", "tr", "track", "wbr",
    ].map { Array($0.utf8) })
}
