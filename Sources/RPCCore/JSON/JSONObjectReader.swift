/// The members of a JSON object, by coding key.
///
/// Looks keys up one after the other, which beats a table for the few members that params have; from
/// `tableCount` on it makes a table, so that many members cost no square.
struct JSONObjectReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private static var tableCount: Int { 16 }

  private let span: JSONSpan
  /// Name → the node of the value; only for large objects.
  private var table: [PeerName: Int]?

  /// - Throws: `RPCError` for a name that `Key` does not know, with the nearest it does, and for one that stands twice.
  init(span: JSONSpan) throws {
    self.span = span
    let count = span.children.reduce(0) { count, _ in count + 1 } / 2
    if count > Self.tableCount {
      table = try Self.table(of: span)
    } else {
      try Self.check(span)
    }
  }

  private static func check(_ span: JSONSpan) throws {
    var children = span.children
    while let name = children.next(), let value = children.next() {
      try checkKnown(name, value, in: span)
      var rest = children
      while let other = rest.next(), rest.next() != nil {
        if other.readsLike(name) { throw duplicate(value) }
      }
    }
  }

  private static func table(of span: JSONSpan) throws -> [PeerName: Int] {
    var table: [PeerName: Int] = [:]
    var children = span.children
    while let name = children.next(), let value = children.next() {
      try checkKnown(name, value, in: span)
      guard table.updateValue(value.index, forKey: PeerName(name.string)) == nil else {
        throw duplicate(value)
      }
    }
    return table
  }

  /// Bytes of a name that a type is asked for: it compares them as Swift does, which long names can make slow.
  private static var nameBytesMax: Int { 256 }

  private static func checkKnown(_ name: JSONSpan, _ value: JSONSpan, in span: JSONSpan) throws {
    guard name.rawBytes.count <= nameBytesMax else {
      throw RPCError.invalidParams(
        at: span.pointer, expected: "member names of at most \(nameBytesMax) bytes",
        got: "one of \(name.rawBytes.count)")
    }
    if Key(stringValue: name.string) == nil { throw unknown(name, value) }
  }

  private static func unknown(_ name: JSONSpan, _ value: JSONSpan) -> RPCError {
    .unknownMember(name.string, at: value.pointer, known: (Key.self as? any CaseIterable.Type)?.names ?? [])
  }

  private static func duplicate(_ value: JSONSpan) -> RPCError {
    .invalidParams(at: value.pointer, expected: "each member name once", got: "a duplicate")
  }

  private func member(_ key: Key) -> JSONSpan? {
    let name = key.stringValue
    if let table { return table[PeerName(name)].map { JSONSpan(document: span.document, index: $0) } }
    var children = span.children
    while let candidate = children.next(), let value = children.next() {
      if candidate.reads(name) { return value }
    }
    return nil
  }

  private func decoder(for key: Key) throws -> JSONSpanDecoder {
    if let member = member(key) { return JSONSpanDecoder(span: member) }
    throw RPCError.invalidParams(
      at: span.pointer + "/" + JSONPointer.escaped(key.stringValue), expected: "a value", got: "nothing")
  }

  // MARK: KeyedDecodingContainerProtocol

  var codingPath: [any CodingKey] { JSONSpanDecoder(span: span).codingPath }

  var allKeys: [Key] {
    var keys: [Key] = []
    var children = span.children
    while let name = children.next(), children.next() != nil {
      if let key = Key(stringValue: name.string) { keys.append(key) }
    }
    return keys
  }

  func contains(_ key: Key) -> Bool { member(key) != nil }
  func decodeNil(forKey key: Key) -> Bool { member(key).map { $0.kind == .null } ?? true }

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

  func superDecoder() throws -> any Decoder { JSONSpanDecoder(span: span) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(for: key) }
}

extension JSONSpan {
  /// Whether two strings read alike, escapes resolved.
  fileprivate func readsLike(_ other: JSONSpan) -> Bool {
    if kind == .string, other.kind == .string { return rawBytes == other.rawBytes }
    return string.reads(other.string)
  }

  /// Whether this string reads `name`, byte for byte where neither has an escape.
  func reads(_ name: String) -> Bool {
    guard kind == .string else { return isString && string.reads(name) }
    var name = name
    return name.withUTF8 { equals(utf8: $0) }
  }
}

extension CaseIterable {
  /// The string values of all cases, if they are coding keys.
  fileprivate static var names: [String] { allCases.compactMap { ($0 as? any CodingKey)?.stringValue } }
}

extension RPCError {
  /// -32602 for a member that the method does not know, with the nearest that it does.
  fileprivate static func unknownMember(_ name: String, at pointer: String, known: [String]) -> RPCError {
    let nearest = NearestNames.of(name, among: known)
    return .invalidParams(
      at: pointer, expected: known.isEmpty ? "a known member" : "one of \(known.joined(separator: ", "))",
      got: "unknown member", hint: NearestNames.hint(for: name, among: known),
      nearest: nearest.isEmpty ? nil : nearest)
  }
}
