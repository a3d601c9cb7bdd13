/// Text that a peer has sent is compared, hashed and cut by bytes or scalars, never by Swift's own `==`, `Hashable` or
/// `prefix`: those look through canonical equivalence and at whole characters, and a run of n combining marks, which is
/// one character, costs them n² (the standard library sorts each run by insertion, NFD.swift). 100 KB of marks held the
/// reactor for seconds.
extension String {
  /// Whether both have the same bytes.
  func reads(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// At most `count` scalars of it, for messages.
  package func cut(to count: Int) -> String {
    let scalars = unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: count, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return self }
    return String(self[..<end]) + "…"
  }
}

extension String {
  /// At most `count` scalars, those that would end a line or steer a terminal written as escapes: for the log.
  func printable(_ count: Int) -> String {
    var text = ""
    for scalar in cut(to: count).unicodeScalars {
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
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
