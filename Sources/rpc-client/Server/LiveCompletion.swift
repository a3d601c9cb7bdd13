import RPCCore

/// What a shell is offered behind `rpc-client call`: the names that the server has at this moment.
enum LiveCompletion {
  /// The server's methods.
  @Sendable static func methods(_ words: [String], _ index: Int, _ prefix: String) async -> [String] {
    await described(words).compactMap { $0["name"]?.string }
  }

  /// `name=` for each param of the method that was typed, and the values of a param that has a choice.
  @Sendable static func params(_ words: [String], _ index: Int, _ prefix: String) async -> [String] {
    let methods = await described(words)
    guard let method = methods.first(where: { $0["name"]?.string.map(words.contains) == true }) else {
      return []
    }
    let given = Set(words.compactMap { $0.split(separator: "=").first.map { String($0) } })
    return (method["params"]?.array ?? []).flatMap { param -> [String] in
      let name = param["name"]?.string ?? ""
      let choices = param["schema"]?["enum"]?.array?.compactMap(\.string) ?? []
      if prefix.hasPrefix(name + "=") { return choices.map { "\(name)=\($0)" } }
      return given.contains(name) ? [] : ["\(name)="]
    }
  }

  /// Nothing where there is no server: a shell has no place for an error.
  private static func described(_ words: [String]) async -> [RPCJSON] {
    var options = ServerOptions()
    options.socket = words.indices.dropLast().first { words[$0] == "--socket" || words[$0] == "-s" }.map {
      words[$0 + 1]
    }
    options.timeout = 2
    options.wait = 0
    guard let address = try? ServerAddress(options.address), case .path(let path) = address,
      let client = try? await RPCClient.connect(to: .path(path))
    else { return [] }
    let methods = try? await client.call("rpc.discover", timeout: .seconds(2))["methods"]?.array
    await client.close()
    return methods ?? []
  }
}
