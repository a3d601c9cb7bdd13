private import Foundation

/// Cuts from a page what the parser need not see, and what would make it slow.
///
/// Scripts, styles and comments hold no text, and are half of a page. Tags and attributes are bounded: libxml2 compares every attribute of a tag with every other,
/// and looks for an end tag through all open elements, both quadratic on hostile pages. Text is never cut.
///
/// Source: WHATWG HTML, section 13.2.5, "Tokenization", for where scripts and comments end.
enum PageTrim {
  /// Attributes of one tag; real pages stay below 60.
  static let attributesMax = 256
  /// Bytes of one tag.
  static let tagBytesMax = 65_536
  /// Open elements; real pages stay below 60.
  static let depthMax = 512
  /// Tags of one page; real pages stay below 30,000.
  static let tagsMax = 200_000

  /// What is left of `page`. O(count).
  static func apply(_ page: [UInt8]) -> [UInt8] {
    page.withUnsafeBufferPointer { bytes in
      var scanner = TagScanner(bytes)
      scanner.run()
      var output: [UInt8] = []
      output.reserveCapacity(page.count)
      var kept = 0
      for cut in scanner.cuts {
        output.append(contentsOf: bytes[kept..<cut.lowerBound])
        kept = cut.upperBound
      }
      output.append(contentsOf: bytes[kept...])
      return output
    }
  }
}

/// One pass over the tags of a page.
private struct TagScanner {
  private let page: UnsafeBufferPointer<UInt8>
  /// What to leave out, in order.
  private(set) var cuts: [Range<Int>] = []
  private var depth = 0
  private var tags = 0

  init(_ page: UnsafeBufferPointer<UInt8>) { self.page = page }

  mutating func run() {
    var index = 0
    while let start = find(UInt8(ascii: "<"), from: index), start + 1 < page.count {
      let next = page[start + 1]
      if Self.isLetter(next) {
        index = startTag(at: start)
      } else if next == UInt8(ascii: "/"), start + 2 < page.count, Self.isLetter(page[start + 2]) {
        index = endTag(at: start)
      } else if next == UInt8(ascii: "!") {
        index = comment(at: start)
      } else {
        index = start + 1
      }
    }
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? {
    guard start < page.count, let base = page.baseAddress,
      let found = memchr(base + start, Int32(byte), page.count - start)
    else { return nil }
    return base.distance(to: found.assumingMemoryBound(to: UInt8.self))
  }

  private mutating func startTag(at start: Int) -> Int {
    let name = TagName(page, at: start + 1)
    let (end, cutFrom) = tagEnd(from: start + 1 + name.count)
    tags += 1
    let nests = !Self.shallow.contains(name.packed)
    if tags > PageTrim.tagsMax || (nests && depth >= PageTrim.depthMax) {
      cuts.append(start..<end)
      return end
    }
    if let cutFrom, cutFrom < end - 1 { cuts.append(cutFrom..<(end - 1)) }
    if nests { depth += 1 }
    guard Self.raw.contains(name.packed) else { return end }
    // Inside script and style, "<" is no tag: go straight to the end tag.
    let close = rawEnd(of: name, from: end)
    if !isLinkedData(start..<end), end < close { cuts.append(end..<close) }
    return close
  }

  private mutating func endTag(at start: Int) -> Int {
    let name = TagName(page, at: start + 2)
    var end = start + 2 + name.count
    while end < page.count, page[end] != UInt8(ascii: ">"), end - start < 256 { end += 1 }
    end = min(end + 1, page.count)
    tags += 1
    if !Self.shallow.contains(name.packed) { depth = max(0, depth - 1) }
    if tags > PageTrim.tagsMax { cuts.append(start..<end) }
    return end
  }

  /// `<!-- … -->`, of which `<!-->` is the shortest. Other declarations, and a comment without an end, are left to the parser.
  private mutating func comment(at start: Int) -> Int {
    guard start + 3 < page.count, page[start + 2] == UInt8(ascii: "-"), page[start + 3] == UInt8(ascii: "-")
    else {
      return start + 2
    }
    var index = start + 4
    while let close = find(UInt8(ascii: ">"), from: index) {
      let isEnd =
        page[close - 1] == UInt8(ascii: "-") && page[close - 2] == UInt8(ascii: "-")
        || (page[close - 1] == UInt8(ascii: "!") && page[close - 2] == UInt8(ascii: "-")
          && page[close - 3] == UInt8(ascii: "-") && close - 3 > start + 3)
      if isEnd {
        cuts.append(start..<close + 1)
        return close + 1
      }
      index = close + 1
    }
    return page.count
  }

  /// Where the tag ends, exclusive, and from where its attributes are too many.
  private func tagEnd(from start: Int) -> (end: Int, cutFrom: Int?) {
    var index = start
    var quote: UInt8?
    var attributes = 0
    var cutFrom: Int?
    while index < page.count {
      let byte = page[index]
      if cutFrom == nil, index - start >= PageTrim.tagBytesMax {
        // An unclosed quotation mark may have swallowed half the page: give it up here.
        cutFrom = index
        quote = nil
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return (index + 1, cutFrom)
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        if index > start, page[index - 1] == UInt8(ascii: "=") || Self.isSpace(page[index - 1]) {
          quote = byte
        }
      } else if Self.isSpace(byte), index + 1 < page.count, !Self.isSpace(page[index + 1]) {
        attributes += 1
        if attributes > PageTrim.attributesMax, cutFrom == nil { cutFrom = index }
      }
      index += 1
    }
    return (page.count, cutFrom)
  }

  private func rawEnd(of name: TagName, from start: Int) -> Int {
    var index = start
    while let open = find(UInt8(ascii: "<"), from: index) {
      if open + 2 < page.count, page[open + 1] == UInt8(ascii: "/"),
        TagName(page, at: open + 2).packed == name.packed
      {
        return open
      }
      index = open + 1
    }
    return page.count
  }

  /// Whether a script's tag says that it holds JSON-LD.
  private func isLinkedData(_ tag: Range<Int>) -> Bool {
    var index = tag.lowerBound
    while let plus = find(UInt8(ascii: "+"), from: index), plus < tag.upperBound {
      if plus >= 2, page[plus - 2] | 0x20 == UInt8(ascii: "l"), page[plus - 1] | 0x20 == UInt8(ascii: "d") {
        return true
      }
      index = plus + 1
    }
    return false
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static let raw: Set<UInt64> = [TagName.packed("script"), TagName.packed("style")]
  /// Elements that are empty or that close each other: they do not deepen the tree by being left open.
  private static let shallow: Set<UInt64> = Set(
    [
      "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
      "p", "param",
      "source", "td", "th", "tr", "track", "wbr",
    ].map { TagName.packed($0) })
}

/// A tag's name in lower case, in one word.
private struct TagName {
  /// Bytes that it takes in the page.
  let count: Int
  /// The name, first byte lowest; 0 for one of more than eight bytes, none of which matters here.
  let packed: UInt64

  init(_ page: UnsafeBufferPointer<UInt8>, at start: Int) {
    var packed: UInt64 = 0
    var index = start
    while index < page.count, index - start < 16 {
      let byte = page[index]
      let isDigit = (0x30...0x39).contains(byte)
      guard isDigit || (0x61...0x7A).contains(byte | 0x20) else { break }
      if index - start < 8 { packed |= UInt64(isDigit ? byte : byte | 0x20) << UInt64(8 * (index - start)) }
      index += 1
    }
    count = index - start
    self.packed = count > 8 ? 0 : packed
  }

  static func packed(_ name: String) -> UInt64 {
    name.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
