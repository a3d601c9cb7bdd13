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
    /// The name of a type for all params together, for languages that want one.
    var paramsType: String
    var result: Shape
    var isIdempotent: Bool
    /// Who may call it, where the server says.
    var access: String?
  }

  private(set) var title: String
  /// The name of the client's class, which no type has.
  private(set) var client: String
  private(set) var types: [Object] = []
  private(set) var methods: [Method] = []

  /// Deeper schemas are any value: a document is hostile until it is read.
  private static let depthMax = 16
  private static let referencesMax = 32
  private static let typesMax = 2000
  private let document: RPCJSON
  /// Names that no further type can have.
  private var taken = Naming.reservedTypes
  /// What references mean that were read to their end: each is read once, however often it is met.
  private var references: [String: Shape] = [:]
  /// The references that are being read, with the names of those that are objects: they may hold themselves.
  private var open: [String: String?] = [:]

  /// - Parameter name: The client's name; that of the service with Client if absent.
  init(_ document: RPCJSON, name: String? = nil) throws(InputError) {
    guard let methods = document["methods"]?.array else {
      throw .usage("the server's rpc.discover is no OpenRPC document: it has no methods")
    }
    self.document = document
    title = document["info"]?["title"]?.string ?? "service"
    // "article-service" → ArticleClient; whatever is given must be a name in every language.
    let words = Naming.pascal(name ?? title)
    client = name != nil ? words : (words.hasSuffix("Service") ? String(words.dropLast(7)) : words) + "Client"
    if taken.contains(client) { client += "Client" }
    taken.formUnion([client, "Async\(client)"])
    var known: Set<String> = []
    for method in methods {
      guard let method = resolved(method), let name = method["name"]?.string, known.insert(name).inserted
      else {
        continue
      }
      self.methods.append(self.method(name, method))
    }
  }

  private mutating func method(_ name: String, _ method: RPCJSON) -> Method {
    let prefix = Naming.pascal(name)
    let paramsType = claimed(prefix + "Params")
    var params: [Member] = []
    for param in method["params"]?.array ?? [] {
      guard let param = resolved(param), let name = param["name"]?.string else { continue }
      let schema = param["schema"] ?? .object([])
      params.append(
        Member(
          name: name, shape: shape(schema, prefix + Naming.pascal(name), 0),
          isRequired: param["required"]?.bool == true,
          text: param["description"]?.string ?? schema["description"]?.string))
    }
    let result = method["result"].flatMap(resolved)?["schema"] ?? .object([])
    return Method(
      name: name, text: method["summary"]?.string ?? method["description"]?.string ?? "", params: params,
      paramsType: paramsType, result: shape(result, prefix + "Result", 0),
      isIdempotent: method["x-idempotent"]?.bool == true, access: method["x-access"]?.string)
  }

  /// `hint`, or with a number where that is taken.
  private mutating func claimed(_ hint: String) -> String {
    var name = hint
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(hint)\(number)"
      number += 1
    }
    return name
  }

  /// What is meant where a reference into the document stands, through further ones; `nil` where nothing is there.
  private func resolved(_ value: RPCJSON) -> RPCJSON? {
    var value = value
    for _ in 0..<Self.depthMax {
      guard let reference = value["$ref"]?.string else { return value }
      guard reference.hasPrefix("#"), let next = document.value(at: String(reference.dropFirst())) else {
        return nil
      }
      value = next
    }
    return nil
  }

  /// The shape of a reference: objects have the reference's own name, and a circle of them is no endless type.
  private mutating func referred(_ reference: String, _ schema: RPCJSON) -> Shape {
    if let shape = references[reference] { return shape }
    if let name = open[reference] { return name.map(Shape.named) ?? .any }
    guard let target = resolved(schema), open.count < Self.referencesMax, types.count < Self.typesMax else {
      return .any
    }
    let hint = Naming.pascal(reference.split(separator: "/").last.map(String.init) ?? "")
    let shape: Shape
    if let members = target["properties"]?.members, !members.isEmpty, Self.isObject(target) {
      let name = claimed(hint)
      open[reference] = name
      shape = object(members, target, name, 0, isClaimed: true)
    } else {
      open[reference] = String?.none
      shape = self.shape(target, hint, 0)
    }
    open[reference] = nil
    references[reference] = shape
    return shape
  }

  /// Whether a schema is one of an object and of nothing else; many leave the type out where there are properties.
  private static func isObject(_ schema: RPCJSON) -> Bool {
    ["enum", "anyOf", "oneOf", "allOf"].allSatisfy { schema[$0] == nil }
      && (schema["type"] == nil || schema["type"]?.string == "object")
  }

  /// Several schemas that all hold, as one: the members of each.
  private func merged(_ schemas: [RPCJSON], _ schema: RPCJSON) -> RPCJSON? {
    var members = schema["properties"]?.members ?? []
    var required = schema["required"]?.array ?? []
    for part in schemas {
      guard let part = resolved(part), Self.isObject(part), let more = part["properties"]?.members else {
        return nil
      }
      members += more.filter { one in !members.contains { $0.name == one.name } }
      required += part["required"]?.array ?? []
    }
    return ["type": "object", "properties": .object(members), "required": .array(required)]
  }

  private mutating func shape(_ schema: RPCJSON, _ hint: String, _ depth: Int) -> Shape {
    guard depth < Self.depthMax else { return .any }
    if let reference = schema["$ref"]?.string { return referred(reference, schema) }
    if let values = schema["enum"]?.array ?? schema["const"].map({ [$0] }), !values.isEmpty {
      return choice(values)
    }
    if let parts = schema["allOf"]?.array, !parts.isEmpty {
      if parts.count == 1, schema["properties"] == nil { return shape(parts[0], hint, depth + 1) }
      return merged(parts, schema).map { shape($0, hint, depth + 1) } ?? .any
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
    guard !types.isEmpty else {
      return schema["properties"] != nil ? plain("object", schema, hint, depth) : .any
    }
    return union(types.map { plain($0, schema, hint, depth) })
  }

  /// One of some texts, perhaps of none.
  private func choice(_ values: [RPCJSON]) -> Shape {
    let given = values.filter { $0 != .null }
    var texts: [String] = []
    for value in given {
      guard let text = value.string else { return .any }
      if !texts.contains(text) { texts.append(text) }
    }
    guard !texts.isEmpty else { return .null }
    return given.count == values.count ? .choice(texts) : union([.choice(texts), .null])
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
    _ members: [RPCJSON.Member], _ schema: RPCJSON, _ hint: String, _ depth: Int, isClaimed: Bool = false
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
          member.value, hint + Naming.pascal(member.name), depth + 1),
        isRequired: required.contains(member.name), text: member.value["description"]?.string)
    }
    // The same object at two places of a document is one type.
    if !isClaimed, let same = types[..<place].first(where: { $0.members == found }) {
      types.removeSubrange(place...)
      return .named(same.name)
    }
    let name = isClaimed ? hint : claimed(hint)
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
