/// Puts back the byte 0xAD (soft hyphen) that page stores drop from CP949 text read as Latin-1.
///
/// Without its second byte a syllable such as 서 (BC AD) takes the first byte of the next one, and the rest of
/// the run up to the next blank is garbled. The places to insert are found by dynamic programming: each pair of
/// bytes scores by how common its syllable is in Korean, each insertion costs.
enum LostBytes {
  /// Syllables that make up most of newspaper Korean.
  ///
  /// A frequency list is not needed: the alternatives of a
  /// misread run are almost never among them.
  private static let common = SyllableSet(
    """
    가각간갈감강개거건걸검것게겠결경계고공과관광교구국군권귀규그극근글금급기긴길김까께끝나난남내너년노녹논높누느는능니다단달담당대더던데도독동되된될됐두드든들등디따때또라락란람래략량러런럼렇레려력련령로록론료루류른를름리린림립마만많말망맞매며면명모목못무문물미민및바박반받발밝방배백번벌범법변별병보복본부북분불비빈사산살삼상새생서석선설성세소속송수순술스습승시식신실심씨아악안않알암압앞애액야약양어억언업없에여역연열영예오온올와완외요용우운울움원월위유육율으은을음의이인일임입있자작잔장재쟁저적전절점정제조족존종좌주준중증지직진질집째차참창채책처천철첫청체초총최추출충취치친침카컨코크타태터테토통투트특파판팔패편평포폭표품프피하학한할함합해했행향허험현형호혹화확환활황회획효후훈휴희히힘
    """)

  /// Whether a syllable is among the common ones.
  static func isCommon(_ scalar: Unicode.Scalar) -> Bool { common.contains(scalar) }

  /// The run with its lost bytes, or `nil` when it is not made of KS X 1001 pairs.
  ///
  /// A sound run comes back as it is.
  static func restore(_ run: [UInt8]) -> [UInt8]? {
    // best[i]: the best score of reading the first i bytes; from[i]: whether the last step inserted a byte.
    var best = [Int](repeating: .min, count: run.count + 1)
    var inserted = [Bool](repeating: false, count: run.count + 1)
    best[0] = 0
    for index in 0..<run.count where best[index] > .min {
      let lead = run[index]
      guard lead >= 0xA1 else { return nil }
      if index + 1 < run.count, run[index + 1] >= 0xA1 {
        let score = best[index] + score(lead, run[index + 1])
        if score > best[index + 2] { (best[index + 2], inserted[index + 2]) = (score, false) }
      }
      let score = best[index] + score(lead, 0xAD) - 3
      if score > best[index + 1] { (best[index + 1], inserted[index + 1]) = (score, true) }
    }
    guard best[run.count] > .min else { return nil }
    var whole: [UInt8] = []
    var index = run.count
    while index > 0 {
      if inserted[index] {
        whole.append(contentsOf: [0xAD, run[index - 1]])
        index -= 1
      } else {
        whole.append(contentsOf: [run[index - 1], run[index - 2]])
        index -= 2
      }
    }
    return whole.reversed()
  }

  private static func score(_ lead: UInt8, _ trail: UInt8) -> Int {
    guard leads.contains(lead) else { return lead <= 0xAC ? -1 : -6 }
    guard trails.contains(trail) else { return -1 }
    return isCommonPair[pairIndex(lead, trail)] ? 2 : -1
  }

  /// Which pairs of CP949 bytes are a syllable in `common`. All are decoded in one call: opening iconv for each took 14 ms.
  private static let isCommonPair: [Bool] = {
    var bytes: [UInt8] = []
    for lead in leads {
      for trail in trails { bytes += [lead, trail] }
    }
    let syllables = Iconv.decode(bytes, from: .cp949)?.text.unicodeScalars.map(common.contains) ?? []
    precondition(syllables.count == leads.count * trails.count, "iconv knows CP949")
    return syllables
  }()

  /// The rows of KS X 1001 that have Hangul, and the cells of a row.
  private static let leads: ClosedRange<UInt8> = 0xB0...0xC8
  private static let trails: ClosedRange<UInt8> = 0xA1...0xFE

  private static func pairIndex(_ lead: UInt8, _ trail: UInt8) -> Int {
    Int(lead - leads.lowerBound) * trails.count + Int(trail - trails.lowerBound)
  }
}
