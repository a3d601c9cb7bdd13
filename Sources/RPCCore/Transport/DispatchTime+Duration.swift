import Dispatch

extension DispatchTime {
  /// The time `duration` later.
  static func + (time: DispatchTime, duration: Duration) -> DispatchTime {
    let (seconds, attoseconds) = duration.components
    return time + DispatchTimeInterval.seconds(Int(seconds))
      + DispatchTimeInterval.nanoseconds(Int(attoseconds / 1_000_000_000))
  }
}
