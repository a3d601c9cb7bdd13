import RPCCore

extension ConfigurationKey {
  private static let kib = 1 << 10, mib = 1 << 20, gib = 1 << 30

  /// Every key but those of `access`, in the order in which they are shown.
  static let all: [ConfigurationKey] = places + log + limits + times

  private static let places: [ConfigurationKey] = [
    path("socket", \.socket, "The socket file to listen on, unless systemd passes sockets."),
    path(
      "stateDirectory", \.stateDirectory,
      "Where the index of articles is kept. Under systemd its STATE_DIRECTORY.", isReloaded: false),
    index(
      "index", \.index,
      "Where the index of articles is: a file in stateDirectory, or a PostgreSQL database that many services share."
    ),
    daysOrOff(
      "indexRetentionDays", \.indexRetentionDays, 1...36_500,
      "For how many days the index remembers an article; older ones are taken out once an hour."),
    path(
      "knowledgeDirectory", \.knowledgeDirectory,
      "Where your own lists are: persons.tsv, organisations.tsv, publishers.tsv, residue.tsv; each may be missing.",
      isReloaded: true),
    timeOrOff(
      "idleExit", \.rpc.idleExitTime, .seconds(60)...(.seconds(86_400)),
      "Time without any connection after which the service ends, to be started by systemd with the next one."),
  ]

  private static let log: [ConfigurationKey] = [
    level("log.level", \.logLevel, "The least severe lines that are logged; debug has one for every call."),
    timeOrOff(
      "log.slowCall", \.rpc.slowCallTime, .milliseconds(1)...(.seconds(3600)),
      "Time of one call from which on it is logged as slow."),
  ]

  private static let limits: [ConfigurationKey] = [
    bytes("limits.requestBytes", \.rpc.limits.requestBytesMax, kib...gib, "The longest request: -32007."),
    bytes("limits.responseBytes", \.rpc.limits.responseBytesMax, kib...gib, "The longest answer: -32008."),
    count("limits.depth", \.rpc.limits.depthMax, 8...128, "Nested arrays and objects in a request: -32700."),
    count(
      "limits.jsonValues", \.rpc.limits.jsonValuesMax, 1000...100_000_000, "Values in one request: -32700."),
    count("limits.batchItems", \.rpc.limits.batchItemsMax, 1...10_000, "Requests in one batch: -32005."),
    bytes(
      "limits.headerBytes", \.rpc.limits.headerBytesMax, 128...mib, "The header part of a frame: -32700."),
    count(
      "limits.workers", \.rpc.limits.workersMax, 1...256,
      "Calls that run at the same time; the others take turns, by user and by connection.", isReloaded: false),
    count(
      "limits.calls", \.rpc.limits.callsMax, 1...1_000_000,
      "Calls of all connections that run or wait: -32009."),
    count(
      "limits.callsPerUser", \.rpc.limits.callsPerUserMax, 1...1_000_000,
      "Calls of one user that run or wait: -32009."),
    count(
      "limits.callsPerConnection", \.rpc.limits.callsPerConnectionMax, 1...10_000,
      "Calls of one connection that are under way; further ones wait."),
    bytes(
      "limits.callBytes", \.rpc.limits.callBytesMax, mib...(64 * gib),
      "All requests that are being worked on: -32009."),
    bytes(
      "limits.heldBytes", \.rpc.limits.heldBytesMax, mib...(64 * gib),
      "Half-sent requests and unread answers of all connections; above it who holds much is cut off."),
    bytes(
      "limits.unreadBytes", \.rpc.limits.unreadBytesMax, 4096...gib,
      "Answers that a peer has not read, above which no new call of its is begun."),
    count(
      "limits.connections", \.rpc.limits.connectionsMax, 1...1_000_000,
      "Connections in all: -32009 and close. Each takes a descriptor, two while its peer reads slowly."),
    count(
      "limits.connectionsPerUser", \.rpc.limits.connectionsPerUserMax, 1...1_000_000,
      "Connections of one user: -32009 and close."),
  ]

  private static let times: [ConfigurationKey] = [
    time(
      "times.call", \.rpc.limits.callTimeMax, .milliseconds(100)...(.seconds(3600)),
      "Time for one call, the caller's own deadline aside: -32001."),
    time(
      "times.header", \.rpc.limits.headerTimeMax, .milliseconds(100)...(.seconds(3600)),
      "Time from a frame header's first byte to its end: close."),
    time(
      "times.frame", \.rpc.limits.frameTimeMax, .milliseconds(100)...(.seconds(3600)),
      "Time from a frame's first byte to its last, a second more for each 64 KiB: close."),
    time(
      "times.write", \.rpc.limits.writeTimeMax, .milliseconds(100)...(.seconds(3600)),
      "Time without progress in writing to a peer that does not read: close."),
    timeOrOff(
      "times.idle", \.rpc.limits.idleTimeMax, .seconds(1)...(.seconds(86_400)),
      "Time without a call after which a connection is closed."),
    time(
      "times.drain", \.rpc.limits.drainTimeMax, .milliseconds(100)...(.seconds(60)),
      "Time that calls have to end after SIGTERM. The unit's TimeoutStopSec must be longer."),
  ]
}
