import Dispatch

/// What a wait tells its channel, on the reactor's queue.
package enum SocketWaitEvent {
  /// There is input; the first byte of it, where waiting took one.
  case input(first: UInt8?)
  case endOfInput
  case inputFailed(Int32)
  /// The peer has taken some of the bytes that were given to be written; `left` remain.
  case wrote(left: Int)
  case outputFailed(Int32)
  /// The descriptors are closed; the last event.
  case closed
}

/// Waits for a socket: until input comes, and until the peer takes output. It owns the descriptors.
///
/// Two do: `DispatchIOWait` is the product's; `DispatchSourceWait` is what it is measured against, and what we fall
/// back to should Dispatch I/O on Linux fail us as it did others (docs/decisions/0002-dispatch-io.md).
package protocol SocketWait: AnyObject {
  /// Events go to `sink` from now on.
  func open(_ sink: @escaping (SocketWaitEvent) -> Void)
  /// Asks for one `input`, `endOfInput` or `inputFailed`.
  func awaitInput()
  /// Writes `bytes`, which are lent for the call, as the peer takes them. Only once all before are written.
  ///
  /// - Returns: the `errno` where it cannot even begin.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int32?
  /// Closes the descriptors; with `drops`, what is not written yet is lost.
  func close(drops: Bool)
}

/// The monotonic clock in nanoseconds, as Dispatch's timers count it.
enum DispatchClock {
  static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
