import ArgumentParser
import RPCCore

/// Limits that tests set lower, or higher, than a service would.
struct LimitOptions: ParsableArguments {
  @Option var maxRequestBytes: Int?
  @Option var maxResponseBytes: Int?
  @Option var headerTimeMs: Int?
  @Option var frameTimeMs: Int?
  @Option var writeTimeMs: Int?
  @Option var idleTimeMs: Int?
  @Option var maxUnreadBytes: Int?
  @Option var maxHeldBytes: Int?
  @Option var connectionsPerUser: Int?
  @Option var connections: Int?
  @Option var workers: Int?

  var limits: RPCLimits {
    var limits = RPCLimits()
    func set<Value>(_ path: WritableKeyPath<RPCLimits, Value>, _ value: Value?) {
      if let value { limits[keyPath: path] = value }
    }
    set(\.requestBytesMax, maxRequestBytes)
    set(\.responseBytesMax, maxResponseBytes)
    set(\.headerTimeMax, headerTimeMs.map { .milliseconds($0) })
    set(\.frameTimeMax, frameTimeMs.map { .milliseconds($0) })
    set(\.writeTimeMax, writeTimeMs.map { .milliseconds($0) })
    set(\.idleTimeMax, idleTimeMs.map { .milliseconds($0) })
    set(\.unreadBytesCut, maxUnreadBytes)
    set(\.heldBytesMax, maxHeldBytes)
    set(\.connectionsPerUserMax, connectionsPerUser)
    set(\.connectionsMax, connections)
    set(\.workersMax, workers)
    return limits
  }
}
