/// Decodes `Decodable` values from their span in the frame, once and without a tree in between.
///
/// Strict where a service must be: a member that the type does not know is refused by name, duplicate names
/// are refused, and every error carries the JSON pointer of the place (RFC 6901).
///
/// A decoder here is two words, a document and an index; coding paths and pointers are worked out from them when
/// an error needs one.
enum JSONDecoding {
  /// - Parameters:
  ///   - pointer: where the document stands in the message: `/params` or `/result`.
  ///   - names: what an array's elements are called where the type wants an object: params by position.
  /// - Throws: `RPCError` -32602.
  static func value<Value: Decodable>(
    _ type: Value.Type, from document: JSONDocument, at pointer: String, positional names: [String] = []
  ) throws -> Value {
    do {
      let span = document.root
      // `[]` is what some clients send for no params.
      if span.kind == .array, !names.isEmpty || span.isEmpty, type != RPCJSON.self {
        return try type.init(from: PositionalDecoder(span: span, names: names))
      }
      return try JSONSpanDecoder(span: span).decode(type)
    } catch let error as RPCError {
      throw error.pointing(under: pointer)
    } catch let error as DecodingError {
      throw RPCError(error, under: pointer)
    }
  }
}

extension RPCError {
  /// Errors of the decoders point into the document; the caller sees pointers into the message.
  func pointing(under prefix: String) -> RPCError {
    guard code == .invalidParams, let pointer = details.pointer else { return self }
    return .invalidParams(
      at: prefix + pointer, expected: details.expected ?? "another value", got: details.got,
      hint: details.hint, nearest: details.nearest)
  }

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
    self = .invalidParams(
      at: pointer + path.joined(), expected: context?.debugDescription ?? "another value")
  }
}

/// A step of a pointer, as a coding key.
private struct PathKey: CodingKey {
  let stringValue: String
  var intValue: Int? { Int(stringValue) }
  init?(intValue: Int) { stringValue = String(intValue) }
  init?(stringValue: String) { self.stringValue = stringValue }
}

struct JSONSpanDecoder: Decoder, SingleValueDecodingContainer {
  let span: JSONSpan
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  var codingPath: [any CodingKey] { span.codingPath }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard span.kind == .object else { throw mismatch("object") }
    return KeyedDecodingContainer(try JSONObjectReader(span: span))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard span.kind == .array else { throw mismatch("array") }
    return JSONArrayReader(span: span)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func mismatch(_ expected: String) -> RPCError {
    .invalidParams(at: span.pointer, expected: expected, got: span.typeName)
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
        at: span.pointer, expected: "integer from \(Value.min) to \(Value.max)",
        got: span.literal.cut(to: 40))
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
      let word = span.string
      guard words.contains(where: word.reads) else {
        throw RPCError.invalidParams(
          at: span.pointer, expected: "one of \(words.joined(separator: ", "))",
          got: word.cut(to: 80),
          hint: NearestNames.hint(for: word, among: words))
      }
    }
    return try type.init(from: self)
  }

  private func tree() throws -> RPCJSON {
    do {
      return try span.value()
    } catch {
      throw RPCError.invalidParams(at: span.pointer, expected: "each member name once")
    }
  }
}

extension JSONSpan {
  fileprivate var codingPath: [any CodingKey] {
    JSONPointer.tokens(of: pointer).compactMap(PathKey.init(stringValue:))
  }
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// The raw values of all cases.
  static var words: [String] { allCases.map(\.rawValue) }
}

private struct JSONArrayReader: UnkeyedDecodingContainer {
  let span: JSONSpan
  let count: Int?
  private var children: JSONSpan.Children
  private(set) var currentIndex = 0

  init(span: JSONSpan) {
    self.span = span
    children = span.children
    count = span.children.reduce(0) { count, _ in count + 1 }
  }

  var codingPath: [any CodingKey] { span.codingPath }
  var isAtEnd: Bool { currentIndex == count }

  private mutating func next() throws -> JSONSpanDecoder {
    guard let child = children.next() else {
      throw RPCError.invalidParams(
        at: "\(span.pointer)/\(currentIndex)", expected: "an element", got: "nothing")
    }
    currentIndex += 1
    return JSONSpanDecoder(span: child)
  }

  mutating func decodeNil() throws -> Bool {
    var rest = children
    guard rest.next()?.kind == .null else { return false }
    children = rest
    currentIndex += 1
    return true
  }

  mutating func decode(_ type: String.Type) throws -> String { try next().decode(type) }
  mutating func decode(_ type: Int.Type) throws -> Int { try next().decode(type) }
  mutating func decode(_ type: Double.Type) throws -> Double { try next().decode(type) }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }
  mutating func superDecoder() throws -> any Decoder { try next() }
}
