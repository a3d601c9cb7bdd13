/// A word without its particle: "삼성물산이" and "삼성물산을" are one.
///
/// A list of endings, of which the longest counts, and no dictionary: what is cut wrongly is cut wrongly in every
/// article alike.
enum WordStem {
  /// How many letters of a word of syllables are left without its ending: two at least, or the whole word.
  ///
  /// - Parameter letters: `count` letters.
  @inline(__always)
  static func length(_ letters: UnsafePointer<UInt32>, count: Int) -> Int {
    // Two syllables have none to spare.
    count >= 3 ? count - EndingTable.shared.length(letters, count: count) : count
  }

  /// The hash of no letter. A word's hash is that of its letters one after the other, ``finished(_:)`` (FNV-1a over
  /// letters), so that whoever keeps the hash of every beginning has that of the stem too.
  static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325
  /// A "word" of a hostile text may be the whole text; no real one is longer. Letters from here on do not count.
  static let lettersMax = 32

  @inline(__always)
  static func hash(_ beginning: UInt64, _ letter: UInt32) -> UInt64 {
    (beginning ^ UInt64(letter)) &* 0x100_0000_01B3
  }

  @inline(__always)
  static func finished(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: GramHash.mixed(hash)) }

  fileprivate static let endings = """
    은 는 이 가 을 를 의 에 에서 에게 에는 에도 와 과 로 으로 로서 으로서 로써 으로써 도 만 부터 까지 보다 처럼 이나 나 이라 라 이라며 라며
    이라고 라고 이란 란 이며 며 이고 고 에서는 에선 으로는 로는 께 께서 씨는 씨가 하고 들은 들이 들을 들의 에게는 에게서 마다 조차 밖에
    으로부터 로부터 인 이다 였다 이었다 했다 한다 하는 해 하며 하면서 됐다 된다 되는 돼 될 할 한 된 했으며 했고
    """
}

/// The endings as a trie that is read from a word's last letter on.
///
/// Four steps without a branch for every word: half of all words have an ending and half have none, so a processor
/// guesses wrongly as often as not, which costs more than the steps.
private struct EndingTable: Sendable {
  static let shared = EndingTable(
    WordStem.endings.split(whereSeparator: \.isWhitespace).map { Array($0.unicodeScalars) })

  /// The longest ending.
  private static let lettersMax = 4
  private static let syllables = 11_172
  /// A state's transitions: one for each class of letters.
  private static let classCount = 64

  /// Made once and never freed: may be read from anywhere. Of each syllable, and of one letter more that stands for
  /// all others, its class: 0 if no ending has it.
  private nonisolated(unsafe) let classes: UnsafeMutablePointer<UInt8>
  /// Made once and never freed. Of each state and class the next state, and above it the length of the longest ending
  /// on the way there. State 0 is the end of every way that is none: it leads to itself. State 1 is the beginning.
  private nonisolated(unsafe) let transitions: UnsafeMutablePointer<UInt16>

  init(_ endings: [[Unicode.Scalar]]) {
    classes = .allocate(capacity: Self.syllables + 1)
    classes.initialize(repeating: 0, count: Self.syllables + 1)
    let states = 2 + endings.reduce(0) { $0 + $1.count }
    transitions = .allocate(capacity: states * Self.classCount)
    transitions.initialize(repeating: 0, count: states * Self.classCount)
    var (classCount, stateCount) = (UInt8(1), UInt16(2))
    // Short ones first, so that a state that is made for a long one knows the short one in it.
    for ending in endings.sorted(by: { $0.count < $1.count }) {
      precondition(ending.count <= Self.lettersMax)
      var (state, length) = (1, UInt16(0))
      for (index, letter) in ending.reversed().enumerated() {
        let syllable = Int(letter.value) - 0xAC00
        if classes[syllable] == 0 {
          classes[syllable] = classCount
          classCount += 1
          precondition(classCount <= Self.classCount)
        }
        let place = state * Self.classCount + Int(classes[syllable])
        if transitions[place] == 0 {
          precondition(stateCount < 256)
          transitions[place] = length << 8 | stateCount
          stateCount += 1
        }
        if index == ending.count - 1 {
          transitions[place] = UInt16(ending.count) << 8 | transitions[place] & 255
        }
        (state, length) = (Int(transitions[place] & 255), transitions[place] >> 8)
      }
    }
  }

  /// The length of the longest ending that leaves two letters, or 0.
  ///
  /// - Parameter letters: `count` letters, three at least.
  @inline(__always)
  func length(_ letters: UnsafePointer<UInt32>, count: Int) -> Int {
    var (state, length) = (1, UInt16(0))
    for back in 1...Self.lettersMax {
      // In bounds: an index into `letters` lies in 0..<count, one into `classes` in 0...syllables, a state is one that
      // was made, a class one of the 64.
      let letter = letters[max(count - back, 0)] &- 0xAC00
      let syllable = back <= count - 2 ? min(Int(letter), Self.syllables) : Self.syllables
      let next = transitions[state * Self.classCount + Int(classes[syllable])]
      state = Int(next & 255)
      length = max(length, next >> 8)
    }
    return Int(length)
  }
}
