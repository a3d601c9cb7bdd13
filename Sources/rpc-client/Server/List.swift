import ArgumentParser
import RPCCore

/// `rpc-client list`.
struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lists the server's methods.")

  @OptionGroup var server: ServerOptions

  func run() async throws {
    try await server.withClient { client in
      let methods = try await client.methodDescriptions(timeout: .seconds(server.timeout))
      let rows = methods.map { ($0["name"]?.string ?? "", $0["summary"]?.string ?? "") }
      let width = rows.map(\.0.utf8.count).max() ?? 0
      for (name, summary) in rows {
        Terminal.write(name + String(repeating: " ", count: width - name.utf8.count + 2) + summary + "\n")
      }
    }
  }
}

/// `rpc-client describe METHOD`.
struct Describe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Shows a method's params and an example.")

  @OptionGroup var server: ServerOptions

  @Argument(help: "The method's name.")
  var method: String

  func run() async throws {
    try await server.withClient { client in
      let description = try await client.methodDescription(method, timeout: .seconds(server.timeout))
      Terminal.write("\(method): \(description.value["summary"]?.string ?? "")\n")
      for param in description.value["params"]?.array ?? [] { Terminal.write(Self.line(of: param)) }
      if let choices = description.value["x-exactly-one-of"]?.array?.compactMap(\.string) {
        Terminal.write("  exactly one of \(choices.joined(separator: ", ")) is given\n")
      }
      guard let example = description.value["examples"]?[0]?["params"]?.array else { return }
      let params = RPCJSON.object(
        example.map { .init($0["name"]?.string ?? "", $0["value"] ?? .null) })
      let quoted = params.line.split(separator: "'", omittingEmptySubsequences: false).joined(
        separator: "'\\''")
      Terminal.write("\nrpc-client call \(method) --json '\(quoted.dropLast())'\n")
    }
  }

  private static func line(of param: RPCJSON) -> String {
    let schema = param["schema"]
    let types = schema?["type"]?.array?.compactMap(\.string) ?? [schema?["type"]?.string ?? "any"]
    let type = types.filter { $0 != "null" }.joined(separator: "|")
    let choices = schema?["enum"]?.array?.compactMap(\.string).joined(separator: "|")
    let need = param["required"]?.bool == true ? ", required" : ""
    let bounds = bounds(schema).map { ", \($0)" } ?? ""
    return
      "  \(param["name"]?.string ?? "") (\(choices ?? type)\(bounds)\(need))  \(schema?["description"]?.string ?? "")\n"
  }

  /// "1 to 100", or "1 to 512 characters".
  private static func bounds(_ schema: RPCJSON?) -> String? {
    for (low, high, unit) in [
      ("minimum", "maximum", ""), ("minLength", "maxLength", " characters"),
      ("minItems", "maxItems", " elements"),
    ] {
      guard let least = schema?[low]?.int else { continue }
      return schema?[high]?.int.map { "\(least) to \($0)\(unit)" } ?? "at least \(least)\(unit)"
    }
    return nil
  }
}
