import RPCCore

/// Shows where in a JSON value or a text an error is: a line of it, and a caret under the place.
struct ErrorPlace {
  /// How wide a line may be.
  let columns: Int

  /// The member at `pointer` (RFC 6901, into the request: it begins with /params) in its surroundings; the nearest one that
  /// there is, where it is missing.
  func lines(of params: RPCJSON, at pointer: String) -> [String] {
    guard pointer == "/params" || pointer.hasPrefix("/params/") else { return [] }
    let path = pointer.split(separator: "/").dropFirst().map {
      String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
    }
    var excerpt = Excerpt()
    excerpt.write(params, path: path[...])
    return lines(excerpt.scalars, mark: excerpt.marked ?? 0..<excerpt.scalars.count)
  }

  /// The byte at `offset` of a text in its line.
  func lines(of bytes: [UInt8], atByte offset: Int) -> [String] {
    let offset = min(max(0, offset), bytes.count)
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    // Bytes that are no UTF-8 become one mark each or less; the caret may then be off by some columns.
    let before = String(decoding: bytes[start..<offset], as: UTF8.self).unicodeScalars
    let line = Array(before) + Array(String(decoding: bytes[offset..<end], as: UTF8.self).unicodeScalars)
    return lines(line, mark: before.count..<before.count + 1)
  }

  /// The scalars around the mark that fit, and carets under it.
  private func lines(_ scalars: [Unicode.Scalar], mark: Range<Int>) -> [String] {
    var first = mark.lowerBound
    var room = columns / 2
    while first > 0, room >= TextWidth.columns(scalars[first - 1]) {
      first -= 1
      room -= TextWidth.columns(scalars[first])
    }
    var last = first
    room = columns - 2
    while last < scalars.count, room >= TextWidth.columns(scalars[last]) {
      room -= TextWidth.columns(scalars[last])
      last += 1
    }
    func width(_ range: Range<Int>) -> Int { scalars[range].reduce(0) { $0 + TextWidth.columns($1) } }
    let shown = TextWidth.printable(String(String.UnicodeScalarView(scalars[first..<last])))
    let lead = first > 0 ? "…" : ""
    let marked = mark.clamped(to: first..<last)
    let carets = String(repeating: "^", count: max(1, width(marked)))
    return [
      lead + shown + (last < scalars.count ? "…" : ""),
      String(repeating: " ", count: lead.unicodeScalars.count + width(first..<mark.lowerBound)) + carets,
    ]
  }

  /// JSON on one line, with long texts and lists cut where the place is not.
  private struct Excerpt {
    private static let textMax = 32
    private static let elementsMax = 4

    var scalars: [Unicode.Scalar] = []
    var marked: Range<Int>?

    mutating func write(_ value: RPCJSON, path: ArraySlice<String>) {
      let start = scalars.count
      switch value {
      case .object(let members): write(members.map { ($0.name, $0.value) }, "{", "}", path)
      case .array(let elements): write(elements.enumerated().map { (String($0), $1) }, "[", "]", path)
      case .string(let text) where text.unicodeScalars.count > Self.textMax:
        append("\"" + String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.textMax))) + "…\"")
      default: append(String(decoding: value.bytes, as: UTF8.self))
      }
      if path.isEmpty, marked == nil { marked = start..<scalars.count }
    }

    private mutating func write(
      _ items: [(name: String, value: RPCJSON)], _ open: String, _ close: String, _ path: ArraySlice<String>
    ) {
      let start = scalars.count
      append(open)
      let chosen = path.first.flatMap { name in items.firstIndex { $0.name == name } }
      var isFirst = true
      for (index, item) in items.enumerated() {
        guard index < Self.elementsMax || index == chosen else { continue }
        if !isFirst { append(",") }
        isFirst = false
        let member = scalars.count
        if open == "{" { append(String(decoding: RPCJSON.string(item.name).bytes, as: UTF8.self) + ":") }
        write(item.value, path: index == chosen ? path.dropFirst() : ["\u{0}"])
        // The name belongs to what is marked: it may be what is wrong.
        if index == chosen, path.count == 1 { marked = member..<scalars.count }
      }
      if items.count > Self.elementsMax { append(",…") }
      append(close)
      // What is missing is missing here.
      if path.first.map({ $0 != "\u{0}" }) == true, chosen == nil, marked == nil {
        marked = start..<scalars.count
      }
    }

    private mutating func append(_ text: String) { scalars.append(contentsOf: text.unicodeScalars) }
  }
}
