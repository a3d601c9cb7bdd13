/// What one member of params or a reply means, and the bounds it keeps.
///
/// A plain string is a description: `"id": "The article's id."`. Bounds are added to it:
/// `"limit": .note("How many matches to tell of.", in: 1...100)`. They stand in the method's schema, and params
/// that do not keep them are refused before the method sees them.
public struct RPCNote: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// One sentence or two.
  public var text: String
  /// Smallest and largest number.
  public var range: ClosedRange<Int>?
  /// Fewest and most Unicode scalars of a string.
  public var length: ClosedRange<Int>?
  /// Fewest and most elements of an array.
  public var items: ClosedRange<Int>?

  /// A description without bounds.
  public init(stringLiteral value: String) { text = value }

  /// A description with bounds.
  public static func note(
    _ text: String, in range: ClosedRange<Int>? = nil, length: ClosedRange<Int>? = nil,
    items: ClosedRange<Int>? = nil
  ) -> RPCNote {
    var note = RPCNote(stringLiteral: text)
    note.range = range
    note.length = length
    note.items = items
    return note
  }

  var hasBounds: Bool { range != nil || length != nil || items != nil }

  /// The members of a JSON Schema (draft 7) that say this.
  var schemaMembers: [RPCJSON.Member] {
    var members: [RPCJSON.Member] = [.init("description", .string(text))]
    func add(_ low: String, _ high: String, _ bounds: ClosedRange<Int>?) {
      guard let bounds else { return }
      members.append(.init(low, .integer(bounds.lowerBound)))
      if bounds.upperBound < Int.max { members.append(.init(high, .integer(bounds.upperBound))) }
    }
    add("minimum", "maximum", range)
    add("minLength", "maxLength", length)
    add("minItems", "maxItems", items)
    return members
  }
}

/// What `rpc.discover` says of a method beyond the names and types, which come from the Swift types themselves.
public struct RPCDocumentation: Sendable {
  /// Params by path: `"text"`, `"hints.publisher"`; elements of arrays have their array's path.
  public var params: [String: RPCNote]
  /// Params of which a call gives exactly one.
  public var exactlyOne: [String]
  /// Members of the reply by path.
  public var reply: [String: RPCNote]
  /// The errors of its own that it answers with.
  public var errors: [RPCError.Code]
  /// A call that works as it stands: the params.
  public var example: RPCJSON?

  /// A documentation of its parts.
  public init(
    params: [String: RPCNote] = [:], exactlyOne: [String] = [], reply: [String: RPCNote] = [:],
    errors: [RPCError.Code] = [], example: RPCJSON? = nil
  ) {
    self.params = params
    self.exactlyOne = exactlyOne
    self.reply = reply
    self.errors = errors
    self.example = example
  }
}
