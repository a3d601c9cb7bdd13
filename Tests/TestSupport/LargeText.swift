extension String {
  /// `unit` so often, by doubling: the standard library's `String(repeating:count:)` takes 10 ns a unit, which at
  /// hundreds of megabytes is the time of a whole test.
  public init(large unit: String, count: Int) {
    var (text, rest, power) = ("", Swift.max(0, count), unit)
    while rest > 0 {
      if rest % 2 == 1 { text += power }
      rest /= 2
      if rest > 0 { power += power }
    }
    self = text
  }
}
