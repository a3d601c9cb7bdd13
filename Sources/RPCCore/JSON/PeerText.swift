/// Text that a peer has sent is compared, hashed and cut by bytes or scalars, never by Swift's own `==`, `Hashable` or
/// `prefix`: those look through canonical equivalence and at whole characters, and a run of n combining marks, which is
/// one character, costs them n² (the standard library sorts each run by insertion, NFD.swift). 100 KB of marks held the
/// reactor for seconds.
extension String {
  /// Whether both have the same bytes.
  func reads(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// At most `count` scalars of it, for messages.
  func cut(to count: Int) -> String {
    let scalars = unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: count, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return self }
    return String(self[..<end]) + "…"
  }
}

/// A name from a peer as a key: equal where the bytes are.
struct PeerName: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (a: PeerName, b: PeerName) -> Bool { a.text.reads(b.text) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
