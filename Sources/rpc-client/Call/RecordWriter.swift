/// Writes the records of many calls in the order of the input, or as they come, and shows how far they are.
actor RecordWriter {
  private let descriptor: Int32
  private let isOrdered: Bool
  /// How many records may wait for an earlier one.
  private let window: Int
  private var waiting: [Int: [UInt8]] = [:]
  private var next = 0
  private var room: [CheckedContinuation<Void, Never>] = []
  private var progress: Progress
  private var isStopped = false
  private(set) var errors = 0

  init(_ descriptor: Int32, isOrdered: Bool, window: Int, progress: Progress) {
    self.descriptor = descriptor
    self.isOrdered = isOrdered
    self.window = window
    self.progress = progress
  }

  /// Waits until call `sequence` is near enough to the first that has not been written: what is kept has a bound.
  func waitForRoom(_ sequence: Int) async {
    while isOrdered, !isStopped, sequence >= next + window {
      await withCheckedContinuation { room.append($0) }
    }
  }

  /// Takes the record of call `sequence`.
  ///
  /// - Parameter fraction: how much of the input was read when the call began; `nil` where nobody knows how much there is.
  func put(_ record: EachRecord, _ sequence: Int, fraction: Double?) {
    if record.isError { errors += 1 }
    progress.count(isError: record.isError, fraction: fraction)
    guard isOrdered else { return Terminal.write(record.bytes, to: descriptor) }
    waiting[sequence] = record.bytes
    var ready: [UInt8] = []
    while let bytes = waiting.removeValue(forKey: next) {
      ready += bytes
      next += 1
    }
    guard !ready.isEmpty else { return }
    Terminal.write(ready, to: descriptor)
    letIn()
  }

  /// A call has no record, and never will: nobody waits for those behind it.
  func stop() {
    isStopped = true
    letIn()
  }

  private func letIn() {
    let waiters = room
    room = []
    for waiter in waiters { waiter.resume() }
  }

  /// The last look at the progress.
  func finish() { progress.finish() }
}
