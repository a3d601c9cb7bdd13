/// What a connection hears of its bytes, on its own queue.
enum ChannelEvent {
  /// Bytes have come. They are lent for the time of the call.
  case received(UnsafeRawBufferPointer)
  /// The read that was asked for has ended; ask again for more.
  case readEnded
  /// The peer has shut down its writing side; it may still read.
  case endOfInput
  /// Some of what was queued has been written.
  case wrote
  /// Reading or writing failed; `errno`.
  case failed(Int32)
  /// The descriptors are closed; the last event.
  case closed
}

/// A peer's bytes in both directions, whatever carries them: a socket on Dispatch I/O, or a pair of pipes.
///
/// Reads are asked for one at a time, so that who does not ask is not flooded. Writes are queued in order; the
/// number of bytes that wait is known, and the owner is expected to mind it. All calls are made on the owner's queue.
protocol ByteChannel: AnyObject {
  /// Events go to `sink` from now on.
  func open(_ sink: @escaping (ChannelEvent) -> Void)
  /// Asks for one bounded read; does nothing while one is under way.
  func read()
  /// Whether bytes have arrived that no event has delivered yet.
  var hasUnreadInput: Bool { get }
  /// Whether the peer has gone altogether, not only stopped writing.
  var isPeerGone: Bool { get }
  /// Queues bytes to be written.
  func write(_ bytes: [UInt8])
  /// Bytes that wait to be written.
  var unwrittenBytes: Int { get }
  /// Ends the channel when all that was queued is written.
  func finish()
  /// Ends the channel now; what was queued is lost.
  func abort()
}
