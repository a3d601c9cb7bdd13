import Glibc

/// When the calls of a load test are due.
struct LoadPlan {
  enum Loop: Equatable {
    /// Calls are due at this rate (a second), whether earlier ones were answered or not: as independent callers behave. At
    /// even distances, or at those of a Poisson process.
    case open(rate: Double, isPoisson: Bool)
    /// As many calls are under way as there is room for: as one caller behaves that waits for each answer.
    case closed
  }

  let loop: Loop
  /// Until when calls are not counted.
  let warmUp: Duration
  /// How long calls are counted.
  let duration: Duration
  /// How many calls are counted at most.
  let callsMax: Int

  private var passed = 0.0
  private var count = 0
  private var random: SplitMix64

  init(_ loop: Loop, warmUp: Duration, duration: Duration, callsMax: Int, seed: UInt64 = 1) {
    self.loop = loop
    self.warmUp = warmUp
    self.duration = duration
    self.callsMax = callsMax
    random = SplitMix64(state: seed)
  }

  /// How long after the start the next call is due in an open loop; `nil` at the end.
  mutating func next() -> Duration? {
    guard case .open(let rate, let isPoisson) = loop else { return nil }
    let due: Double
    if isPoisson {
      // The distances of a Poisson process are exponential; 1 - u is never 0.
      passed += -log(1 - Double.random(in: 0..<1, using: &random)) / rate
      due = passed
    } else {
      // Multiplied, not added up: the error stays that of one rounding.
      due = Double(count) / rate
    }
    count += 1
    let when = Duration.seconds(due)
    guard when < warmUp + duration else { return nil }
    return when
  }
}

/// Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014. Runs with one seed have one schedule.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
