import Dispatch

/// What waiting for input tells, on the reactor's queue.
package enum InputEvent {
  /// There is input; the first byte of it, where waiting took one.
  case ready(first: UInt8?)
  case ended
  case failed(Int32)
  /// The descriptor is closed; the last event.
  case closed
}

/// Waits until a peer sends. It owns the descriptor.
package protocol InputWait: AnyObject {
  /// Events go to `sink` from now on.
  func open(_ sink: @escaping (InputEvent) -> Void)
  /// Asks for one `ready`, `ended` or `failed`.
  func arm()
  func close(drops: Bool)
}

/// What writing to a peer that reads slowly tells, on the reactor's queue.
package enum OutputEvent {
  /// The peer has taken some of the bytes that were given to be written; `left` remain.
  case wrote(left: Int)
  case failed(Int32)
  /// The descriptor is closed; the last event.
  case closed
}

/// Writes what a socket did not take at once. It owns the descriptor, a duplicate of the socket's.
package protocol OutputWait: AnyObject {
  /// Events go to `sink` from now on.
  func open(_ sink: @escaping (OutputEvent) -> Void)
  /// Writes `bytes`, which are lent for the call, as the peer takes them. Only once all before are written.
  func write(_ bytes: UnsafeRawBufferPointer)
  /// Closes the descriptor; with `drops`, what is not written yet is lost.
  func close(drops: Bool)
}

/// How a socket waits in both directions.
///
/// Chosen by measurement (docs/decisions/0006-reactor.md): a dispatch source for input, since a standing read of
/// Dispatch I/O holds a page and two more threads' hand-overs for every wake-up; Dispatch I/O for output, since it
/// takes a large answer over in one piece. The others are there to be measured beside it, and tested like it.
package struct SocketWaits: Sendable {
  let input: @Sendable (Int32, DispatchQueue) -> any InputWait
  let output: @Sendable (Int32, DispatchQueue) -> any OutputWait

  package static let standard = SocketWaits(
    input: { SourceInput(socket: $0, queue: $1) }, output: { DispatchIOOutput(descriptor: $0, queue: $1) })
  package static let dispatchIO = SocketWaits(
    input: { DispatchIOInput(socket: $0, queue: $1) }, output: { DispatchIOOutput(descriptor: $0, queue: $1) }
  )
  package static let sources = SocketWaits(
    input: { SourceInput(socket: $0, queue: $1) }, output: { SourceOutput(descriptor: $0, queue: $1) })
}

/// The monotonic clock in nanoseconds, as Dispatch's timers count it.
enum DispatchClock {
  static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
