import RPCCore

extension RPCJSON {
  /// The value on one line, with its line feed.
  var line: String { String(decoding: bytes, as: UTF8.self) + "\n" }

  /// The value indented by two blanks a level, with its line feed. Arrays of numbers stay on one line.
  var indented: String {
    var text = ""
    render(into: &text, indent: "")
    return text + "\n"
  }

  private func render(into text: inout String, indent: String) {
    switch self {
    case .array(let elements) where elements.contains(where: \.isStructured):
      renderItems(elements.map { (nil, $0) }, "[", "]", into: &text, indent: indent)
    case .object(let members) where !members.isEmpty:
      renderItems(members.map { ($0.name, $0.value) }, "{", "}", into: &text, indent: indent)
    default: text += String(decoding: bytes, as: UTF8.self)
    }
  }

  private var isStructured: Bool {
    switch self {
    case .null, .bool, .number: false
    default: true
    }
  }

  private func renderItems(
    _ items: [(name: String?, value: RPCJSON)], _ open: String, _ close: String, into text: inout String,
    indent: String
  ) {
    text += open
    for (index, item) in items.enumerated() {
      text += (index == 0 ? "\n" : ",\n") + indent + "  "
      if let name = item.name { text += String(decoding: RPCJSON.string(name).bytes, as: UTF8.self) + ": " }
      item.value.render(into: &text, indent: indent + "  ")
    }
    text += "\n" + indent + close
  }
}
