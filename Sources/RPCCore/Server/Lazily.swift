import Synchronization

/// A value that is made when it is first asked for, and kept.
///
/// What a method's types look like takes the Swift runtime a millisecond of looking up conformances; for a dozen methods
/// that was a third of the service's start.
final class Lazily<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let make: @Sendable () -> Value

  init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  var value: Value {
    made.withLock { made in
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}
