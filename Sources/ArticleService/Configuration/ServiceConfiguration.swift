import Logging
import RPCCore

/// What an operator sets of the service. Each member has a key in `ConfigurationKey.all`, with its unit, its bounds and
/// what it is for.
struct ServiceConfiguration: Sendable, Equatable {
  /// Listen on this socket file, unless systemd passes sockets.
  var socket: String?
  /// Where the index is kept.
  var stateDirectory = "/var/lib/article"
  /// Which index, if not the file there.
  var index = IndexPlace.file
  /// For how many days the index remembers an article; `nil` for ever.
  var indexRetentionDays: Int?
  /// Where the operator's own lists are: persons.tsv, organisations.tsv, publishers.tsv, residue.tsv.
  var knowledgeDirectory = "/etc/article"
  var logLevel = Logger.Level.info
  var rpc = RPCSettings()
  /// Users and groups by name or number, for the methods that have such a list.
  var access: [String: AccessList] = [:]

  /// Who may call a method, as the operator wrote it.
  struct AccessList: Sendable, Equatable {
    var users: [String] = []
    var groups: [String] = []
  }

  /// The names of what differs in `other` and takes effect only at the next start.
  func needsRestart(for other: ServiceConfiguration) -> [String] {
    let names = ConfigurationKey.all.filter { !$0.isReloaded && $0.text(self) != $0.text(other) }.map(\.name)
    // Its text hides the password, which may be all that differs.
    return index != other.index && !names.contains("index") ? names + ["index"] : names
  }
}
