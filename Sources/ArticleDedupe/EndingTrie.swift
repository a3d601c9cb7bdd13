/// Endings of words as a trie that is read from a word's last letter on.
///
/// Four steps without a branch for every word: half of all words have an ending and half have none, so a processor
/// guesses wrongly as often as not, which costs more than the steps.
struct EndingTrie: Sendable {
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

  /// - Parameter endings: of one to four syllables, less than 63 different ones; what is made is never freed.
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
