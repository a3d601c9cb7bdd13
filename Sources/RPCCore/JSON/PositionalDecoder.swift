/// Params by position (JSON-RPC 2.0, section 4.2): an array whose elements stand for the members of the type, in
/// the order in which the type's schema names them.
struct PositionalDecoder: Decoder {
  let span: JSONSpan
  let names: [String]
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let elements = Array(span.children)
    guard elements.count <= names.count else {
      throw RPCError.invalidParams(
        at: "/\(names.count)", expected: "at most \(names.count) params: \(names.joined(separator: ", "))",
        got: "\(elements.count)")
    }
    return KeyedDecodingContainer(PositionalReader(elements: elements, names: names))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try JSONSpanDecoder(span: span).unkeyedContainer()
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { JSONSpanDecoder(span: span) }
}

private struct PositionalReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let elements: [JSONSpan]
  let names: [String]
  var codingPath: [any CodingKey] { [] }

  private func element(_ key: Key) -> JSONSpan? {
    guard let index = names.firstIndex(of: key.stringValue), index < elements.count else { return nil }
    return elements[index]
  }

  private func decoder(for key: Key) throws -> JSONSpanDecoder {
    if let element = element(key) { return JSONSpanDecoder(span: element) }
    throw RPCError.invalidParams(
      at: "/\(names.firstIndex(of: key.stringValue) ?? elements.count)",
      expected: "a value for \(key.stringValue)", got: "nothing")
  }

  var allKeys: [Key] { names.prefix(elements.count).compactMap(Key.init(stringValue:)) }
  func contains(_ key: Key) -> Bool { element(key) != nil }
  func decodeNil(forKey key: Key) -> Bool { element(key).map { $0.kind == .null } ?? true }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder(for: key).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try decoder(for: key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(for: key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    throw RPCError.invalidParams(at: "", expected: "params by name", got: "params by position")
  }
  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(for: key) }
}
