import ArgumentParser
import RPCCore

/// Calls the methods of any JSON-RPC 2.0 server on a Unix socket.
@main
struct RPCClientTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rpc-client",
    abstract: "Calls the methods of a JSON-RPC 2.0 server on a Unix socket.",
    discussion: """
      The server is found by --socket, by RPC_SOCKET, or at /run/article/article.sock. Addresses are a path, \
      unix:PATH, unix:@NAME (the abstract namespace), exec:COMMAND (started, and spoken to over its standard input \
      and output) and ssh:HOST:PATH.

      Exit status: 0 answered; \
      \(ExitStatus.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: "; ")).

      Completion for bash, zsh and fish, with the names that the server has: \
      rpc-client --generate-completion-script bash.
      """,
    subcommands: [
      Call.self, List.self, Describe.self, Bench.self, Top.self, Record.self, Replay.self, Generate.self,
      Manual.self,
    ])

  /// `--wait` may stand without seconds, which ArgumentParser knows no options for.
  static func main() async {
    await main(Array(CommandLine.arguments.dropFirst()).withDefault("--wait", value: "60"))
  }
}

extension [String] {
  /// The arguments with `value` put behind each `option` that has none behind it. What stands behind `--` is another program's.
  func withDefault(_ option: String, value: String) -> [String] {
    var arguments: [String] = []
    for (index, argument) in enumerated() {
      arguments.append(argument)
      if argument == "--" { return arguments + self[(index + 1)...] }
      let next = index + 1 < count ? self[index + 1] : ""
      if argument == option, Double(next) == nil { arguments.append(value) }
    }
    return arguments
  }
}
