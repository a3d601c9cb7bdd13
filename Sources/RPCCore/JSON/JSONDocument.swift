/// A JSON text that has passed the strict scanner, and where its values are in it.
///
/// The nodes are in document order; a container's children follow it, and `next` leads past them. An object's
/// children alternate name and value. Cheap to copy: both arrays are shared.
struct JSONDocument: Sendable {
  enum Kind: UInt8 {
    case null, `true`, `false`, number, string, escapedString, array, object
  }

  struct Node {
    var kind: Kind
    /// The value's bytes; of a string the part between the quotes.
    var start: Int32, end: Int32
    /// The index of the node after this value and all within it.
    var next: Int32
  }

  let bytes: [UInt8]
  let nodes: [Node]

  /// Scans `bytes` as one JSON text (RFC 8259) in one pass.
  init(scanning bytes: [UInt8], depthMax: Int, valuesMax: Int) throws(JSONScanError) {
    var scanner = JSONScanner(depthMax: depthMax, valuesMax: valuesMax)
    try bytes.withUnsafeBufferPointer { (text) throws(JSONScanError) in try scanner.scan(text) }
    self.bytes = bytes
    nodes = scanner.nodes
  }

  var root: JSONSpan { JSONSpan(document: self, index: 0) }
}

/// One value inside a document.
struct JSONSpan: Sendable {
  let document: JSONDocument
  let index: Int

  private var node: JSONDocument.Node { document.nodes[index] }

  var kind: JSONDocument.Kind { node.kind }
  var isString: Bool { kind == .string || kind == .escapedString }

  /// The value's own bytes, quotes included.
  var rawBytes: ArraySlice<UInt8> {
    isString
      ? document.bytes[Int(node.start) - 1..<Int(node.end) + 1]
      : document.bytes[Int(node.start)..<Int(node.end)]
  }

  /// Byte offset of the value in the frame.
  var offset: Int { Int(node.start) - (isString ? 1 : 0) }

  /// What the value is called in an error message.
  var typeName: String {
    switch kind {
    case .null: "null"
    case .true, .false: "boolean"
    case .number: "number"
    case .string, .escapedString: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// The elements of an array, or names and values of an object in turn.
  var children: Children { Children(document: document, index: index + 1, end: Int(node.next)) }

  struct Children: Sequence, IteratorProtocol {
    let document: JSONDocument
    var index: Int
    let end: Int

    mutating func next() -> JSONSpan? {
      guard index < end else { return nil }
      defer { index = Int(document.nodes[index].next) }
      return JSONSpan(document: document, index: index)
    }
  }

  /// The value of the member `name`, if this is an object that has it.
  func member(_ name: StaticString) -> JSONSpan? {
    guard kind == .object else { return nil }
    var children = children
    while let key = children.next(), let value = children.next() {
      if key.equals(name) { return value }
    }
    return nil
  }

  /// Whether this is a string that reads `text`.
  func equals(_ text: StaticString) -> Bool {
    guard kind == .string else { return isString && string == text.description }
    let count = Int(node.end - node.start)
    guard count == text.utf8CodeUnitCount else { return false }
    return document.bytes.withUnsafeBufferPointer { bytes in
      (0..<count).allSatisfy { bytes[Int(node.start) + $0] == text.utf8Start[$0] }
    }
  }

  /// The text of a string, its escapes resolved. Only for strings.
  var string: String {
    let part = document.bytes[Int(node.start)..<Int(node.end)]
    return kind == .string ? String(decoding: part, as: UTF8.self) : JSONSpan.unescaped(part)
  }

  /// The literal of a number. Only for numbers.
  var literal: String { String(decoding: document.bytes[Int(node.start)..<Int(node.end)], as: UTF8.self) }

  /// The span as a tree. Duplicate names are refused.
  func value() throws(JSONScanError) -> RPCJSON {
    switch kind {
    case .null: return .null
    case .true: return .bool(true)
    case .false: return .bool(false)
    case .number: return .number(literal)
    case .string, .escapedString: return .string(string)
    case .array:
      var elements: [RPCJSON] = []
      for child in children { elements.append(try child.value()) }
      return .array(elements)
    case .object:
      var members: [RPCJSON.Member] = []
      var names: Set<String> = []
      var children = children
      while let name = children.next(), let value = children.next() {
        guard names.insert(name.string).inserted else {
          throw JSONScanError(offset: name.offset, reason: "duplicate member name")
        }
        members.append(RPCJSON.Member(name.string, try value.value()))
      }
      return .object(members)
    }
  }

  /// Resolves the escapes of RFC 8259 section 7; the scanner has checked that they are well formed.
  private static func unescaped(_ text: ArraySlice<UInt8>) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var index = text.startIndex
    func unit(at start: Int) -> UInt32 {
      text[start..<start + 4].reduce(0) { $0 << 4 | UInt32(JSONScanner.hexValue($1) ?? 0) }
    }
    while index < text.endIndex {
      guard text[index] == UInt8(ascii: "\\") else {
        output.append(text[index])
        index += 1
        continue
      }
      let escape = text[index + 1]
      index += 2
      switch escape {
      case UInt8(ascii: "b"): output.append(0x08)
      case UInt8(ascii: "f"): output.append(0x0C)
      case UInt8(ascii: "n"): output.append(0x0A)
      case UInt8(ascii: "r"): output.append(0x0D)
      case UInt8(ascii: "t"): output.append(0x09)
      case UInt8(ascii: "u"):
        var value = unit(at: index)
        index += 4
        if (0xD800...0xDBFF).contains(value) {
          value = 0x10000 + (value - 0xD800) << 10 + (unit(at: index + 2) - 0xDC00)
          index += 6
        }
        if let scalar = Unicode.Scalar(value) { output.append(contentsOf: UTF8.encode(scalar)!) }
      default: output.append(escape)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
