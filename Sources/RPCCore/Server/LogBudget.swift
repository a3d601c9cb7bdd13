import Dispatch
import Logging
import Synchronization

/// How many lines peers may cause: a hundred at once, fifty a second. The journal drops what a service writes beyond its
/// own limit, errors too; so what is left out is left out here, and counted.
final class LogBudget: Sendable {
  private static let linesMax = 100.0, linesPerSecond = 50.0

  private struct State {
    var lines = linesMax
    var refilled = DispatchTime.now()
    var leftOut = 0
  }

  private let state = Mutex(State())

  /// Whether there is room for a line; says how many have been left out before it.
  func take(_ logger: Logger) -> Bool {
    let leftOut = state.withLock { state -> Int? in
      let now = DispatchTime.now()
      let seconds = now.since(state.refilled) / .seconds(1)
      state.lines = min(Self.linesMax, state.lines + seconds * Self.linesPerSecond)
      state.refilled = now
      guard state.lines >= 1 else {
        state.leftOut += 1
        return nil
      }
      state.lines -= 1
      defer { state.leftOut = 0 }
      return state.leftOut
    }
    guard let leftOut else { return false }
    if leftOut > 0 { logger.notice("lines about calls were left out", metadata: ["lines": "\(leftOut)"]) }
    return true
  }
}
