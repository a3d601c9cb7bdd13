package import Dispatch
import Glibc

/// The serial queue that does the I/O of all connections of a server, and the watch it keeps on sockets that have
/// just been heard of.
///
/// Waiting in Dispatch I/O costs about 10 µs a wake-up, and an idle core 25-50 µs more. A peer that talks is
/// therefore not sent to sleep at once: its socket is looked at again and again for a moment, in turn with all
/// others and with whatever else is queued. Design and figures: docs/decisions/0006-reactor.md.
///
/// `@unchecked Sendable`: the queue never changes, and everything else is touched on it alone, as every caller is
/// a channel or a connection that lives there.
package final class Reactor: @unchecked Sendable {
  package var queue: DispatchQueue { executor.queue }
  /// Runs the actors that live on this queue.
  package let executor = QueueExecutor(label: "rpc.reactor")

  /// What a read goes into; each is handed on before the next, so one serves all connections.
  let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
  /// Where answers are put together; lent to one connection at a time.
  var output = JSONText()

  private var watched: [SocketChannel] = []
  private var round: [SocketChannel] = []
  private var polled: [pollfd] = []
  private var isSweeping = false

  package init() {
    // libdispatch writes with write(2), which has no MSG_NOSIGNAL: a peer that has gone would kill the process.
    signal(SIGPIPE, SIG_IGN)
  }

  deinit { input.deallocate() }

  /// Looks at `channel` until something comes or its patience is over.
  func watch(_ channel: SocketChannel) {
    watched.append(channel)
    guard !isSweeping else { return }
    isSweeping = true
    queue.async { self.sweep() }
  }

  /// One look at every watched socket. Each sweep is a block of its own, so that what else is queued gets its turn.
  private func sweep() {
    swap(&round, &watched)
    let now = DispatchClock.now
    let hasPolled = poll()
    var isQuiet = true
    for (index, channel) in round.enumerated() {
      let mayHear = !hasPolled || polled[index].revents != 0
      switch mayHear ? channel.look(at: now) : channel.rest(at: now) {
      case .heard: isQuiet = false
      case .quiet: watched.append(channel)
      case .asleep: break
      }
    }
    round.removeAll(keepingCapacity: true)
    guard !watched.isEmpty else {
      isSweeping = false
      return
    }
    // Where both sides share a core, the peer cannot speak before it runs.
    if isQuiet { sched_yield() }
    queue.async { self.sweep() }
  }

  /// From so many sockets on, asking for all of them at once costs less than a read of each.
  private static let polledMin = 4

  /// Asks which of this round's sockets have something.
  ///
  /// - Returns: whether it asked; with few sockets each is read instead.
  private func poll() -> Bool {
    guard round.count >= Self.polledMin else { return false }
    polled.removeAll(keepingCapacity: true)
    for channel in round { polled.append(channel.pollRequest) }
    return Glibc.poll(&polled, nfds_t(polled.count), 0) >= 0
  }
}
