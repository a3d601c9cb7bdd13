/// The places of distinct values: a small hash table that is made once and asked often.
///
/// Open addressing with linear probing; the values are hashes already, so their low bits choose the slot.
struct PlaceTable {
  /// Of each slot the place + 1, or 0.
  private var slots: [UInt16]
  private let mask: Int
  /// The distinct values, in the order in which they came.
  private(set) var values: [UInt32] = []

  /// - Parameter count: how many values will be added, at most 16,000.
  init(count: Int) {
    var size = 16
    while size < 2 * count { size *= 2 }
    slots = [UInt16](repeating: 0, count: size)
    mask = size - 1
    values.reserveCapacity(count)
  }

  /// Adds `value` unless it is there, and tells its place.
  mutating func add(_ value: UInt32) -> Int {
    var slot = Int(value) & mask
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if values[place] == value { return place }
      slot = (slot + 1) & mask
    }
    values.append(value)
    slots[slot] = UInt16(values.count)
    return values.count - 1
  }

  /// The place of `value`, or `nil`.
  func place(of value: UInt32) -> Int? {
    var slot = Int(value) & mask
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if values[place] == value { return place }
      slot = (slot + 1) & mask
    }
    return nil
  }
}
