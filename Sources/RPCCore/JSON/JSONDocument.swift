/// A JSON text that has passed the strict scanner, and where its values are in it.
///
/// The nodes are in document order; a container's children follow it, and `next` leads past them. An object's
/// children alternate name and value. A class, so that a span is two words and copies of it count one reference.
final class JSONDocument: Sendable {
  struct Node {
    var kind: JSONKind
    /// The value's bytes; of a string the part between the quotes.
    var start: Int32, end: Int32
    /// The index of the node after this value and all within it.
    var next: Int32
  }

  let bytes: [UInt8]
  let nodes: [Node]

  /// Scans `bytes` as one JSON text (RFC 8259) in one pass.
  init(scanning bytes: [UInt8], depthMax: Int, valuesMax: Int) throws(JSONScanError) {
    nodes = try bytes.withUnsafeBufferPointer { (text) throws(JSONScanError) in
      var scanner = JSONScanner(
        text, depthMax: depthMax, valuesMax: valuesMax,
        sink: NodeList(capacity: min(text.count / 16 + 8, 4096)))
      try scanner.scanText()
      return scanner.sink.nodes
    }
    self.bytes = bytes
  }

  /// Reads a text that has been scanned before, as part of its frame, and cannot fail any more.
  init(scanned bytes: [UInt8]) {
    do {
      let document = try JSONDocument(
        scanning: bytes, depthMax: JSONScanner<NodeList>.depthLimit, valuesMax: .max)
      (self.bytes, nodes) = (document.bytes, document.nodes)
    } catch {
      preconditionFailure("a scanned text is no JSON at byte \(error.offset)")
    }
  }

  var root: JSONSpan { JSONSpan(document: self, index: 0) }

  private struct NodeList: JSONValueSink {
    var nodes: [Node] = []
    /// Indices in `nodes` of the containers that are open.
    private var open: [Int32] = []

    init(capacity: Int) { nodes.reserveCapacity(capacity) }

    mutating func scalar(_ kind: JSONKind, _ start: Int, _ end: Int) {
      nodes.append(
        Node(kind: kind, start: Int32(start), end: Int32(end), next: Int32(nodes.count + 1)))
    }

    mutating func open(_ kind: JSONKind, at start: Int) {
      open.append(Int32(nodes.count))
      scalar(kind, start, start)
    }

    mutating func close(at end: Int) {
      let container = Int(open.removeLast())
      nodes[container].end = Int32(end)
      nodes[container].next = Int32(nodes.count)
    }
  }
}

/// One value inside a document.
struct JSONSpan: Sendable {
  let document: JSONDocument
  let index: Int

  private var node: JSONDocument.Node { document.nodes[index] }

  var kind: JSONKind { node.kind }
  var isString: Bool { kind == .string || kind == .escapedString }

  /// The value's own bytes, quotes included.
  var rawBytes: ArraySlice<UInt8> {
    isString
      ? document.bytes[Int(node.start) - 1..<Int(node.end) + 1]
      : document.bytes[Int(node.start)..<Int(node.end)]
  }

  /// Byte offset of the value in the text.
  var offset: Int { Int(node.start) - (isString ? 1 : 0) }

  /// What the value is called in an error message.
  var typeName: String { kind.typeName }

  /// Whether an array or object has nothing in it.
  var isEmpty: Bool { Int(node.next) == index + 1 }

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
    guard kind == .string else { return isString && string.reads(text.description) }
    return equals(utf8: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Whether the bytes between the quotes are these; only for strings without escapes.
  func equals(utf8 text: UnsafeBufferPointer<UInt8>) -> Bool {
    let (start, count) = (Int(node.start), Int(node.end - node.start))
    guard count == text.count else { return false }
    return document.bytes.withUnsafeBufferPointer { bytes in
      for offset in 0..<count where bytes[start + offset] != text[offset] { return false }
      return true
    }
  }

  /// The text of a string, its escapes resolved. Only for strings.
  var string: String {
    document.bytes.withUnsafeBufferPointer { bytes in
      let part = UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.end)])
      return kind == .string ? JSONStrings.string(checked: part) : JSONStrings.unescaped(part)
    }
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
      var names: Set<PeerName> = []
      var children = children
      while let name = children.next(), let value = children.next() {
        guard names.insert(PeerName(name.string)).inserted else {
          throw JSONScanError(offset: name.offset, reason: "duplicate member name")
        }
        members.append(RPCJSON.Member(name.string, try value.value()))
      }
      return .object(members)
    }
  }

  /// The JSON pointer (RFC 6901) from the document's root. Walks there from the root: for errors, not for the way.
  var pointer: String {
    var pointer = ""
    var container = document.root
    while container.index != index {
      var children = container.children
      var position = 0
      while let child = children.next() {
        let value = container.kind == .object ? children.next() ?? child : child
        guard index < Int(document.nodes[value.index].next) else {
          position += 1
          continue
        }
        pointer += "/" + (container.kind == .object ? JSONPointer.escaped(child.string) : "\(position)")
        container = value
        break
      }
      // A name has the pointer of its member, which begins after it.
      if container.index > index { break }
    }
    return pointer
  }
}

extension JSONKind {
  /// What a value of this kind is called in an error message.
  var typeName: String {
    switch self {
    case .null: "null"
    case .true, .false: "boolean"
    case .number: "number"
    case .string, .escapedString: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
