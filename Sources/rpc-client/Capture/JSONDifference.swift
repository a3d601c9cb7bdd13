import RPCCore

/// Where two JSON values differ.
struct JSONDifference: Equatable {
  /// JSON pointer (RFC 6901) of the place.
  var pointer: String
  /// What is there on either side; `nil`: nothing.
  var before: RPCJSON?
  var after: RPCJSON?

  /// Values that differ in more places are not the same thing any more; the rest is not told.
  static let countMax = 50

  /// The places at which `after` is not `before`. The order of members says nothing, and numbers count by their value.
  ///
  /// - Parameter ignored: pointers of what may differ; `*` stands for any member or element.
  static func between(_ before: RPCJSON, _ after: RPCJSON, ignoring ignored: [String] = [])
    -> [JSONDifference]
  {
    var found: [JSONDifference] = []
    compare(
      before, after, [],
      ignored.map { $0.split(separator: "/", omittingEmptySubsequences: false).dropFirst() }, &found)
    return found
  }

  private static func compare(
    _ before: RPCJSON?, _ after: RPCJSON?, _ path: [String], _ ignored: [ArraySlice<Substring>],
    _ found: inout [JSONDifference]
  ) {
    guard found.count < countMax, !ignored.contains(where: { matches($0, path) }) else { return }
    switch (before, after) {
    case (.object(let old)?, .object(let new)?):
      for name in old.map(\.name) + new.map(\.name).filter({ name in !old.contains { $0.name == name } }) {
        compare(
          old.first { $0.name == name }?.value, new.first { $0.name == name }?.value, path + [escaped(name)],
          ignored,
          &found)
      }
    case (.array(let old)?, .array(let new)?):
      for index in 0..<max(old.count, new.count) {
        compare(
          index < old.count ? old[index] : nil, index < new.count ? new[index] : nil, path + [String(index)],
          ignored,
          &found)
      }
    case (.number(let old)?, .number(let new)?) where old == new || Double(old) == Double(new): break
    default:
      if before != after {
        found.append(JSONDifference(pointer: path.map { "/" + $0 }.joined(), before: before, after: after))
      }
    }
  }

  private static func matches(_ pattern: ArraySlice<Substring>, _ path: [String]) -> Bool {
    pattern.count == path.count && zip(pattern, path).allSatisfy { $0 == "*" || $0 == $1 }
  }

  private static func escaped(_ name: String) -> String {
    name.replacing("~", with: "~0").replacing("/", with: "~1")
  }

  /// "/result/title: "a" → "b"", with long values cut.
  var line: String {
    func text(_ value: RPCJSON?) -> String {
      value.map { TextWidth.clip(String(decoding: $0.bytes, as: UTF8.self), to: 60) } ?? "nothing"
    }
    return "\(pointer.isEmpty ? "/" : pointer): \(text(before)) → \(text(after))"
  }
}
