/// What a connection hears of its bytes, on its own queue.
package enum ChannelEvent {
  /// The read that was asked for has brought bytes. They are lent for the time of the call; ask again for more.
  case received(UnsafeRawBufferPointer)
  /// The peer has shut down its writing side; it may still read.
  case endOfInput
  /// Some of what was queued has been written.
  case wrote
  /// Reading or writing failed; `errno`.
  case failed(Int32)
  /// The descriptors are closed; the last event.
  case closed
}

/// A peer's bytes in both directions, whatever carries them: a socket, or a pair of pipes.
///
/// Reads are asked for one at a time, so that who does not ask is not flooded. Writes are queued in order; the
/// number of bytes that wait is known, and the owner is expected to mind it. All calls are made on the owner's queue.
package protocol ByteChannel: AnyObject {
  /// Events go to `sink` from now on.
  func open(_ sink: @escaping (ChannelEvent) -> Void)
  /// Asks for one bounded read; does nothing while one is under way.
  func read()
  /// Whether bytes have arrived that no event has delivered yet.
  var hasUnreadInput: Bool { get }
  /// Whether the peer has gone altogether, not only stopped writing.
  var isPeerGone: Bool { get }
  /// Writes what the peer takes at once and queues the rest; the bytes are lent for the time of the call.
  func write(_ bytes: UnsafeRawBufferPointer)
  /// Bytes that wait to be written.
  var unwrittenBytes: Int { get }
  /// Of those, bytes of writes of which nothing at all has been given to the kernel, for certain.
  var untouchedBytes: Int { get }
  /// Ends the channel when all that was queued is written.
  func finish()
  /// Ends the channel now; what was queued is lost.
  func abort()
}
