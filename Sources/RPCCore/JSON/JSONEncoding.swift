/// Encodes `Encodable` values straight to JSON text: no tree of boxes in between.
///
/// Containers write as they are filled, so they must be used as synthesised code does: one at a time, the inner
/// one before the next member of the outer one. Coding paths are not kept: an error of encoding is a defect of the
/// service, and a path for every member would cost an allocation each.
enum JSONEncoding {
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    var text = JSONText(capacity: 1024)
    try append(value, to: &text)
    return text.bytes
  }

  /// Appends `value`; when it throws, a part of it may have been written.
  static func append(_ value: some Encodable, to text: inout JSONText) throws {
    let writer = JSONWriter(taking: &text)
    defer { text = writer.finish() }
    try writer.encode(value)
  }
}

/// The text and its open containers, shared by all encoders and containers of one value. Used by one task only.
private final class JSONWriter {
  var text: JSONText
  /// For each open container whether it is an object, and whether it has a member yet.
  private var open: [(isObject: Bool, isEmpty: Bool)] = []

  /// Takes the text over, so that there is never a second owner that would make it be copied.
  init(taking text: inout JSONText) {
    self.text = JSONText(capacity: 0)
    swap(&self.text, &text)
  }

  func finish() -> JSONText {
    close(to: 0)
    var result = JSONText(capacity: 0)
    swap(&result, &text)
    return result
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

  func beginElement(at depth: Int) {
    precondition(open.count >= depth, "a container was used after a later one of its parent")
    close(to: depth)
    if !open[depth - 1].isEmpty { text.append(byte: UInt8(ascii: ",")) }
    open[depth - 1].isEmpty = false
  }

  func beginMember(at depth: Int, name: String) {
    beginElement(at: depth)
    text.append(string: name)
    text.append(byte: UInt8(ascii: ":"))
  }

  func encodeNull() { text.append(literal: "null") }
  func encode(_ value: Bool) { text.append(literal: value ? "true" : "false") }

  func encode<Value: Encodable>(_ value: Value) throws {
    // Types are compared, not cast: a dynamic cast of every value costs more than writing most of them.
    if Value.self == RPCJSON.self, let json = value as? RPCJSON { return text.append(json) }
    let depth = open.count
    let before = text.count
    try value.encode(to: JSONValueEncoder(writer: self))
    close(to: depth)
    // A value that encodes nothing is an empty object, as with Foundation's encoder.
    if text.count == before { text.append(literal: "{}") }
  }
}

private struct JSONValueEncoder: Encoder {
  let writer: JSONWriter
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(
      JSONObjectContainer(writer: writer, depth: writer.openContainer(isObject: true)))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONArrayContainer(writer: writer, depth: writer.openContainer(isObject: false))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { JSONSingleContainer(writer: writer) }
}

private struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: JSONWriter
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  private func begin(_ key: Key) { writer.beginMember(at: depth, name: key.stringValue) }

  func encodeNil(forKey key: Key) {
    begin(key)
    writer.encodeNull()
  }

  func encode(_ value: String, forKey key: Key) {
    begin(key)
    writer.text.append(string: value)
  }

  func encode(_ value: Bool, forKey key: Key) {
    begin(key)
    writer.encode(value)
  }

  func encode(_ value: Int, forKey key: Key) {
    begin(key)
    writer.text.append(integer: value)
  }

  func encode(_ value: Double, forKey key: Key) throws {
    begin(key)
    try writer.text.append(double: value)
  }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    begin(key)
    try writer.encode(value)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    begin(key)
    return JSONValueEncoder(writer: writer).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    begin(key)
    return JSONValueEncoder(writer: writer).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    writer.beginMember(at: depth, name: "super")
    return JSONValueEncoder(writer: writer)
  }

  func superEncoder(forKey key: Key) -> any Encoder {
    begin(key)
    return JSONValueEncoder(writer: writer)
  }
}

private struct JSONArrayContainer: UnkeyedEncodingContainer {
  let writer: JSONWriter
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var count = 0

  private mutating func begin() {
    writer.beginElement(at: depth)
    count += 1
  }

  mutating func encodeNil() {
    begin()
    writer.encodeNull()
  }

  mutating func encode(_ value: String) {
    begin()
    writer.text.append(string: value)
  }

  mutating func encode(_ value: Int) {
    begin()
    writer.text.append(integer: value)
  }

  mutating func encode(_ value: Double) throws {
    begin()
    try writer.text.append(double: value)
  }

  mutating func encode(_ value: some Encodable) throws {
    begin()
    try writer.encode(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<
    Nested
  > {
    begin()
    return JSONValueEncoder(writer: writer).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    begin()
    return JSONValueEncoder(writer: writer).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    begin()
    return JSONValueEncoder(writer: writer)
  }
}

/// Every scalar ends here, those of arrays of integers and of raw values too.
private struct JSONSingleContainer: SingleValueEncodingContainer {
  let writer: JSONWriter
  var codingPath: [any CodingKey] { [] }

  func encodeNil() { writer.encodeNull() }
  func encode(_ value: Bool) { writer.encode(value) }
  func encode(_ value: String) { writer.text.append(string: value) }
  func encode(_ value: Double) throws { try writer.text.append(double: value) }
  func encode(_ value: Float) throws { try writer.text.append(double: Double(value)) }
  func encode(_ value: Int) { writer.text.append(integer: value) }
  func encode(_ value: Int8) { writer.text.append(integer: value) }
  func encode(_ value: Int16) { writer.text.append(integer: value) }
  func encode(_ value: Int32) { writer.text.append(integer: value) }
  func encode(_ value: Int64) { writer.text.append(integer: value) }
  func encode(_ value: UInt) { writer.text.append(integer: value) }
  func encode(_ value: UInt8) { writer.text.append(integer: value) }
  func encode(_ value: UInt16) { writer.text.append(integer: value) }
  func encode(_ value: UInt32) { writer.text.append(integer: value) }
  func encode(_ value: UInt64) { writer.text.append(integer: value) }
  func encode(_ value: some Encodable) throws { try writer.encode(value) }
}
