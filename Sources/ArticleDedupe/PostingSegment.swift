/// A table of postings: tag in the high half of a word, row in the low one, 0 where there is none.
///
/// Ordered linear probing (Amble, Knuth 1974): a posting lies at its home or, where others took that, further on, and all
/// lie in ascending order, so that a search ends at the first larger one. A tag's home is its share of 2^32 of the homes,
/// which may thus be any number, and growing moves postings in order. Behind the last home there is room for those that
/// are pushed on, as much as they need, so that none goes round to the start. The last slot is always empty.
struct PostingSegment: Sendable {
  private var slots: [UInt64]
  private(set) var homes: Int
  private(set) var count = 0

  /// Room behind the last home at first: for a key of many rows there.
  private static let overhang = KeyTable.postingsMax

  /// An empty segment with this many homes.
  init(homes: Int) {
    self.homes = max(8, homes)
    slots = [UInt64](repeating: 0, count: self.homes + Self.overhang)
  }

  /// A segment of stored slots, without the rows above `last`; `nil` where these cannot be one.
  init?(_ stored: [UInt64], homes: Int, upTo last: UInt32) {
    guard homes > 0, homes < stored.count, stored[stored.count - 1] == 0 else { return nil }
    slots = stored
    self.homes = homes
    var end = 0
    for (slot, posting) in stored.enumerated() where posting != 0 {
      let home = home(posting)
      // In order, and with no gap between a posting and its home: else a search would pass it by.
      guard end == 0 || stored[end - 1] < posting, home <= slot, end == slot || home == slot else {
        return nil
      }
      end = slot + 1
      count += 1
    }
    for posting in stored where posting != 0 && UInt32(truncatingIfNeeded: posting) > last {
      _ = remove(posting)
    }
  }

  /// What it takes in memory.
  var bytes: Int { slots.count * MemoryLayout<UInt64>.stride }

  /// Gives the slots as they lie in memory.
  func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) { slots.withUnsafeBytes(body) }

  private func home(_ posting: UInt64) -> Int { Int((posting >> 32 &* UInt64(homes)) >> 32) }

  /// The slot of the first posting that is not less than `posting`, or of the gap where the search ends.
  @inline(__always)
  private func lowerBound(_ posting: UInt64) -> Int {
    slots.withUnsafeBufferPointer { slots in
      var slot = home(posting)
      while slots[slot] != 0, slots[slot] < posting { slot += 1 }
      return slot
    }
  }

  /// Calls `body` with the rows of a tag, ascending.
  @inline(__always)
  func forEachRow(_ tag: UInt32, _ body: (UInt32) -> Void) {
    var slot = lowerBound(UInt64(tag) << 32)
    while UInt32(truncatingIfNeeded: slots[slot] >> 32) == tag, slots[slot] != 0 {
      body(UInt32(truncatingIfNeeded: slots[slot]))
      slot += 1
    }
  }

  /// Adds a posting; where its tag has ``KeyTable/postingsMax`` already, the least row among them gives way.
  ///
  /// - Returns: whether there is one more now.
  mutating func insert(_ tag: UInt32, _ row: UInt32) -> Bool {
    let posting = UInt64(tag) << 32 | UInt64(row)
    let first = lowerBound(UInt64(tag) << 32)
    var slot = first
    while slots[slot] != 0, slots[slot] < posting { slot += 1 }
    guard slots[slot] != posting else { return false }
    var after = slot
    while UInt32(truncatingIfNeeded: slots[after] >> 32) == tag, slots[after] != 0 { after += 1 }
    if after - first >= KeyTable.postingsMax {
      // Those up to the place move down by one, over the oldest; an older one than all of them is not taken.
      for index in first..<max(first, slot - 1) { slots[index] = slots[index + 1] }
      if slot > first { slots[slot - 1] = posting }
      return false
    }
    shiftUp(from: slot)
    slots[slot] = posting
    count += 1
    if count * 8 > homes * 7 { grow() }
    return true
  }

  /// Takes a posting out.
  ///
  /// - Returns: whether it was there.
  mutating func remove(_ tag: UInt32, _ row: UInt32) -> Bool { remove(UInt64(tag) << 32 | UInt64(row)) }

  private mutating func remove(_ posting: UInt64) -> Bool {
    var slot = lowerBound(posting)
    guard slots[slot] == posting else { return false }
    // Those after it that are not at home move back by one.
    while slots[slot + 1] != 0, home(slots[slot + 1]) <= slot {
      slots[slot] = slots[slot + 1]
      slot += 1
    }
    slots[slot] = 0
    count -= 1
    return true
  }

  /// Moves postings from `slot` up to the next gap on by one.
  private mutating func shiftUp(from slot: Int) {
    var gap = slot
    while slots[gap] != 0 { gap += 1 }
    if gap == slots.count - 1 { slots.append(0) }
    while gap > slot {
      slots[gap] = slots[gap - 1]
      gap -= 1
    }
  }

  private mutating func grow() {
    let old = slots
    self = PostingSegment(homes: homes * 6 / 5 + 4)
    var next = 0
    for posting in old where posting != 0 {
      next = max(next, home(posting))
      while next >= slots.count - 1 { slots.append(0) }
      slots[next] = posting
      next += 1
      count += 1
    }
  }
}
