import ArgumentParser
import Foundation
import RPCCore

/// The flags that set the configuration; every key has one in `--set`, and the common ones a name of their own.
struct ServiceOptions: ParsableArguments {
  @Option(help: "Read this file instead of /etc/article/article.yaml, which may be missing.")
  var config: String?

  @Option(
    help: ArgumentHelp("Set a key of the configuration; may be repeated.", valueName: "key=value"))
  var set: [String] = []

  @Option(help: "Listen on this socket file, unless systemd passes sockets.")
  var socket: String?

  @Option(
    help: "Keep the index in this directory. Default: systemd's STATE_DIRECTORY, else /var/lib/article.")
  var stateDir: String?

  @Option(help: "Log from this level: trace, debug, info, notice, warning, error, critical.")
  var logLevel: String?

  func validate() throws {
    for setting in set where !setting.contains("=") {
      throw ValidationError("--set \(setting): expected key=value")
    }
  }

  /// Where the configuration comes from, with these flags first.
  var sources: ConfigurationSources {
    var flags = set.map { setting in
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return ConfigurationSources.Setting(
        name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "", flag: "--set \(parts[0])")
    }
    func add(_ name: String, _ value: String?, _ flag: String) {
      if let value { flags.append(.init(name: name, value: value, flag: flag)) }
    }
    add("socket", socket, "--socket")
    add("stateDirectory", stateDir.map(Self.absolute), "--state-dir")
    add("log.level", logLevel, "--log-level")
    return ConfigurationSources(
      flags: flags, environment: ProcessInfo.processInfo.environment, file: config,
      methods: RPCServer.articleMethodNames)
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}
