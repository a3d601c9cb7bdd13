/// How a client speaks, and what it does when the connection is lost.
public struct RPCClientOptions: Sendable {
  /// How frames are told apart; the server answers in kind.
  public var framing = RPCFraming.headers
  /// When to try again; `nil`: never.
  public var reconnect: RPCReconnect? = RPCReconnect()
  /// Bytes of the params of the longest request that is sent: the server's own default, told before sending.
  public var requestBytesMax = RPCLimits().requestBytesMax
  /// Bytes of the longest answer that is taken.
  public var responseBytesMax = RPCLimits().responseBytesMax + 4096

  /// The defaults.
  public init() {}
}

/// When a client connects again after its connection was lost, and sends again what may safely be sent twice.
///
/// Only calls of methods that are idempotent are sent again; others fail as `notSent` or `lost`. The pauses grow by
/// half each time, with up to as much again at random, so that many clients do not come back at one moment.
public struct RPCReconnect: Sendable {
  /// The pause before the first new try.
  public var pauseMin: Duration = .milliseconds(20)
  /// The longest pause, before chance adds up to as much again.
  public var pauseMax: Duration = .seconds(2)
  /// How long a call is tried again at all.
  public var timeMax: Duration = .seconds(10)

  /// The defaults.
  public init() {}

  /// The pause before try `number`, counted from 0.
  func pause(before number: Int) -> Duration {
    let growth = (0..<min(number, 32)).reduce(1.0) { growth, _ in growth * 1.5 }
    return min(pauseMax, pauseMin * growth) * Double.random(in: 1...2)
  }
}
