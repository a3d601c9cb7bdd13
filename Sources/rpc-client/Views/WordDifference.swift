/// Where two texts differ, word by word.
struct WordDifference {
  /// A word, and whether the other text has it not.
  struct Word: Equatable {
    var text: String
    var isDifferent: Bool
  }

  let first: [Word]
  let second: [Word]

  /// Beyond this many words the whole is compared at once: the work grows with the product of the lengths.
  private static let wordsMax = 2000

  /// Compares by the shortest edit script (Myers, 1986), which the standard library finds.
  init(_ a: String, _ b: String) {
    let (a, b) = (Self.words(a), Self.words(b))
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    if a.count + b.count <= Self.wordsMax {
      for change in b.difference(from: a) {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): inserted.insert(offset)
        }
      }
    } else if a != b {
      (removed, inserted) = (Set(a.indices), Set(b.indices))
    }
    first = a.enumerated().map { Word(text: $1, isDifferent: removed.contains($0)) }
    second = b.enumerated().map { Word(text: $1, isDifferent: inserted.contains($0)) }
  }

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map { String($0) }
  }
}
