@testable import RPCCore

/// The frames of a stream are the same however it is cut and wherever decoding pauses, and little is held of it.
enum FrameFuzzing {
  private enum Seen: Equatable {
    case frame([UInt8])
    case tooLarge(Int)
    case refused
  }

  private struct Outcome: Equatable {
    var events: [Seen] = []
    var error: FrameError?
  }

  /// The first byte says how the rest is cut; small limits let short inputs reach them.
  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    guard let seed = input.first else { return }
    let stream = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: input.dropFirst()))
    var limits = RPCLimits()
    limits.requestBytesMax = 64
    limits.headerBytesMax = 128
    limits.skippedBytesMax = 4096
    let whole = decode(stream, piece: max(1, stream.count), pauses: false, limits)
    let cut = decode(stream, piece: 1 + Int(seed & 15), pauses: seed & 16 != 0, limits)
    precondition(whole.events == cut.events, "cutting changes the frames")
    precondition(
      (whole.error == nil) == (cut.error == nil), "cutting changes whether the stream can be followed")
    refuse(stream, after: Int(seed), limits)
  }

  private static func decode(
    _ stream: UnsafeRawBufferPointer, piece: Int, pauses: Bool, _ limits: RPCLimits
  ) -> Outcome {
    let decoder = FrameDecoder(limits: limits)
    var outcome = Outcome()
    func note(_ event: FrameDecoder.Event) -> Bool {
      switch event {
      case .frame(let bytes): outcome.events.append(.frame(Array(bytes)))
      case .tooLarge(let actual): outcome.events.append(.tooLarge(actual))
      case .refused: outcome.events.append(.refused)
      }
      return !pauses
    }
    do throws(FrameError) {
      var start = 0
      while start < stream.count {
        let end = min(start + piece, stream.count)
        try decoder.decode(UnsafeRawBufferPointer(rebasing: stream[start..<end]), note)
        while pauses {
          let before = outcome.events.count
          try decoder.decode(UnsafeRawBufferPointer(start: nil, count: 0), note)
          if outcome.events.count == before { break }
        }
        precondition(
          decoder.heldBytes <= limits.requestBytesMax + limits.headerBytesMax + piece, "too much is held")
        start = end
      }
    } catch {
      outcome.error = error
      return outcome
    }
    decoder.finish(note)
    return outcome
  }

  /// Giving a frame up half way loses no frame after it.
  private static func refuse(_ stream: UnsafeRawBufferPointer, after count: Int, _ limits: RPCLimits) {
    let decoder = FrameDecoder(limits: limits)
    let cut = min(count, stream.count)
    do throws(FrameError) {
      try decoder.decode(UnsafeRawBufferPointer(rebasing: stream[..<cut])) { _ in true }
      _ = decoder.refuseFrame()
      try decoder.decode(UnsafeRawBufferPointer(rebasing: stream[cut...])) { _ in true }
    } catch {
      return
    }
  }
}
