/// Every bound of a server: what it limits, its default, why, and what a peer sees when it is hit.
public struct RPCLimits: Sendable, Equatable {
  /// Bytes of one request frame. Longer ones are skipped and answered with -32007; the connection lives on.
  /// 32 MiB holds any page with its images inlined.
  public var requestBytesMax = 32 << 20
  /// Bytes of one answer, or of all answers of a batch together: -32008. Twice a request; no method of ours
  /// has come near it.
  public var responseBytesMax = 64 << 20
  /// Nested arrays and objects in a request, at most 128: -32700. Ten times what any method takes; a scanner and a reader use
  /// stack for each.
  public var depthMax = 64
  /// Values (members, elements, scalars) in one request: -32700. Each costs 16 bytes while the request lives,
  /// so that `[0,0,0…]` of 32 MiB cannot take 256 MiB.
  public var jsonValuesMax = 1_000_000
  /// Requests in one batch: -32005. A batch is answered as one frame, so its answers wait for each other; whoever has more to
  /// ask sends several.
  public var batchItemsMax = 100
  /// Bytes of the header part of a frame: -32700 and close. Two lines are known, of 60 bytes together.
  public var headerBytesMax = 4096
  /// Bytes of a frame that is over `requestBytesMax` that are read and thrown away before giving up: close. A mistaken client
  /// keeps its connection, an endless line does not.
  public var skippedBytesMax = 1 << 30

  /// Calls of one connection that are under way at the same time. Further ones wait. Four a worker: none runs dry.
  public var callsPerConnectionMax = 32
  /// Calls of one connection that wait. When so many do, the connection is not read from. One read of 64 KiB has about so
  /// many small calls.
  public var callsWaitingMax = 256
  /// Bytes of the requests of one connection that wait; above it the connection is not read from either. One
  /// of the largest requests.
  public var waitingBytesMax = 32 << 20
  /// Calls that run at the same time; the others wait for their turn, users and connections taking turns. Methods
  /// may block, in writing to disk for instance, so there are more workers than cores.
  public var workersMax = 8
  /// Calls of all connections that run or wait for a worker: -32009. At a millisecond each the last waits for half a second
  /// on two cores; more would wait longer than their callers do.
  public var callsMax = 1024
  /// Calls of one user that run or wait for a worker: -32009. Half of all, so that no user alone keeps the others out.
  public var callsPerUserMax = 512
  /// Bytes of all requests that are being worked on: -32009. Eight of the largest, one a worker.
  public var callBytesMax = 256 << 20
  /// Bytes of answers that a peer has not read yet. Above it, no new call of that peer is begun. Some hundred answers: a
  /// reader that keeps up never sees it.
  public var unreadBytesMax = 4 << 20
  /// Bytes of answers to calls begun before that bound was met, at which the peer is cut off: close, its calls are
  /// cancelled. Two of the largest answers.
  public var unreadBytesCut = 128 << 20
  /// Bytes that all connections hold of half-sent requests and unread answers. Above it, a request of which more than
  /// 64 KiB are held is given up with -32009, and a peer that has more than 64 KiB unread is cut off. A quarter of the unit's
  /// `MemoryMax`, since buffers double while they grow.
  public var heldBytesMax = 512 << 20

  /// Connections of one user: one line of -32009, then close. Calls are pipelined, so a program needs one.
  public var connectionsPerUserMax = 64
  /// Connections in all: the same. Two descriptors each, of the 8,192 that the unit allows.
  public var connectionsMax = 1024

  /// Time for one call, the caller's own `meta.timeoutMs` aside: -32001. The longest article takes under a second; the rest is
  /// waiting.
  public var callTimeMax: Duration = .seconds(60)
  /// Time from a header's first byte to its end: -32700 and close. It is written in one go, if not by hand.
  public var headerTimeMax: Duration = .seconds(10)
  /// Time from a frame's first byte to its last, above what it takes at `frameBytesPerSecondMin`: -32700 and close.
  /// A peer that sends a byte a second would otherwise stay for a year.
  public var frameTimeMax: Duration = .seconds(30)
  /// The slowest that a large frame may come. No socket of this machine is so slow, a bridge over a mobile line may be.
  public var frameBytesPerSecondMin = 64 << 10
  /// Time between frames with no call under way: close. `nil`: as long as it likes, since it costs little.
  public var idleTimeMax: Duration?
  /// Time without progress in writing to a peer that does not read: close, its calls are cancelled. A debugger's stop is
  /// longer, a garbage collection is not.
  public var writeTimeMax: Duration = .seconds(30)
  /// Time that calls have to end after SIGTERM, before they are cancelled with -32010. Well within systemd's `TimeoutStopSec`.
  public var drainTimeMax: Duration = .seconds(10)

  /// The defaults.
  public init() {}
}
