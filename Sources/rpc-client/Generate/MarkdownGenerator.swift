/// Writes the methods as a page of documentation: what each takes and gives, member by member.
struct MarkdownGenerator {
  let model: ServiceModel

  func text() -> String {
    var text =
      "# Methods of \(plain(model.title))\nWritten by `rpc-client generate markdown` from what the service says of itself (`rpc.discover`); not to be edited.\n"
    text += "A member with a question mark may be left out, or be null.\n\n"
    for method in model.methods { text += "- [\(plain(method.name))](#\(anchor(method.name)))\n" }
    for method in model.methods { text += "\n" + section(method) }
    return text
  }

  private func section(_ method: ServiceModel.Method) -> String {
    var text = "## \(plain(method.name))\n\(plain(method.text))"
    if let access = method.access, access != "everyone" { text += " Only for: \(plain(access))." }
    text += method.isIdempotent ? " May be called twice.\n" : " Not to be called twice.\n"
    if !method.params.isEmpty {
      text += "\n| param | type | |\n| --- | --- | --- |\n" + rows(method.params, path: "")
    }
    switch method.result {
    case .named, .optional(.named), .list(.named):
      text += "\n| result | type | |\n| --- | --- | --- |\n" + rows(members(of: method.result), path: "")
    default: text += "\nResult: \(type(method.result)).\n"
    }
    return text
  }

  /// Deeper members stand under their own with a dot, those of a list's elements with `[]`.
  private func rows(_ members: [ServiceModel.Member], path: String, within: Set<String> = []) -> String {
    members.map { member in
      let name = path + member.name
      var text =
        "| `\(plain(name))\(member.isRequired && !isOptional(member.shape) ? "" : "?")` | \(type(member.shape)) | \(plain(member.text ?? "")) |\n"
      // A type may hold itself: it is told once on the way down.
      let types = names(of: member.shape)
      if within.count < 5, within.isDisjoint(with: types) {
        text += rows(
          self.members(of: member.shape), path: name + (isList(member.shape) ? "[]." : "."),
          within: within.union(types))
      }
      return text
    }
    .joined()
  }

  private func members(of shape: ServiceModel.Shape) -> [ServiceModel.Member] {
    switch shape {
    case .named(let name): model.types.first { $0.name == name }?.members ?? []
    case .optional(let inner), .list(let inner): members(of: inner)
    case .union(let shapes): shapes.flatMap(members)
    default: []
    }
  }

  private func names(of shape: ServiceModel.Shape) -> [String] {
    switch shape {
    case .named(let name): [name]
    case .optional(let inner), .list(let inner): names(of: inner)
    case .union(let shapes): shapes.flatMap(names)
    default: []
    }
  }

  private func isOptional(_ shape: ServiceModel.Shape) -> Bool {
    if case .optional = shape { true } else { false }
  }

  private func isList(_ shape: ServiceModel.Shape) -> Bool {
    switch shape {
    case .list: true
    case .optional(let inner): isList(inner)
    default: false
    }
  }

  private func type(_ shape: ServiceModel.Shape) -> String {
    switch shape {
    case .any: "any"
    case .null: "null"
    case .bool: "true or false"
    case .integer: "integer"
    case .number: "number"
    case .string: "text"
    case .choice(let words): words.map { "`\(plain($0))`" }.joined(separator: ", ")
    case .list(let element): "list of \(type(element))"
    case .dictionary(let value): value == .any ? "object" : "object of \(type(value))"
    case .named: "object"
    case .optional(let inner): type(inner)
    case .union(let shapes): shapes.map(type).joined(separator: " or ")
    }
  }

  /// A heading's anchor as GitHub makes it.
  private func anchor(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
  }

  /// Text that cannot leave its cell or become markup.
  private func plain(_ text: String) -> String {
    Naming.comment(text).replacing("|", with: "\\|").replacing("<", with: "&lt;").replacing("`", with: "'")
  }
}
