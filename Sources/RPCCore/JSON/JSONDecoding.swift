/// Decodes `Decodable` values from their span in the frame, once and without a tree in between.
///
/// Strict where a service must be: a member that the type does not know is refused by name, duplicate names
/// are refused, and every error carries the JSON pointer of the place (RFC 6901).
enum JSONDecoding {
  /// - Throws: `RPCError` -32602.
  static func value<Value: Decodable>(_ type: Value.Type, from span: JSONSpan, at pointer: String) throws
    -> Value
  {
    do {
      return try JSONSpanDecoder(span: span, pointer: pointer).decode(type)
    } catch let error as RPCError {
      throw error
    } catch let error as DecodingError {
      throw RPCError(error, under: pointer)
    }
  }
}

extension RPCError {
  /// An error that a type's own `init(from:)` threw.
  fileprivate init(_ error: DecodingError, under pointer: String) {
    let context: DecodingError.Context? =
      switch error {
      case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
        .valueNotFound(_, let context):
        context
      @unknown default: nil
      }
    let path = (context?.codingPath ?? []).map {
      "/" + JSONPointer.escaped($0.intValue.map(String.init) ?? $0.stringValue)
    }
    let place = path.isEmpty ? pointer : "/params" + path.joined()
    self = .invalidParams(at: place, expected: context?.debugDescription ?? "another value")
  }
}

/// One element of an array, as a coding key.
private struct IndexKey: CodingKey {
  let intValue: Int?
  var stringValue: String { intValue.map(String.init) ?? "" }
  init(_ index: Int) { intValue = index }
  init?(intValue: Int) { self.init(intValue) }
  init?(stringValue: String) { nil }
}

private struct JSONSpanDecoder: Decoder, SingleValueDecodingContainer {
  let span: JSONSpan
  let pointer: String
  var codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard span.kind == .object else { throw mismatch("object") }
    return KeyedDecodingContainer(try JSONObjectReader(span: span, pointer: pointer, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard span.kind == .array else { throw mismatch("array") }
    return JSONArrayReader(span: span, pointer: pointer, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func mismatch(_ expected: String) -> RPCError {
    .invalidParams(at: pointer, expected: expected, got: span.typeName)
  }

  func decodeNil() -> Bool { span.kind == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch span.kind {
    case .true: true
    case .false: false
    default: throw mismatch("boolean")
    }
  }

  func decode(_ type: String.Type) throws -> String {
    guard span.isString else { throw mismatch("string") }
    return span.string
  }

  func decode(_ type: Double.Type) throws -> Double {
    guard span.kind == .number, let value = Double(span.literal), value.isFinite else {
      throw mismatch("number")
    }
    return value
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

  private func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
    guard span.kind == .number else { throw mismatch("integer") }
    guard let value = Value(span.literal) else {
      throw RPCError.invalidParams(
        at: pointer, expected: "integer from \(Value.min) to \(Value.max)",
        got: String(span.literal.prefix(40)))
    }
    return value
  }

  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if type == RPCJSON.self, let value = try tree() as? Value { return value }
    // A string enum says which words it knows, instead of Swift's "invalid raw value".
    if span.isString, let choices = type as? any (CaseIterable & RawRepresentable<String>).Type {
      let words = choices.words
      guard words.contains(span.string) else {
        throw RPCError.invalidParams(
          at: pointer, expected: "one of \(words.joined(separator: ", "))",
          got: String(span.string.prefix(80)),
          hint: NearestNames.hint(for: span.string, among: words))
      }
    }
    return try type.init(from: self)
  }

  private func tree() throws -> RPCJSON {
    do {
      return try span.value()
    } catch {
      throw RPCError.invalidParams(at: pointer, expected: "each member name once")
    }
  }
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// The raw values of all cases.
  static var words: [String] { allCases.map(\.rawValue) }
}

private struct JSONObjectReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let span: JSONSpan
  let pointer: String
  let codingPath: [any CodingKey]
  private var members: [String: JSONSpan] = [:]

  init(span: JSONSpan, pointer: String, codingPath: [any CodingKey]) throws {
    self.span = span
    self.pointer = pointer
    self.codingPath = codingPath
    var children = span.children
    while let name = children.next(), let value = children.next() {
      let text = name.string
      let place = pointer + "/" + JSONPointer.escaped(text)
      guard Key(stringValue: text) != nil else {
        throw RPCError.unknownMember(
          text, at: place, known: (Key.self as? any CaseIterable.Type)?.names ?? [])
      }
      guard members.updateValue(value, forKey: text) == nil else {
        throw RPCError.invalidParams(at: place, expected: "each member name once", got: "a duplicate")
      }
    }
  }

  var allKeys: [Key] { members.keys.compactMap(Key.init(stringValue:)) }
  func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }
  func decodeNil(forKey key: Key) -> Bool { members[key.stringValue].map { $0.kind == .null } ?? true }

  private func decoder(for key: Key) throws -> JSONSpanDecoder {
    let place = pointer + "/" + JSONPointer.escaped(key.stringValue)
    guard let member = members[key.stringValue] else {
      throw RPCError.invalidParams(at: place, expected: "a value", got: "nothing")
    }
    return JSONSpanDecoder(span: member, pointer: place, codingPath: codingPath + [key])
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decoder(for: key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try decoder(for: key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try decoder(for: key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decoder(for: key).decode(type) }

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
    JSONSpanDecoder(span: span, pointer: pointer, codingPath: codingPath)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(for: key) }
}

extension CaseIterable {
  /// The string values of all cases, if they are coding keys.
  fileprivate static var names: [String] { allCases.compactMap { ($0 as? any CodingKey)?.stringValue } }
}

extension RPCError {
  /// -32602 for a member that the method does not know, with the nearest that it does.
  fileprivate static func unknownMember(_ name: String, at pointer: String, known: [String]) -> RPCError {
    let nearest = NearestNames.of(name, among: known)
    var error = RPCError.invalidParams(
      at: pointer, expected: known.isEmpty ? "a known member" : "one of \(known.joined(separator: ", "))",
      got: "unknown member", hint: NearestNames.hint(for: name, among: known))
    error.details.nearest = nearest.isEmpty ? nil : nearest
    return error
  }
}

private struct JSONArrayReader: UnkeyedDecodingContainer {
  let pointer: String
  let codingPath: [any CodingKey]
  private let elements: [JSONSpan]
  private(set) var currentIndex = 0

  init(span: JSONSpan, pointer: String, codingPath: [any CodingKey]) {
    self.pointer = pointer
    self.codingPath = codingPath
    elements = Array(span.children)
  }

  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex == elements.count }

  private mutating func next() throws -> JSONSpanDecoder {
    let place = "\(pointer)/\(currentIndex)"
    guard !isAtEnd else { throw RPCError.invalidParams(at: place, expected: "an element", got: "nothing") }
    defer { currentIndex += 1 }
    return JSONSpanDecoder(
      span: elements[currentIndex], pointer: place, codingPath: codingPath + [IndexKey(currentIndex)])
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, elements[currentIndex].kind == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }
  mutating func superDecoder() throws -> any Decoder { try next() }
}
