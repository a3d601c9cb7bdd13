/// The features of one scalar in its window, as 64-bit fingerprints.
///
/// Trainer and tagger share this code, so that what was learned is what is looked up. Extraction allocates
/// nothing per scalar and takes constant time for each feature, whatever the length of the words.
///
/// Each feature is the hash of a stretch of the text (`TaggerWindow.hash`) mixed with a number of its template.
/// A change of any template asks for a new training run: raise `EntityModel.version` with it.
@_spi(Training) public struct TaggerFeatures {
  /// The largest number of fingerprints that one scalar has.
  public static let countMax = 48

  private var window = TaggerWindow()

  /// An extractor without a text.
  public init() {}

  /// Takes in a window of `text`; its neighbours outside of `range` are not seen.
  public mutating func load(_ text: ScalarText, _ range: Range<Int>) {
    window.load(text, range)
  }

  /// Writes the fingerprints of the scalar at `index` (counted from the start of the window) to `buffer`.
  ///
  /// - Returns: how many were written; `buffer` must have room for `countMax`.
  public func write(at index: Int, to buffer: UnsafeMutablePointer<UInt64>) -> Int {
    var sink = Sink(buffer: buffer)
    sink.add(1, 0)
    addStretches(index, &sink)
    addTypes(index, &sink)
    if window.types[index + TaggerWindow.margin] != ScalarType.blank.rawValue {
      addEojeol(index, &sink)
      addToken(index, &sink)
    }
    return sink.count
  }

  /// Single scalars around the position, and runs of two to four.
  @inline(__always)
  private func addStretches(_ index: Int, _ sink: inout Sink) {
    for offset in -3...3 { sink.add(UInt64(16 + offset), window.hash(index + offset, index + offset + 1)) }
    for offset in -2...1 { sink.add(UInt64(32 + offset), window.hash(index + offset, index + offset + 2)) }
    sink.add(40, mixed(window.hash(index - 1, index), window.hash(index + 1, index + 2)))
    for offset in -3...1 { sink.add(UInt64(48 + offset), window.hash(index + offset, index + offset + 3)) }
    for offset in -3...0 { sink.add(UInt64(56 + offset), window.hash(index + offset, index + offset + 4)) }
  }

  /// The classes of the scalars around the position.
  @inline(__always)
  private func addTypes(_ index: Int, _ sink: inout Sink) {
    let center = index + TaggerWindow.margin
    var middle: UInt64 = 0
    for position in (center - 2)...(center + 2) { middle = middle << 4 | UInt64(window.types[position]) }
    let narrow = middle >> 4 & 0xFFF
    sink.add(81, middle)
    sink.add(82, narrow)
    sink.add(83, mixed(narrow >> 4, window.hash(index, index + 1)))
    sink.add(84, UInt64(window.raw[center]))
  }

  /// The word between blanks, its parts, and its neighbours.
  @inline(__always)
  private func addEojeol(_ index: Int, _ sink: inout Sink) {
    let number = Int(window.eojeolIndex[index])
    let word = window.eojeols[number]
    let start = Int(word.start)
    let end = Int(word.end)
    let stemEnd = Int(word.stemEnd)
    let fromStart = UInt64(index - start)
    let toEnd = UInt64(end - index)
    let whole = window.hash(start, end)
    sink.add(100, whole)
    sink.add(101, mixed(fromStart, whole))
    let toStemEnd = UInt64(bitPattern: Int64(max(-3, min(stemEnd - index, 6))))
    sink.add(106, mixed(index < stemEnd ? 1 : 0, window.hash(start, stemEnd)))
    sink.add(107, mixed(toStemEnd, window.hash(stemEnd, end)))
    if stemEnd - start >= 2 {
      sink.add(108, mixed(fromStart, window.hash(stemEnd - 2, stemEnd)))
      sink.add(109, mixed(UInt64(bitPattern: Int64(stemEnd - index)), window.hash(stemEnd - 1, stemEnd)))
    }
    addPrevious(number, &sink)
    addNext(number, toEnd, bare: stemEnd == end, &sink)
  }

  @inline(__always)
  private func addPrevious(_ number: Int, _ sink: inout Sink) {
    guard number > 0 else {
      sink.add(110, 0)
      return
    }
    let word = window.eojeols[number - 1]
    sink.add(111, window.hash(Int(word.start), Int(word.end)))
  }

  @inline(__always)
  private func addNext(_ number: Int, _ toEnd: UInt64, bare: Bool, _ sink: inout Sink) {
    guard number + 1 < window.eojeols.count else {
      sink.add(120, 0)
      return
    }
    let word = window.eojeols[number + 1]
    let stem = mixed(min(toEnd, 4), window.hash(Int(word.start), Int(word.stemEnd)))
    sink.add(123, stem)
    sink.add(124, mixed(bare ? 1 : 0, stem))
  }

  /// The run of letters and digits, where punctuation makes it shorter than the word between blanks.
  @inline(__always)
  private func addToken(_ index: Int, _ sink: inout Sink) {
    guard ScalarType(rawValue: window.types[index + TaggerWindow.margin])?.isInToken == true else { return }
    let number = Int(window.tokenIndex[index])
    let word = window.tokens[number]
    let start = Int(word.start)
    let end = Int(word.end)
    let stemEnd = Int(word.stemEnd)
    let fromStart = UInt64(index - start)
    sink.add(140, mixed(fromStart, window.hash(start, stemEnd)))
    sink.add(141, mixed(UInt64(end - index), window.hash(end, end + 1)))
  }

  @inline(__always)
  private func mixed(_ first: UInt64, _ second: UInt64) -> UInt64 {
    ((first &+ 1) &* 0x9E37_79B9_7F4A_7C15) ^ (second << 21 | second >> 43)
  }
}

/// Where fingerprints go: a caller's buffer, filled from its start.
private struct Sink {
  let buffer: UnsafeMutablePointer<UInt64>
  var count = 0

  init(buffer: UnsafeMutablePointer<UInt64>) { self.buffer = buffer }

  @inline(__always)
  mutating func add(_ template: UInt64, _ hash: UInt64) {
    var value = hash ^ (template &* 0xC2B2_AE3D_27D4_EB4F)
    value ^= value >> 32
    value &*= 0xD6E8_FEB8_6659_FD93
    value ^= value >> 32
    value &*= 0xD6E8_FEB8_6659_FD93
    value ^= value >> 32
    buffer[count] = value
    count += 1
  }
}
