import Glibc
import Logging
import RPCCore

/// A peer that is answered below JSON: what the transport costs, and what cutting frames does.
final class EchoPeer {
  private let channel: any ByteChannel
  /// Cuts what comes into lines; `nil`: bytes are echoed as they come.
  private let frames: FrameDecoder?
  private var output: [UInt8] = []

  private init(channel: any ByteChannel, cutsFrames: Bool) {
    self.channel = channel
    frames = cutsFrames ? FrameDecoder(limits: RPCLimits()) : nil
  }

  /// Serves until the process is killed.
  static func serve(on path: String, layer: Layer, wait: Wait) async throws {
    let reactor = Reactor()
    let listener = Listener(
      socket: try UnixSocket.listen(at: path), reactor: reactor, logger: Logger(label: "echo")
    ) { socket in
      let channel = SocketChannel(socket: socket, reactor: reactor, waits: wait.waits)
      EchoPeer(channel: channel, cutsFrames: layer == .frames).open()
    }
    await listener.start()
    while true { try await Task.sleep(for: .seconds(3600)) }
  }

  private func open() {
    channel.open { self.handle($0) }
    channel.read()
  }

  private func handle(_ event: ChannelEvent) {
    switch event {
    case .received(let bytes):
      if let frames { echoFrames(frames, bytes) } else { channel.write(bytes) }
      channel.read()
    case .wrote, .closed: break
    case .endOfInput: channel.finish()
    case .failed: channel.abort()
    }
  }

  private func echoFrames(_ frames: FrameDecoder, _ bytes: UnsafeRawBufferPointer) {
    let decoding: Void? = try? frames.decode(bytes) { event in
      if case .frame(let frame) = event {
        output.append(contentsOf: frame)
        output.append(UInt8(ascii: "\n"))
      }
      return true
    }
    guard decoding != nil else { return channel.abort() }
    output.withUnsafeBytes { channel.write($0) }
    output.removeAll(keepingCapacity: true)
  }
}
