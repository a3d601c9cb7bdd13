/// Encodes `Encodable` values straight to JSON text: no tree of boxes in between.
///
/// Containers write as they are filled, so they must be used as synthesised code does: one at a time, the inner
/// one before the next member of the outer one.
enum JSONEncoding {
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let writer = JSONWriter()
    try writer.encode(value, path: [])
    return writer.finish()
  }
}

/// The text and its open containers, shared by all encoders and containers of one value. Used by one task only.
private final class JSONWriter {
  private var text = JSONText(capacity: 1024)
  /// For each open container whether it is an object, and whether it has a member yet.
  private var open: [(isObject: Bool, isEmpty: Bool)] = []

  func finish() -> [UInt8] {
    close(to: 0)
    return text.bytes
  }

  /// Opens a container and says how deep it lies.
  func openContainer(isObject: Bool) -> Int {
    text.append(byte: isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
    open.append((isObject, true))
    return open.count
  }

  /// Ends every container that lies deeper than `depth`.
  func close(to depth: Int) {
    while open.count > depth {
      text.append(byte: open.removeLast().isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    }
  }

  func beginElement(at depth: Int, name: String? = nil) {
    precondition(open.count >= depth, "a container was used after a later one of its parent")
    close(to: depth)
    if !open[depth - 1].isEmpty { text.append(byte: UInt8(ascii: ",")) }
    open[depth - 1].isEmpty = false
    if let name {
      text.append(string: name)
      text.append(byte: UInt8(ascii: ":"))
    }
  }

  func encodeNull() { text.append(literal: "null") }

  func encode(_ value: some Encodable, path: [any CodingKey]) throws {
    switch value {
    case let value as String: text.append(string: value)
    case let value as Bool: text.append(literal: value ? "true" : "false")
    case let value as Double: try text.append(double: value)
    case let value as Float: try text.append(double: Double(value))
    case let value as any BinaryInteger: text.append(raw: String(value).utf8)
    case let value as RPCJSON: text.append(value)
    default:
      let depth = open.count
      let before = text.bytes.count
      try value.encode(to: JSONValueEncoder(writer: self, codingPath: path))
      close(to: depth)
      // A value that encodes nothing is an empty object, as with Foundation's encoder.
      if text.bytes.count == before { text.append(literal: "{}") }
    }
  }
}

private struct JSONValueEncoder: Encoder {
  let writer: JSONWriter
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(
      JSONObjectContainer(writer: writer, codingPath: codingPath, depth: writer.openContainer(isObject: true))
    )
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONArrayContainer(writer: writer, codingPath: codingPath, depth: writer.openContainer(isObject: false))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    JSONSingleContainer(writer: writer, codingPath: codingPath)
  }
}

private struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: JSONWriter
  let codingPath: [any CodingKey]
  let depth: Int

  func encodeNil(forKey key: Key) {
    writer.beginElement(at: depth, name: key.stringValue)
    writer.encodeNull()
  }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    writer.beginElement(at: depth, name: key.stringValue)
    try writer.encode(value, path: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    writer.beginElement(at: depth, name: key.stringValue)
    return JSONValueEncoder(writer: writer, codingPath: codingPath + [key]).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    writer.beginElement(at: depth, name: key.stringValue)
    return JSONValueEncoder(writer: writer, codingPath: codingPath + [key]).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { superEncoder(named: "super") }
  func superEncoder(forKey key: Key) -> any Encoder { superEncoder(named: key.stringValue) }

  private func superEncoder(named name: String) -> any Encoder {
    writer.beginElement(at: depth, name: name)
    return JSONValueEncoder(writer: writer, codingPath: codingPath)
  }
}

private struct JSONArrayContainer: UnkeyedEncodingContainer {
  let writer: JSONWriter
  let codingPath: [any CodingKey]
  let depth: Int
  var count = 0

  private mutating func begin() {
    writer.beginElement(at: depth)
    count += 1
  }

  mutating func encodeNil() {
    begin()
    writer.encodeNull()
  }

  mutating func encode(_ value: some Encodable) throws {
    begin()
    try writer.encode(value, path: codingPath)
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<
    Nested
  > {
    begin()
    return JSONValueEncoder(writer: writer, codingPath: codingPath).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    begin()
    return JSONValueEncoder(writer: writer, codingPath: codingPath).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    begin()
    return JSONValueEncoder(writer: writer, codingPath: codingPath)
  }
}

private struct JSONSingleContainer: SingleValueEncodingContainer {
  let writer: JSONWriter
  let codingPath: [any CodingKey]

  func encodeNil() { writer.encodeNull() }
  func encode(_ value: some Encodable) throws { try writer.encode(value, path: codingPath) }
}
