import RPCCore

/// What a client of a service is generated from: the methods and types that an OpenRPC document describes.
struct ServiceModel {
  /// A type as all languages know it.
  indirect enum Shape: Equatable, Sendable {
    case any
    case null
    case bool
    case integer
    case number
    case string
    /// One of these texts.
    case choice([String])
    case list(Shape)
    /// An object with members of one shape and any names.
    case dictionary(Shape)
    /// A type with a name, one of ``types``.
    case named(String)
    case optional(Shape)
    case union([Shape])
  }

  struct Member: Equatable {
    var name: String
    var shape: Shape
    var isRequired: Bool
    var text: String?
  }

  /// An object type.
  struct Object: Equatable {
    var name: String
    var members: [Member]
  }

  struct Method: Equatable {
    var name: String
    var text: String
    var params: [Member]
    var result: Shape
    var isIdempotent: Bool
    /// Who may call it, where the server says.
    var access: String?
  }

  private(set) var title: String
  private(set) var types: [Object] = []
  private(set) var methods: [Method] = []

  /// Deeper schemas are any value: a document is hostile until it is read.
  private static let depthMax = 16
  private static let typesMax = 2000
  private let components: RPCJSON

  init(_ document: RPCJSON) throws(InputError) {
    guard let methods = document["methods"]?.array else {
      throw .usage("the server's rpc.discover is no OpenRPC document: it has no methods")
    }
    title = document["info"]?["title"]?.string ?? "service"
    components = document["components"]?["schemas"] ?? .object([])
    for method in methods {
      guard let name = method["name"]?.string, !self.methods.contains(where: { $0.name == name }) else {
        continue
      }
      let prefix = Naming.words(name).map(Naming.capitalized).joined()
      let params = (method["params"]?.array ?? []).compactMap { param -> Member? in
        guard let param = resolved(param), let name = param["name"]?.string else { return nil }
        let schema = param["schema"] ?? .object([])
        let hint = prefix + Naming.words(name).map(Naming.capitalized).joined()
        return Member(
          name: name, shape: shape(schema, hint, 0), isRequired: param["required"]?.bool == true,
          text: param["description"]?.string ?? schema["description"]?.string)
      }
      let result = shape(method["result"]?["schema"] ?? .object([]), prefix + "Result", 0)
      self.methods.append(
        Method(
          name: name, text: method["summary"]?.string ?? method["description"]?.string ?? "", params: params,
          result: result, isIdempotent: method["x-idempotent"]?.bool == true,
          access: method["x-access"]?.string))
    }
  }

  /// What a reference to `#/components/schemas/…` means.
  private func resolved(_ schema: RPCJSON) -> RPCJSON? {
    guard let reference = schema["$ref"]?.string else { return schema }
    guard let name = reference.split(separator: "/").last, reference.hasPrefix("#/components/schemas/") else {
      return nil
    }
    return components[String(name)]
  }

  private mutating func shape(_ schema: RPCJSON, _ hint: String, _ depth: Int) -> Shape {
    guard depth < Self.depthMax, let schema = resolved(schema) else { return .any }
    if let words = schema["enum"]?.array?.map(\.string), !words.isEmpty {
      let texts = words.compactMap(\.self)
      return texts.count == words.count ? .choice(texts) : .any
    }
    if let choices = (schema["anyOf"] ?? schema["oneOf"])?.array {
      // Only a second object needs a name of its own.
      var objects = 0
      return union(
        choices.map { choice in
          if choice["properties"] != nil { objects += 1 }
          return shape(choice, objects > 1 ? "\(hint)Form\(objects)" : hint, depth + 1)
        })
    }
    let types = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
    guard !types.isEmpty else { return .any }
    return union(types.map { plain($0, schema, hint, depth) })
  }

  private mutating func plain(_ type: String, _ schema: RPCJSON, _ hint: String, _ depth: Int) -> Shape {
    switch type {
    case "null": return .null
    case "boolean": return .bool
    case "integer": return .integer
    case "number": return .number
    case "string": return .string
    case "array":
      guard let items = schema["items"], items.members != nil else { return .list(.any) }
      return .list(shape(items, Naming.singular(hint), depth + 1))
    case "object":
      if let members = schema["properties"]?.members, !members.isEmpty {
        return object(members, schema, hint, depth)
      }
      let values = schema["additionalProperties"]
      return .dictionary(values?.members == nil ? .any : shape(values ?? .null, hint + "Value", depth + 1))
    default: return .any
    }
  }

  private mutating func object(
    _ members: [RPCJSON.Member], _ schema: RPCJSON, _ hint: String, _ depth: Int
  ) -> Shape {
    guard types.count < Self.typesMax else { return .any }
    let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
    // Its own place comes before its members': a reader meets the whole first.
    let place = types.count
    types.append(Object(name: hint, members: []))
    let found = members.map { member in
      Member(
        name: member.name,
        shape: shape(
          member.value, hint + Naming.words(member.name).map(Naming.capitalized).joined(), depth + 1),
        isRequired: required.contains(member.name), text: member.value["description"]?.string)
    }
    // The same object at two places of a document is one type.
    if let same = types[..<place].first(where: { $0.members == found }) {
      types.removeSubrange(place...)
      return .named(same.name)
    }
    let taken = Set(types[..<place].map(\.name))
    var name = hint
    var number = 2
    while taken.contains(name) {
      name = "\(hint)\(number)"
      number += 1
    }
    types[place] = Object(name: name, members: found)
    return .named(name)
  }

  /// One shape of several: with null it is optional.
  private func union(_ shapes: [Shape]) -> Shape {
    var distinct: [Shape] = []
    for shape in shapes where shape != .null && !distinct.contains(shape) { distinct.append(shape) }
    guard let first = distinct.first else { return .null }
    let one = distinct.contains(.any) ? .any : distinct.count == 1 ? first : .union(distinct)
    return shapes.contains(.null) && one != .any ? .optional(one) : one
  }
}
