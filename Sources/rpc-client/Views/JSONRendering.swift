import RPCCore

extension RPCJSON {
  /// The value on one line, with its line feed.
  var line: String { String(decoding: bytes, as: UTF8.self) + "\n" }

  /// The value indented by two blanks a level, with its line feed. Arrays of numbers stay on one line.
  func indented(colours: Bool = false) -> String {
    var text = ""
    JSONRendering(colours: colours).write(self, into: &text, indent: "")
    return text + "\n"
  }
}

/// JSON for reading: indented, and coloured by kind of value.
private struct JSONRendering {
  let colours: Bool

  private enum Colour: String {
    case name = "34"
    case string = "32"
    case number = "36"
    case literal = "35"
  }

  func write(_ value: RPCJSON, into text: inout String, indent: String) {
    switch value {
    case .array(let elements) where elements.contains(where: Self.isStructured):
      write(elements.map { (nil, $0) }, "[", "]", into: &text, indent: indent)
    case .object(let members) where !members.isEmpty:
      write(members.map { ($0.name, $0.value) }, "{", "}", into: &text, indent: indent)
    case .string: text += painted(literal(value), .string)
    case .number: text += painted(literal(value), .number)
    case .bool, .null: text += painted(literal(value), .literal)
    case .array, .object: text += literal(value)
    }
  }

  private func literal(_ value: RPCJSON) -> String { String(decoding: value.bytes, as: UTF8.self) }

  private func painted(_ text: String, _ colour: Colour) -> String {
    colours ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  private static func isStructured(_ value: RPCJSON) -> Bool {
    switch value {
    case .null, .bool, .number: false
    default: true
    }
  }

  private func write(
    _ items: [(name: String?, value: RPCJSON)], _ open: String, _ close: String, into text: inout String,
    indent: String
  ) {
    text += open
    for (index, item) in items.enumerated() {
      text += (index == 0 ? "\n" : ",\n") + indent + "  "
      if let name = item.name { text += painted(literal(.string(name)), .name) + ": " }
      write(item.value, into: &text, indent: indent + "  ")
    }
    text += "\n" + indent + close
  }
}
