/// A type whose JSON form its `init(from:)` does not show, and which therefore states its schema itself.
public protocol RPCSchemaProviding {
  /// A JSON Schema (draft 7, as OpenRPC 1.3.2 has it).
  static var rpcSchema: RPCJSON { get }
}

/// Learns the JSON Schema of a `Decodable` type by letting it decode: a decoder that notes what it is asked for
/// and answers with placeholders. So names, types and optionality have one source, the Swift type.
enum SchemaRecorder {
  /// - Parameter notes: by path, as in `RPCDocumentation`.
  static func schema<Value: Decodable>(of type: Value.Type, notes: [String: RPCNote] = [:]) -> RPCJSON {
    let note = SchemaNote(path: "", notes: notes)
    _ = try? note.placeholder(type)
    return note.schema
  }

  /// The names of an object's members, in the order in which the type decodes them; none for other types.
  static func memberNames<Value: Decodable>(of type: Value.Type) -> [String] {
    let note = SchemaNote(path: "", notes: [:])
    _ = try? note.placeholder(type)
    return note.properties.map(\.name)
  }
}

/// What has been learnt of one value. Used by one task only.
private final class SchemaNote {
  /// A type that holds itself has no end; deeper than this a schema tells nobody anything.
  private static let depthMax = 32

  let path: String
  let notes: [String: RPCNote]
  private let depth: Int
  private(set) var properties: [(name: String, note: SchemaNote, isRequired: Bool)] = []
  private(set) var element: SchemaNote?
  private var type: String?
  private var fixed: RPCJSON?
  private var choices: [String]?
  var isNullable = false
  /// Its array says what its path means.
  private var isElement = false

  init(path: String, notes: [String: RPCNote], depth: Int = 0) {
    self.path = path
    self.notes = notes
    self.depth = depth
  }

  /// The type goes deeper than `depthMax`.
  private struct TooDeep: Error {}

  func learn(type: String) { self.type = self.type ?? type }

  func property(_ name: String, isRequired: Bool) -> SchemaNote {
    learn(type: "object")
    if let known = properties.first(where: { $0.name == name }) { return known.note }
    let note = SchemaNote(path: path.isEmpty ? name : "\(path).\(name)", notes: notes, depth: depth + 1)
    properties.append((name, note, isRequired))
    return note
  }

  func elements() -> SchemaNote {
    learn(type: "array")
    let note = element ?? SchemaNote(path: path, notes: notes, depth: depth + 1)
    note.isElement = true
    element = note
    return note
  }

  /// A value of `type` that is good enough for decoding to go on.
  func placeholder<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard depth < Self.depthMax else { throw TooDeep() }
    if let provider = type as? any RPCSchemaProviding.Type { fixed = provider.rpcSchema }
    if let choices = type as? any (CaseIterable & RawRepresentable<String> & Decodable).Type {
      learn(type: "string")
      self.choices = choices.words
      if let first = choices.firstCase as? Value { return first }
    }
    if type == RPCJSON.self, let null = RPCJSON.null as? Value { return null }
    return try type.init(from: SchemaDecoder(note: self))
  }

  var schema: RPCJSON {
    var members: [RPCJSON.Member] = fixed?.members ?? []
    if fixed == nil, let type {
      members.append(.init("type", isNullable ? ["null", .string(type)] : .string(type)))
    }
    if fixed == nil, let choices {
      members.append(.init("enum", .array(choices.map(RPCJSON.string) + (isNullable ? [.null] : []))))
    }
    if fixed == nil, !properties.isEmpty {
      members.append(
        .init("properties", .object(properties.map { .init($0.name, $0.note.schema) })))
      let required = properties.filter(\.isRequired).map { RPCJSON.string($0.name) }
      if !required.isEmpty { members.append(.init("required", .array(required))) }
      members.append(.init("additionalProperties", false))
    }
    if fixed == nil, let element { members.append(.init("items", element.schema)) }
    if !isElement, !path.isEmpty, let note = notes[path] { members += note.schemaMembers }
    return .object(members)
  }
}

extension CaseIterable {
  fileprivate static var firstCase: Any? { allCases.first }
}

private struct SchemaDecoder: Decoder, SingleValueDecodingContainer {
  let note: SchemaNote
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    note.learn(type: "object")
    return KeyedDecodingContainer(SchemaObject<Key>(note: note))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer { SchemaArray(note: note.elements()) }
  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { false }
  func decode(_ type: Bool.Type) -> Bool {
    note.learn(type: "boolean")
    return false
  }
  func decode(_ type: String.Type) -> String {
    note.learn(type: "string")
    return ""
  }
  func decode(_ type: Double.Type) -> Double {
    note.learn(type: "number")
    return 0
  }
  func decode(_ type: Float.Type) -> Float { Float(decode(Double.self)) }
  private func integer<Value: FixedWidthInteger>() -> Value {
    note.learn(type: "integer")
    return 0
  }
  func decode(_ type: Int.Type) -> Int { integer() }
  func decode(_ type: Int8.Type) -> Int8 { integer() }
  func decode(_ type: Int16.Type) -> Int16 { integer() }
  func decode(_ type: Int32.Type) -> Int32 { integer() }
  func decode(_ type: Int64.Type) -> Int64 { integer() }
  func decode(_ type: UInt.Type) -> UInt { integer() }
  func decode(_ type: UInt8.Type) -> UInt8 { integer() }
  func decode(_ type: UInt16.Type) -> UInt16 { integer() }
  func decode(_ type: UInt32.Type) -> UInt32 { integer() }
  func decode(_ type: UInt64.Type) -> UInt64 { integer() }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try note.placeholder(type) }
}

private struct SchemaObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let note: SchemaNote
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) -> Bool { false }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try note.property(key.stringValue, isRequired: true).placeholder(type)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try optional(type, key)
  }
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type, key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type, key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type, key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try optional(type, key) }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try optional(type, key) }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try optional(type, key) }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try optional(type, key) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(type, key) }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try optional(type, key) }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try optional(type, key) }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try optional(type, key) }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try optional(type, key) }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try optional(type, key) }

  private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
    let member = note.property(key.stringValue, isRequired: false)
    member.isNullable = true
    return try member.placeholder(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedDecodingContainer<Nested> {
    SchemaDecoder(note: note.property(key.stringValue, isRequired: true)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
    SchemaDecoder(note: note.property(key.stringValue, isRequired: true)).unkeyedContainer()
  }

  func superDecoder() -> any Decoder { SchemaDecoder(note: note) }
  func superDecoder(forKey key: Key) -> any Decoder {
    SchemaDecoder(note: note.property(key.stringValue, isRequired: true))
  }
}

/// An array of one element, so that the element's type is learnt.
private struct SchemaArray: UnkeyedDecodingContainer {
  let note: SchemaNote
  var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { 1 }
  var isAtEnd: Bool { currentIndex > 0 }

  init(note: SchemaNote) { self.note = note }

  mutating func decodeNil() -> Bool { false }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    currentIndex += 1
    return try note.placeholder(type)
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<
    Nested
  > {
    currentIndex += 1
    return SchemaDecoder(note: note).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer {
    currentIndex += 1
    return SchemaDecoder(note: note).unkeyedContainer()
  }

  mutating func superDecoder() -> any Decoder {
    currentIndex += 1
    return SchemaDecoder(note: note)
  }
}
