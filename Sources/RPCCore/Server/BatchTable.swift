/// The batches of one connection whose answers are not complete: JSON-RPC 2.0, section 6.
struct BatchTable {
  /// The place of one request in its batch.
  struct Item: Sendable, Equatable {
    let batch: Int
    /// Its place among the answers; `nil` for a notification.
    let slot: Int?
  }

  private struct Batch {
    var answers: [[UInt8]?] = []
    var missing = 0
    var bytes = 0
  }

  private var batches: [Int: Batch] = [:]
  private var nextNumber = 0
  /// Bytes of the answers that wait for the rest of their batches.
  private(set) var bytes = 0

  mutating func begin() -> Int {
    nextNumber += 1
    batches[nextNumber] = Batch()
    return nextNumber
  }

  mutating func addItem(to number: Int, isAnswered: Bool) -> Item {
    guard isAnswered, let count = batches[number]?.answers.count else {
      return Item(batch: number, slot: nil)
    }
    batches[number]?.answers.append(nil)
    batches[number]?.missing += 1
    return Item(batch: number, slot: count)
  }

  /// Puts an answer into its place. What would take the connection's batches over `bytesMax` is answered with -32008.
  mutating func answer(_ item: Item, _ payload: [UInt8], id: RequestID?, bytesMax: Int) {
    guard let slot = item.slot, var batch = batches[item.batch], batch.answers[slot] == nil else { return }
    let total = bytes + payload.count
    let fitting =
      total <= bytesMax
      ? payload
      : Self.tooLarge(id: id, limit: bytesMax, actual: total)
    batch.answers[slot] = fitting
    batch.bytes += fitting.count
    bytes += fitting.count
    batch.missing -= 1
    batches[item.batch] = batch
  }

  private static func tooLarge(id: RequestID?, limit: Int, actual: Int) -> [UInt8] {
    var text = JSONText()
    MessageEncoder.append(
      id: id, error: .tooLarge(.responseTooLarge, "the batch's answer", limit: limit, actual: actual),
      to: &text)
    return text.bytes
  }

  private mutating func remove(_ number: Int) {
    bytes -= batches.removeValue(forKey: number)?.bytes ?? 0
  }

  /// Nobody waits for the batch of this item any more.
  mutating func drop(_ item: Item?) {
    if let item { remove(item.batch) }
  }

  /// The answers in the order of the requests, once all are there; empty for a batch of notifications.
  mutating func takeIfComplete(_ number: Int) -> [[UInt8]]? {
    guard let batch = batches[number], batch.missing == 0 else { return nil }
    remove(number)
    return batch.answers.compactMap(\.self)
  }
}
