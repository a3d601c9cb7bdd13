import Glibc
import RPCCore
import Synchronization

/// Stands between clients and a server, passes bytes on as they come, and writes down every frame.
///
/// Made for debugging and not for load: each direction of a connection blocks a thread.
final class RecordingProxy: Sendable {
  private struct State {
    var connections = 0
    var answers = 0
    /// Whether a frame could not be written, or bytes were no frames.
    var problem: String?
  }

  private let serverPath: String
  private let output: Int32
  private let start = ContinuousClock.now
  private let state = Mutex(State())
  private let answersMax: Int
  /// Called when as many calls as wanted were answered.
  private let onEnough: @Sendable () -> Void

  init(serverPath: String, output: Int32, answersMax: Int, onEnough: @escaping @Sendable () -> Void) {
    self.serverPath = serverPath
    self.output = output
    self.answersMax = answersMax
    self.onEnough = onEnough
  }

  /// Answers that were recorded.
  var answers: Int { state.withLock { $0.answers } }
  /// What went wrong, if something did.
  var problem: String? { state.withLock { $0.problem } }

  /// Takes connections for as long as `listener` is open.
  func accept(on listener: Int32) {
    BlockingThread.start { [self] in
      while true {
        let peer = Glibc.accept(listener, nil, nil)
        if peer < 0 {
          if errno == EINTR { continue }
          return
        }
        let number = state.withLock { state -> Int in
          state.connections += 1
          return state.connections
        }
        relay(peer, number)
      }
    }
  }

  private func relay(_ peer: Int32, _ number: Int) {
    let server: Int32
    do {
      server = try BlockingSocket.connect(to: serverPath)
    } catch {
      note("\(error)")
      close(peer)
      return
    }
    // Whoever comes last closes both: a descriptor that is closed while the other thread reads may be another's by then.
    let end = Ends(peer: peer, server: server)
    let hasThreads =
      BlockingThread.start {
        self.copy(from: peer, to: server, number, .request)
        end.come()
      }
      && BlockingThread.start {
        self.copy(from: server, to: peer, number, .answer)
        end.come()
      }
    if !hasThreads { note("connection \(number): no thread for it") }
  }

  /// Closes both sockets of a connection when both directions have ended.
  private final class Ends: Sendable {
    private let count = Mutex(0)
    private let peer: Int32
    private let server: Int32

    init(peer: Int32, server: Int32) {
      self.peer = peer
      self.server = server
    }

    func come() {
      let isLast = count.withLock { count -> Bool in
        count += 1
        return count == 2
      }
      guard isLast else { return }
      close(peer)
      close(server)
    }
  }

  private func copy(from source: Int32, to target: Int32, _ number: Int, _ direction: CapturedFrame.Direction)
  {
    let decoder = FrameDecoder(limits: .forCaptures)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(source, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      // Written down first: what a client has seen is in the file.
      record(buffer[..<count], decoder, number, direction)
      guard BlockingSocket.send(buffer[..<count], to: target) else { break }
    }
    shutdown(target, Int32(SHUT_WR))
  }

  private func record(
    _ bytes: ArraySlice<UInt8>, _ decoder: FrameDecoder, _ number: Int, _ direction: CapturedFrame.Direction
  ) {
    do {
      try bytes.withUnsafeBytes { chunk in
        try decoder.decode(chunk) { event in
          guard case .frame(let frame) = event else { return true }
          record(
            CapturedFrame(
              connection: number, direction: direction, afterMs: (ContinuousClock.now - start).seconds * 1000,
              framing: decoder.framing ?? .headers, body: Array(frame)))
          return true
        }
      }
    } catch {
      note("connection \(number): a \(direction.rawValue) that is no frame was passed on and not recorded")
    }
  }

  private func record(_ frame: CapturedFrame) {
    let isEnough = state.withLock { state -> Bool in
      // In the lock: lines of two connections are whole, and in the order of their times.
      Terminal.write(frame.line, to: output)
      if frame.direction == .answer, frame.id != nil { state.answers += 1 }
      return state.answers >= answersMax
    }
    if isEnough { onEnough() }
  }

  private func note(_ problem: String) {
    state.withLock { $0.problem = $0.problem ?? problem }
  }
}
