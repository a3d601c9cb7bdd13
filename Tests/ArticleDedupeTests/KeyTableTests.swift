import Testing

@testable import ArticleDedupe

@Suite("The keys in memory")
struct KeyTableTests {
  private static func key(_ number: Int) -> IndexKey { IndexKey(gram: UInt64(number) << 26 | 5) }

  @Test("finds what was put in and not what was taken out, like a dictionary of sets")
  func model() {
    var table = KeyTable()
    var model: [Int: Set<UInt32>] = [:]
    var random = SplitMix(state: 7)
    for step in 0..<60_000 {
      let (key, row) = (Int(random.next() % 400), UInt32(random.next() % 50 + 1))
      if random.next() % 3 == 0 {
        table.remove(Self.key(key), row)
        model[key]?.remove(row)
      } else {
        table.insert(Self.key(key), row)
        model[key, default: []].insert(row)
      }
      if step % 997 == 0 {
        for key in 0..<400 { #expect(Set(table.rows(Self.key(key))) == model[key, default: []]) }
        #expect(table.count == model.values.reduce(0) { $0 + $1.count })
      }
    }
  }

  @Test("of a key that everyone has the newest rows are kept")
  func hotKey() {
    var table = KeyTable()
    for row in 1...1000 { table.insert(Self.key(1), UInt32(row)) }
    #expect(table.rows(Self.key(1)) == ((1001 - UInt32(KeyTable.postingsMax))...1000).reversed())
    // One that fell out is taken back without harm.
    table.remove(Self.key(1), 3)
    #expect(table.rows(Self.key(1)).count == KeyTable.postingsMax)
  }

  @Test("is read back from its segments, without the rows that came later")
  func segments() throws {
    var table = KeyTable(seed: 11)
    for row in 1...300 {
      for key in 0..<20 { table.insert(Self.key(row * 7 % 50 + key), UInt32(row)) }
    }
    let copy = KeyTable(upTo: 200, seed: 11) { index in
      var stored: (homes: Int, slots: [UInt64])?
      table.withSegment(index) { stored = ($0, Array($1.bindMemory(to: UInt64.self))) }
      return stored
    }
    let read = try #require(copy)
    for key in 0..<70 { #expect(read.rows(Self.key(key)) == table.rows(Self.key(key)).filter { $0 <= 200 }) }
  }

  @Test("a segment that is not in order is refused: a search would pass postings by or not end")
  func unsound() {
    var segment = PostingSegment(homes: 40)
    for row in 1...30 { _ = segment.insert(UInt32(row % 7) << 29, UInt32(row)) }
    var slots: [UInt64] = []
    segment.withBytes { slots = Array($0.bindMemory(to: UInt64.self)) }
    #expect(PostingSegment(slots, homes: segment.homes, upTo: 99)?.count == 30)
    #expect(PostingSegment([], homes: segment.homes, upTo: 99) == nil)
    #expect(PostingSegment([UInt64](repeating: 9, count: 300), homes: segment.homes, upTo: 99) == nil)
    var swapped = slots
    swapped.swapAt(0, 1)
    #expect(PostingSegment(swapped, homes: segment.homes, upTo: 99) == nil)
    #expect(PostingSegment([0] + slots.dropLast(), homes: segment.homes, upTo: 99) == nil)
  }

  @Test("a segment holds what it was given, whatever falls on one place or over its end")
  func segment() {
    var segment = PostingSegment(homes: 0)
    var model: [UInt32: Set<UInt32>] = [:]
    var random = SplitMix(state: 5)
    for _ in 0..<30_000 {
      // Half of all at the very end of the table.
      let tag = random.next() % 2 == 0 ? .max - UInt32(random.next() % 9) : UInt32(random.next() % 40) << 26
      let row = UInt32(random.next() % 60 + 1)
      if random.next() % 3 == 0 {
        #expect(segment.remove(tag, row) == (model[tag, default: []].remove(row) != nil))
      } else {
        #expect(segment.insert(tag, row) == model[tag, default: []].insert(row).inserted)
      }
    }
    for (tag, rows) in model {
      var found: [UInt32] = []
      segment.forEachRow(tag) { found.append($0) }
      #expect(found == rows.sorted())
    }
    #expect(segment.count == model.values.reduce(0) { $0 + $1.count })
  }
}

/// A generator that gives the same numbers every time.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 1
    return GramHash.mixed(state)
  }
}
