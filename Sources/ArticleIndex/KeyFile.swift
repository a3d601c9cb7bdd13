import ArticleDedupe
import Foundation
import Glibc

/// The keys of an index in a file beside it, so that a start need not read every article: the file `index.keys`.
///
/// It is no truth. What it does not fit, or what is damaged, is thrown away, and the keys are made of the articles again.
/// It is written segment by segment while the index is in use: rows that came after it was begun are taken out when it
/// is read, and a removal meanwhile makes it unfit.
///
/// ```
/// 8 bytes  magic "ARTKEYS" and the version of this layout
/// 8        version of the sketches
/// 8        the index file's generation, and its removals
/// 8        the last row it holds
/// for each segment: 8 bytes its number of homes, 8 its number of slots, the slots
/// 8        checksum of all before
/// ```
/// Words are of the machine's byte order: the file stays where it was written.
struct KeyFile {
  /// Which state of which index a file of keys fits.
  struct State: Equatable {
    var generation: Int64
    var removals: Int64
    var lastRow: UInt32
  }

  let path: String

  private static let magic: UInt64 = 0x01_53_59_45_4B_54_52_41
  private static let headWords = 5
  /// A segment of more slots is not one of ours.
  private static let slotsMax = 1 << 26

  /// Writes the keys of `table`. Waits for the disk.
  ///
  /// - Throws: what the file system says.
  func write(_ table: SearchTable, _ state: State) throws {
    let temporary = path + ".new"
    _ = FileManager.default.createFile(
      atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600])
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
    defer { try? file.close() }
    var sum = Checksum()
    var buffer = Self.head(state)
    for index in 0..<KeyTable.segmentCount {
      table.withSegment(index) { homes, bytes in
        buffer.append(UInt64(homes))
        buffer.append(UInt64(bytes.count / 8))
        buffer.append(contentsOf: bytes.bindMemory(to: UInt64.self))
      }
      guard buffer.count > 1 << 16 || index == KeyTable.segmentCount - 1 else { continue }
      sum.add(buffer)
      if index == KeyTable.segmentCount - 1 { buffer.append(sum.value) }
      try buffer.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
      buffer.removeAll(keepingCapacity: true)
    }
    try file.synchronize()
    guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// The keys and the state they are of, or `nil` where there is no sound file of this generation and of no later removal.
  func read(generation: Int64, removals: Int64) -> (keys: KeyTable, lastRow: UInt32)? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
      return nil
    }
    return data.withUnsafeBytes { bytes in
      guard bytes.count % 8 == 0, bytes.count >= (Self.headWords + 1) * 8 else { return nil }
      let words = bytes.bindMemory(to: UInt64.self)
      guard let lastRow = UInt32(exactly: words[Self.headWords - 1]) else { return nil }
      let state = State(generation: generation, removals: removals, lastRow: lastRow)
      guard words.starts(with: Self.head(state)) else { return nil }
      var sum = Checksum()
      sum.add(words.dropLast())
      guard sum.value == words[words.count - 1] else { return nil }
      var position = Self.headWords
      let keys = KeyTable(upTo: lastRow, seed: UInt64(bitPattern: generation)) {
        _ -> (homes: Int, slots: [UInt64])? in
        guard position < words.count - 2, words[position] <= UInt64(Self.slotsMax),
          words[position + 1] <= UInt64(Self.slotsMax)
        else { return nil }
        let homes = Int(words[position])
        let slots = position + 2..<position + 2 + Int(words[position + 1])
        guard slots.upperBound <= words.count - 1 else { return nil }
        position = slots.upperBound
        return (homes, Array(words[slots]))
      }
      guard let keys, position == words.count - 1 else { return nil }
      return (keys, lastRow)
    }
  }

  private static func head(_ state: State) -> [UInt64] {
    [
      magic, UInt64(ArticleSketch.version), UInt64(bitPattern: state.generation),
      UInt64(bitPattern: state.removals),
      UInt64(state.lastRow),
    ]
  }
}

/// A sum over words that tells damage, not malice: who can write the file can write the index.
///
/// Source: the multiply and rotate step of xxHash64's inner loop (Collet 2012), in four lanes.
private struct Checksum {
  private var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
  private var count: UInt64 = 0

  mutating func add(_ words: some Collection<UInt64>) {
    for word in words {
      lanes = (lanes.1, lanes.2, lanes.3, Self.mixed(lanes.0, word))
      count &+= 1
    }
  }

  var value: UInt64 {
    [lanes.0, lanes.1, lanes.2, lanes.3].reduce(count) { Self.mixed($0, $1) }
  }

  private static func mixed(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    let sum = lane &+ word &* 0xC2B2_AE3D_27D4_EB4F
    return (sum << 31 | sum >> 33) &* 0x9E37_79B1_85EB_CA87
  }
}
