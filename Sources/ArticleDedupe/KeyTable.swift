/// An inverted index in memory: from keys to the rows of the articles that have them.
///
/// 8 bytes a posting in sorted tables, seven eighths full at most: some 10 bytes a posting and 380 an article. The table is
/// cut into segments by the key's high bits, and each grows by a fifth when it is full, so that no insertion waits for
/// more than one segment: two milliseconds at ten million articles.
///
/// Of the articles of a key the newest ``postingsMax`` are kept, so that a phrase that every article has costs the same
/// as any other.
package struct KeyTable: Sendable {
  /// The most rows of one key.
  package static let postingsMax = 64
  private static let segmentBits = 12

  private var segments: [PostingSegment]
  /// Unknown to those who write articles, so that nobody can write many whose keys crowd into one place.
  private let seed: UInt64
  /// How many postings are held.
  package private(set) var count = 0

  /// An empty table with room for `postings`.
  ///
  /// - Parameter seed: a random number; stored segments are read with that with which they were made.
  package init(postings: Int = 0, seed: UInt64 = .random(in: 0 ... .max)) {
    self.seed = seed
    let homes = postings / (1 << Self.segmentBits) * 5 / 4
    segments = (0..<1 << Self.segmentBits).map { _ in PostingSegment(homes: homes) }
  }

  /// How many segments there are, always.
  package static var segmentCount: Int { 1 << segmentBits }

  /// Gives a segment as it lies in memory (see ``init(upTo:seed:segments:)``).
  package func withSegment(_ index: Int, _ body: (_ homes: Int, _ slots: UnsafeRawBufferPointer) -> Void) {
    segments[index].withBytes { body(segments[index].homes, $0) }
  }

  /// A table of segments that ``withSegment(_:_:)`` gave, without the rows above `last`.
  ///
  /// - Parameter segment: gives each segment in turn; `nil` where they are not to be had.
  /// - Returns: `nil` where a segment is not one.
  package init?(
    upTo last: UInt32, seed: UInt64, segments source: (Int) throws -> (homes: Int, slots: [UInt64])?
  )
    rethrows
  {
    self.seed = seed
    segments = []
    segments.reserveCapacity(Self.segmentCount)
    for index in 0..<Self.segmentCount {
      guard let stored = try source(index),
        let segment = PostingSegment(stored.slots, homes: stored.homes, upTo: last)
      else { return nil }
      segments.append(segment)
      count += segment.count
    }
  }

  /// What it takes in memory.
  package var bytes: Int { segments.reduce(0) { $0 + $1.bytes } }

  /// Notes that the article of `row` has `key`. Rows are 1 and more; a row has a key once.
  package mutating func insert(_ key: IndexKey, _ row: UInt32) {
    let place = place(key)
    if segments[place.segment].insert(place.tag, row) { count += 1 }
  }

  /// Takes the note back; one that is not there, since newer ones took its place, is let be.
  package mutating func remove(_ key: IndexKey, _ row: UInt32) {
    let place = place(key)
    if segments[place.segment].remove(place.tag, row) { count -= 1 }
  }

  /// Calls `body` with the row of each article noted for `key`, in no order.
  @inline(__always)
  package func forEachRow(_ key: IndexKey, _ body: (UInt32) -> Void) {
    let place = place(key)
    segments[place.segment].forEachRow(place.tag, body)
  }

  private func place(_ key: IndexKey) -> (segment: Int, tag: UInt32) {
    let hash = GramHash.mixed(key.value ^ seed)
    return (Int(hash >> UInt64(64 - Self.segmentBits)), UInt32(truncatingIfNeeded: hash))
  }

  /// The rows of the articles noted for `key`, newest first.
  package func rows(_ key: IndexKey) -> [UInt32] {
    var rows: [UInt32] = []
    forEachRow(key) { rows.append($0) }
    rows.sort(by: >)
    return rows
  }
}
