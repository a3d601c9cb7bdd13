/// A JSON value (RFC 8259) for documents, clients and tests; typed params and replies do not pass through it.
///
/// Numbers keep their literal, so that no digit is lost on the way; members keep their order.
public enum RPCJSON: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number as its literal; one that is no number of RFC 8259 makes bad JSON, since it is written as it stands.
  case number(String)
  /// A string, without its escapes.
  case string(String)
  /// An array.
  case array([RPCJSON])
  /// An object; the order of members is kept, and nothing keeps a name from standing there twice.
  case object([Member])

  /// One name and value of an object.
  public struct Member: Sendable, Equatable {
    /// The member's name.
    public var name: String
    /// The member's value.
    public var value: RPCJSON

    /// A member of its parts.
    public init(_ name: String, _ value: RPCJSON) {
      self.name = name
      self.value = value
    }
  }

  /// Parses strictly: RFC 8259, UTF-8 without BOM, no duplicate names, at most `depthMax` deep.
  ///
  /// - Throws: `RPCError` -32700 with the byte offset.
  public init(parsing bytes: [UInt8], depthMax: Int = RPCLimits().depthMax) throws {
    do {
      let document = try JSONDocument(scanning: bytes, depthMax: depthMax, valuesMax: .max)
      self = try document.root.value()
    } catch {
      throw RPCError(error)
    }
  }

  /// A number.
  public static func integer(_ value: Int) -> RPCJSON { .number(String(value)) }

  /// The value of the member `name`, if this is an object that has it.
  public subscript(name: String) -> RPCJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.reads(name) }?.value
  }

  /// The element at `index`, if this is an array that long.
  public subscript(index: Int) -> RPCJSON? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The string, if this is one.
  public var string: String? { if case .string(let value) = self { value } else { nil } }
  /// The integer, if this is a number that is one.
  public var int: Int? { if case .number(let literal) = self { Int(literal) } else { nil } }
  /// The number, rounded to a double, if this is one.
  public var double: Double? { if case .number(let literal) = self { Double(literal) } else { nil } }
  /// The truth value, if this is one.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The elements, if this is an array.
  public var array: [RPCJSON]? { if case .array(let elements) = self { elements } else { nil } }
  /// The members, if this is an object.
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The value as UTF-8 JSON text without white space.
  public var bytes: [UInt8] {
    var output = JSONText()
    output.append(self)
    return output.bytes
  }

  /// The value at a JSON pointer (RFC 6901), or `nil` when nothing is there.
  public func value(at pointer: String) -> RPCJSON? {
    guard !pointer.isEmpty else { return self }
    guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
    var value = self
    for name in JSONPointer.tokens(of: pointer) {
      switch value {
      case .object:
        guard let member = value[name] else { return nil }
        value = member
      case .array:
        guard let index = Int(name), let element = value[index] else { return nil }
        value = element
      default: return nil
      }
    }
    return value
  }
}

extension RPCJSON: Codable {
  /// Decodes any value; only RPCCore's own decoder can, since others do not show a number's literal.
  public init(from decoder: any Decoder) throws {
    throw DecodingError.dataCorrupted(
      .init(codingPath: decoder.codingPath, debugDescription: "RPCJSON is decoded by RPCCore only"))
  }

  /// Encodes the value as it is; only RPCCore's own encoder can.
  public func encode(to encoder: any Encoder) throws {
    throw EncodingError.invalidValue(
      self, .init(codingPath: encoder.codingPath, debugDescription: "RPCJSON is encoded by RPCCore only"))
  }
}

extension RPCJSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// `"text"`.
  public init(stringLiteral value: String) { self = .string(value) }
  /// `true`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// `1`.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// `[1, 2]`.
  public init(arrayLiteral elements: RPCJSON...) { self = .array(elements) }
  /// `["name": 1]`, in the order written.
  public init(dictionaryLiteral elements: (String, RPCJSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

/// The escapes of JSON pointers, RFC 6901 section 3.
enum JSONPointer {
  static func escaped(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return name
    }
    var escaped = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar {
      case "~": escaped.append(contentsOf: "~0".unicodeScalars)
      case "/": escaped.append(contentsOf: "~1".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// The names that a pointer goes through.
  static func tokens(of pointer: String) -> [String] {
    pointer.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      unescaped(String($0))
    }
  }

  static func unescaped(_ token: String) -> String {
    var name = String.UnicodeScalarView()
    var scalars = token.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "~" else {
        name.append(scalar)
        continue
      }
      switch scalars.next() {
      case "0": name.append("~")
      case "1": name.append("/")
      case let other?: name.append(contentsOf: [scalar, other])
      case nil: name.append(scalar)
      }
    }
    return String(name)
  }
}
