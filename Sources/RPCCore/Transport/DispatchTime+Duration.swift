import Dispatch

extension DispatchTime {
  /// The time `duration` later.
  static func + (time: DispatchTime, duration: Duration) -> DispatchTime {
    let (seconds, attoseconds) = duration.components
    return time + DispatchTimeInterval.seconds(Int(seconds))
      + DispatchTimeInterval.nanoseconds(Int(attoseconds / 1_000_000_000))
  }

  /// The time from `earlier` to this one; zero where that is the later.
  func since(_ earlier: DispatchTime) -> Duration {
    .nanoseconds(Int64(clamping: uptimeNanoseconds - min(uptimeNanoseconds, earlier.uptimeNanoseconds)))
  }
}
