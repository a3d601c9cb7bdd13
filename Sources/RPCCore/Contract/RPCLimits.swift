/// Every bound of a server: what it limits, its default, why, and what a peer sees when it is hit.
public struct RPCLimits: Sendable, Equatable {
  /// Bytes of one request frame. Longer ones are skipped and answered with -32007; the connection lives on.
  /// 32 MiB holds any page with its images inlined.
  public var requestBytesMax = 32 << 20
  /// Bytes of one answer, or of all answers of a batch together: -32008.
  public var responseBytesMax = 64 << 20
  /// Nested arrays and objects in a request, at most 128: -32700.
  public var depthMax = 64
  /// Values (members, elements, scalars) in one request: -32700. Each costs 16 bytes while the request lives,
  /// so that `[0,0,0…]` of 32 MiB cannot take 256 MiB.
  public var jsonValuesMax = 1_000_000
  /// Requests in one batch: -32005.
  public var batchItemsMax = 100
  /// Bytes of the header part of a frame: -32700 and close.
  public var headerBytesMax = 4096
  /// Bytes of a frame that is over `requestBytesMax` that are read and thrown away before giving up: close.
  public var skippedBytesMax = 1 << 30

  /// Calls of one connection that are under way at the same time. Further ones wait.
  public var callsPerConnectionMax = 32
  /// Calls of one connection that wait. When so many do, the connection is not read from.
  public var callsWaitingMax = 256
  /// Bytes of the requests of one connection that wait; above it the connection is not read from either.
  public var waitingBytesMax = 32 << 20
  /// Calls that run at the same time; the others wait for their turn, users and connections taking turns. Methods
  /// may block, in writing to disk for instance, so there are more workers than cores.
  public var workersMax = 8
  /// Calls of all connections that run or wait for a worker: -32009.
  public var callsMax = 1024
  /// Calls of one user that run or wait for a worker: -32009.
  public var callsPerUserMax = 512
  /// Bytes of all requests that are being worked on: -32009.
  public var callBytesMax = 256 << 20
  /// Bytes of answers that a peer has not read yet. Above it, no new call of that peer is begun.
  public var unreadBytesMax = 4 << 20
  /// Bytes of answers to calls begun before that bound was met, at which the peer is cut off: close, its calls are
  /// cancelled. Two of the largest answers.
  public var unreadBytesCut = 128 << 20
  /// Bytes that all connections hold of half-sent requests and unread answers. Above it, a request of which more than
  /// 64 KiB are held is given up with -32009, and a peer that has more than 64 KiB unread is cut off.
  public var heldBytesMax = 512 << 20

  /// Connections of one user: one line of -32009, then close.
  public var connectionsPerUserMax = 64
  /// Connections in all: the same.
  public var connectionsMax = 1024

  /// Time for one call, the caller's own `meta.timeoutMs` aside: -32001.
  public var callTimeMax: Duration = .seconds(60)
  /// Time from a header's first byte to its end: -32700 and close.
  public var headerTimeMax: Duration = .seconds(10)
  /// Time from a frame's first byte to its last, above what it takes at `frameBytesPerSecondMin`: -32700 and close.
  /// A peer that sends a byte a second would otherwise stay for a year.
  public var frameTimeMax: Duration = .seconds(30)
  /// The slowest that a large frame may come.
  public var frameBytesPerSecondMin = 64 << 10
  /// Time between frames with no call under way: close. `nil`: as long as it likes, since it costs little.
  public var idleTimeMax: Duration?
  /// Time without progress in writing to a peer that does not read: close, its calls are cancelled.
  public var writeTimeMax: Duration = .seconds(30)
  /// Time that calls have to end after SIGTERM, before they are cancelled with -32010.
  public var drainTimeMax: Duration = .seconds(10)

  /// The defaults.
  public init() {}
}
