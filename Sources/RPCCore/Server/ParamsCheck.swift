/// What a method's documentation demands of its params beyond their types: bounds, and members of which one is given.
struct ParamsCheck: Sendable {
  private struct Rule: Sendable {
    let path: [String]
    let note: RPCNote
  }

  private let rules: [Rule]
  private let exactlyOne: [String]

  init(_ documentation: RPCDocumentation) {
    rules = documentation.params.filter(\.value.hasBounds).map { path, note in
      Rule(path: path.split(separator: ".").map(String.init), note: note)
    }
    exactlyOne = documentation.exactlyOne
  }

  /// - Throws: `RPCError` -32602 that points into the document.
  ///
  /// - Parameter names: what the elements are called where `params` is an array of params by position.
  func check(_ params: JSONSpan, positional names: [String]) throws(RPCError) {
    guard !rules.isEmpty || !exactlyOne.isEmpty else { return }
    func member(_ name: String) -> JSONSpan? {
      if params.kind == .object { return params.member(named: name) }
      return zip(names, params.children).first { $0.0 == name }?.1
    }
    for rule in rules {
      guard let name = rule.path.first, let value = member(name) else { continue }
      try check(value, rule.path.dropFirst(), rule.note)
    }
    guard !exactlyOne.isEmpty else { return }
    let given = exactlyOne.filter { name in member(name).map { $0.kind != .null } ?? false }
    guard given.count == 1 else {
      throw .invalidParams(
        at: "", expected: "exactly one of \(exactlyOne.joined(separator: ", "))",
        got: given.isEmpty ? "none" : given.joined(separator: " and "))
    }
  }

  private func check(_ value: JSONSpan, _ path: ArraySlice<String>, _ note: RPCNote) throws(RPCError) {
    if value.kind == .array, !path.isEmpty || note.items == nil {
      for element in value.children { try check(element, path, note) }
    } else if let name = path.first {
      guard value.kind == .object, let member = value.member(named: name) else { return }
      try check(member, path.dropFirst(), note)
    } else {
      try checkBounds(of: value, note)
    }
  }

  /// A value of another type is left to the decoder, which says so.
  private func checkBounds(of value: JSONSpan, _ note: RPCNote) throws(RPCError) {
    switch value.kind {
    case .number:
      guard let range = note.range, let number = Double(value.literal) else { return }
      if number < Double(range.lowerBound) || number > Double(range.upperBound) {
        throw bounds(range, "", value, got: value.literal.cut(to: 40))
      }
    case .string, .escapedString:
      guard let length = note.length else { return }
      let count = value.string.unicodeScalars.count
      if !length.contains(count) { throw bounds(length, " characters", value, got: "\(count)") }
    case .array:
      guard let items = note.items else { return }
      let count = value.children.reduce(0) { count, _ in count + 1 }
      if !items.contains(count) { throw bounds(items, " elements", value, got: "\(count)") }
    default: return
    }
  }

  private func bounds(_ range: ClosedRange<Int>, _ unit: String, _ value: JSONSpan, got: String) -> RPCError {
    let expected =
      range.upperBound == Int.max
      ? "at least \(range.lowerBound)\(unit)" : "\(range.lowerBound) to \(range.upperBound)\(unit)"
    return .invalidParams(at: value.pointer, expected: expected, got: got)
  }
}

extension JSONSpan {
  /// The value of the member `name`, if this is an object that has it.
  fileprivate func member(named name: String) -> JSONSpan? {
    var children = children
    while let key = children.next(), let value = children.next() {
      if key.reads(name) { return value }
    }
    return nil
  }
}
