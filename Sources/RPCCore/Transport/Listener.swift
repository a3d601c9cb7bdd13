import CLinux
import Dispatch
import Glibc
package import Logging

/// Accepts connections from one listening socket and hands them on. Station 1 of a request's way.
package actor Listener {
  /// Peers taken in one turn, so that a flood of connects does not starve the connections that are there.
  private static let acceptsPerTurn = 64
  /// How long to wait when the process is out of descriptors: EMFILE would otherwise spin.
  private static let pauseWithoutDescriptors = DispatchTimeInterval.milliseconds(100)

  private let reactor: Reactor
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    reactor.executor.asUnownedSerialExecutor()
  }

  private let socket: Int32
  private let logger: Logger
  private let source: any DispatchSourceRead
  private let accepted: @Sendable (Int32) -> Void
  private var isPaused = false
  /// What the last accept failed with, so that a lasting trouble is logged once and not ten times a second.
  private var trouble: Int32 = 0
  private var isStopped = false

  /// - Parameter socket: a listening socket; closed when the listener stops. Never `shutdown(2)`: that would also
  ///   end the copy that systemd keeps, and put its socket unit into the failed state.
  package init(
    socket: Int32, reactor: Reactor, logger: Logger, accepted: @escaping @Sendable (Int32) -> Void
  ) {
    self.reactor = reactor
    self.socket = socket
    self.logger = logger
    self.accepted = accepted
    // systemd hands its sockets over blocking.
    _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
    source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: reactor.queue)
    source.setCancelHandler { close(socket) }
  }

  package func start() {
    source.setEventHandler { [weak self] in self?.assumeIsolated { $0.acceptTurn() } }
    source.resume()
  }

  func stop() {
    guard !isStopped else { return }
    isStopped = true
    if isPaused { source.resume() }
    source.cancel()
  }

  private func acceptTurn() {
    for _ in 0..<Self.acceptsPerTurn {
      guard !isStopped else { return }
      let peer = clinux_accept(socket)
      if peer >= 0 {
        trouble = 0
        accepted(peer)
        continue
      }
      switch errno {
      case EINTR, ECONNABORTED: continue
      case EAGAIN: return
      // Out of descriptors or memory for the most part; the source would fire again at once whatever it is.
      default: return pause(errno)
      }
    }
  }

  private func pause(_ error: Int32) {
    if error != trouble {
      logger.warning("cannot accept: \(String(cString: strerror(error))); trying again every 100 ms")
    }
    trouble = error
    isPaused = true
    source.suspend()
    reactor.queue.asyncAfter(deadline: .now() + Self.pauseWithoutDescriptors) { [weak self] in
      self?.assumeIsolated { $0.resume() }
    }
  }

  private func resume() {
    guard isPaused, !isStopped else { return }
    isPaused = false
    source.resume()
  }
}
