import ArgumentParser

/// The daemon and what an operator asks of its configuration.
@main
struct ArticleService: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "article-service",
    abstract: "Turns raw Korean news into clean data, over JSON-RPC 2.0 on a Unix socket.",
    discussion: """
      Started by systemd, it takes the sockets that it is passed (rpc, admin). By hand:
      article-service --socket /tmp/article.sock --state-dir /tmp/article
      """,
    version: ServiceVersion.current,
    subcommands: [Serve.self, CheckConfig.self, ShowConfig.self], defaultSubcommand: Serve.self)
}

/// The version that `--version`, `rpc.discover` and `system.health` tell.
enum ServiceVersion {
  static let current = "0.1.0"
}
