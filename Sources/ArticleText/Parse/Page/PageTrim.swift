private import Foundation

/// Cuts from a page what the parser need not see, and what would make it slow.
///
/// Scripts, styles and comments hold no text, and are half of a page. Attributes, their length and the depth of elements are
/// bounded: libxml2 compares every attribute of a tag with every other, and looks for an end tag through all open elements, both
/// quadratic on hostile pages. Text that a browser shows is not cut. What this misses, `html_parse_events` stops.
///
/// Source: WHATWG HTML, section 13.2.5, "Tokenization", for where tags, scripts and comments end.
enum PageTrim {
  /// Attributes of one tag, those in quotation marks counted twice; real pages stay below 60.
  static let attributesMax = 512
  /// Bytes of an attribute's value; longer ones are pictures or data of scripts.
  static let valueBytesMax = 16_384
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
  /// The names of the open elements.
  private var open: [UInt64] = []
  private var tags = 0
  /// Quotation marks that are known not to come again: looked for once.
  private var isGone: (double: Bool, single: Bool) = (false, false)
  /// Elements of text whose end tag is not there any more.
  private var endless: Set<UInt64> = []

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
      } else if next == UInt8(ascii: "?") {
        index = find(UInt8(ascii: ">"), from: start + 2).map { $0 + 1 } ?? page.count
      } else {
        index = start + 1
      }
    }
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? { find(byte, in: start..<page.count) }

  private func find(_ byte: UInt8, in range: Range<Int>) -> Int? {
    guard !range.isEmpty, let base = page.baseAddress,
      let found = memchr(base + range.lowerBound, Int32(byte), range.count)
    else { return nil }
    return base.distance(to: found.assumingMemoryBound(to: UInt8.self))
  }

  // MARK: Tags

  private mutating func startTag(at start: Int) -> Int {
    let name = TagName(page, at: start + 1)
    let before = cuts.count
    let (end, closesItself) = attributes(from: start + 1 + name.count)
    tags += 1
    let nests = !closesItself && !Self.void.contains(name.hash)
    // These end an open one of their own kind.
    let replaces = Self.repeating.contains(name.hash) && open.last == name.hash
    let isCut = tags > PageTrim.tagsMax || (nests && !replaces && open.count >= PageTrim.depthMax)
    if isCut {
      cuts.removeSubrange(before...)
      cuts.append(start..<end)
    } else if nests, !replaces, !Self.raw.contains(name.hash) {
      open.append(name.hash)
    }
    guard !closesItself else { return end }
    if Self.raw.contains(name.hash) { return rawText(of: name, tag: start..<end, isCut: isCut) }
    if Self.escapable.contains(name.hash) { return escapableText(of: name, from: end) }
    return end
  }

  private mutating func endTag(at start: Int) -> Int {
    let name = TagName(page, at: start + 2)
    let end = find(UInt8(ascii: ">"), from: start + 2 + name.count).map { $0 + 1 } ?? page.count
    tags += 1
    if let index = open.lastIndex(of: name.hash) { open.removeSubrange(index...) }
    if tags > PageTrim.tagsMax { cuts.append(start..<end) }
    return end
  }

  /// Reads on from behind a tag's name: where the tag ends, exclusive, and whether it closes itself. Attributes that are too long
  /// or too many are cut.
  private mutating func attributes(from start: Int) -> (end: Int, closesItself: Bool) {
    var index = start
    var count = 0
    /// Where the attribute begins, once there is a name, and whether its value is awaited.
    var attribute: Int?
    var awaitsValue = false
    var isBare = false
    var cutFrom: Int?
    while index < page.count {
      let byte = page[index]
      if byte == UInt8(ascii: ">") {
        if let cutFrom, cutFrom < index { cuts.append(cutFrom..<index) }
        return (index + 1, !isBare && page[index - 1] == UInt8(ascii: "/"))
      }
      if Self.isSpace(byte) {
        isBare = false
      } else if isBare {
        // In a value without quotation marks nothing but a blank and the tag's end means anything.
      } else if byte == UInt8(ascii: "=") {
        awaitsValue = attribute != nil
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        if awaitsValue, let begin = attribute, let close = closingQuote(byte, from: index + 1) {
          if cutFrom == nil, close - index > PageTrim.valueBytesMax { cuts.append(begin..<close + 1) }
          index = close
          (attribute, awaitsValue) = (nil, false)
          count += 1
        }
      } else if awaitsValue {
        (attribute, awaitsValue, isBare) = (nil, false, true)
      } else if attribute == nil || Self.isSpace(page[index - 1]) {
        attribute = index
        count += 1
      }
      if count > PageTrim.attributesMax, cutFrom == nil { cutFrom = index + 1 }
      index += 1
    }
    if let cutFrom, cutFrom < page.count { cuts.append(cutFrom..<page.count) }
    return (page.count, false)
  }

  private mutating func closingQuote(_ quote: UInt8, from start: Int) -> Int? {
    let isDouble = quote == UInt8(ascii: "\"")
    if isDouble ? isGone.double : isGone.single { return nil }
    let close = find(quote, from: start)
    if close == nil {
      if isDouble { isGone.double = true } else { isGone.single = true }
    }
    return close
  }

  // MARK: Text that is no markup

  /// Script and style: cut, but for JSON-LD; of an element without an end nothing is.
  private mutating func rawText(of name: TagName, tag: Range<Int>, isCut: Bool) -> Int {
    guard let close = endTag(of: name, from: tag.upperBound) else { return page.count }
    if isCut {
      let end = find(UInt8(ascii: ">"), from: close).map { $0 + 1 } ?? page.count
      cuts.append(tag.upperBound..<end)
      return end
    }
    if tag.upperBound < close, name.hash == Self.style || !isLinkedData(tag) {
      cuts.append(tag.upperBound..<close)
    }
    let end = find(UInt8(ascii: ">"), from: close).map { $0 + 1 } ?? page.count
    return end
  }

  /// Title, textarea and the like: no comment begins in them, which libxml2 does not know.
  private mutating func escapableText(of name: TagName, from start: Int) -> Int {
    // An end that is missing once is missing for all later ones: the page is not read to its end again and again.
    guard !endless.contains(name.hash), let close = endTag(of: name, from: start) else {
      endless.insert(name.hash)
      return start
    }
    var index = start
    while let open = find(UInt8(ascii: "<"), in: index..<close) {
      if page[open + 1] == UInt8(ascii: "!") || page[open + 1] == UInt8(ascii: "?") {
        cuts.append(open..<open + 1)
      }
      index = open + 1
    }
    return close
  }

  private func endTag(of name: TagName, from start: Int) -> Int? {
    var index = start
    while let open = find(UInt8(ascii: "<"), from: index) {
      if open + 2 < page.count, page[open + 1] == UInt8(ascii: "/"),
        TagName(page, at: open + 2).hash == name.hash
      {
        return open
      }
      index = open + 1
    }
    return nil
  }

  /// Whether a script's tag says that it holds JSON-LD; some servers write the plus as a reference.
  private func isLinkedData(_ tag: Range<Int>) -> Bool {
    var index = tag.lowerBound
    while index + 3 <= tag.upperBound {
      if page[index] | 0x20 == UInt8(ascii: "l"), page[index + 1] | 0x20 == UInt8(ascii: "d"),
        page[index + 2] == UInt8(ascii: "+") || page[index + 2] == UInt8(ascii: "&")
      {
        return true
      }
      index += 1
    }
    return false
  }

  /// `<!-- … -->`, of which `<!-->` is the shortest, is cut; a comment without an end is left to the parser. Other declarations end
  /// at the first ">".
  private mutating func comment(at start: Int) -> Int {
    guard start + 3 < page.count, page[start + 2] == UInt8(ascii: "-"), page[start + 3] == UInt8(ascii: "-")
    else {
      return find(UInt8(ascii: ">"), from: start + 2).map { $0 + 1 } ?? page.count
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

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static let style = TagName.hash("style")
  private static let raw: Set<UInt64> = [TagName.hash("script"), style]
  private static let escapable = names("title textarea xmp iframe noembed noframes")
  /// Elements that libxml2 takes for empty.
  private static let void = names("area base basefont br col frame hr img input isindex link meta param")
  /// Elements that libxml2 ends when the next of their kind begins.
  private static let repeating = names("li option p td th tr")

  private static func names(_ list: String) -> Set<UInt64> {
    Set(list.split(separator: " ").map { TagName.hash(String($0)) })
  }
}

/// A tag's name, as libxml2 reads it: letters, digits and four signs.
private struct TagName {
  /// Bytes that it takes in the page.
  let count: Int
  /// FNV-1a of the name in lower case, 64 bits.
  let hash: UInt64

  init(_ page: UnsafeBufferPointer<UInt8>, at start: Int) {
    var hash = Self.offset
    var index = start
    while index < page.count, index - start < 100 {
      let byte = page[index]
      switch byte {
      case 0x61...0x7A, 0x41...0x5A: hash = Self.step(hash, byte | 0x20)
      case 0x30...0x39, UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        hash = Self.step(hash, byte)
      default:
        (count, self.hash) = (index - start, hash)
        return
      }
      index += 1
    }
    (count, self.hash) = (index - start, hash)
  }

  static func hash(_ name: String) -> UInt64 { name.utf8.reduce(offset) { step($0, $1) } }

  private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325
  private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}
