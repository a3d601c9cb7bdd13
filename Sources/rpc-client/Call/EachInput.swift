import RPCCore

/// What the calls are made of: the lines of standard input, or files.
struct EachInput {
  /// One call to make.
  struct Item {
    var line: Int
    var id: RPCJSON?
    /// The params, or why there are none.
    var params: Result<[UInt8], RPCError>
    /// How much of the input lies before its end, where that is known.
    var fraction: Double?
  }

  private var lines = LineSource()
  private var files: [FilePattern]
  private let isFiles: Bool
  private let size: Int?
  private var number = 0
  /// The params that the command line gives to each call.
  private let common: Params
  /// The names of the method's params; `nil` where the server does not tell.
  private let names: [String]?

  /// - Parameter patterns: of the files; none: the lines of standard input.
  init(files patterns: [String], common: Params, names: [String]?) {
    isFiles = !patterns.isEmpty
    files = patterns.map { FilePattern($0) }
    self.common = common
    self.names = names
    size = isFiles ? nil : lines.size
  }

  /// The next call that is not among `done`; `nil` at the end.
  mutating func next(except done: LineSet) async throws -> Item? {
    while let item = isFiles ? nextFile(except: done) : try await nextLine(except: done) {
      if !done.contains(item.line) { return item }
    }
    return nil
  }

  private mutating func nextFile(except done: LineSet) -> Item? {
    while !files.isEmpty {
      guard let path = files[0].next() else {
        files.removeFirst()
        continue
      }
      number += 1
      guard !done.contains(number) else { continue }
      var params = common
      do {
        try params.addFile(path, names: names ?? ["text"])
        return Item(line: number, id: .string(path), params: .success(params.value.bytes))
      } catch {
        let reason = (error as? InputError)?.message ?? "\(path) cannot be read"
        return Item(line: number, id: .string(path), params: .failure(RPCError(.invalidParams, reason)))
      }
    }
    return nil
  }

  private mutating func nextLine(except done: LineSet) async throws -> Item? {
    guard let line = try await lines.next() else { return nil }
    var item = Item(line: line.number, params: .success([]))
    item.fraction = size.map { Double(lines.consumed) / Double(max(1, $0)) }
    guard !done.contains(line.number) else { return item }
    do {
      let value = try RPCJSON(parsing: line.bytes)
      item.id = value["id"]
      item.params = .success(try params(of: value))
    } catch let error as RPCError {
      item.params = .failure(error)
    }
    return item
  }

  /// A text is what the method obviously takes; an object is the params, without an id that the method knows nothing of.
  private func params(of value: RPCJSON) throws(RPCError) -> [UInt8] {
    var params = common
    switch value {
    case .string:
      params.set("text", value)
    case .object(let members):
      for member in members where member.name != "id" || names?.contains("id") != false {
        params.set(member.name, member.value)
      }
    default: throw RPCError(.invalidParams, "a line is an object of params or a text")
    }
    return params.value.bytes
  }
}
