import ArticleText
import Foundation

/// What parsing the documents of one kind costs, in time of the processor: others may use the machine meanwhile.
struct KindCost: Encodable {
  var documents: Int
  var bytes: Int
  /// Of each round.
  var cpuMsPerDocument: [Double]
  /// The median round's.
  var megabytesPerSecond: Double

  /// Parses `sources` `rounds` times; they are in memory and unpacked.
  init(_ sources: [ArticleSource], _ parser: ArticleParser, rounds: Int, includingBlocks: Bool) {
    var seconds: [Double] = []
    for _ in 0..<rounds {
      let start = Self.processorSeconds()
      for source in sources { _ = try? parser.parse(source, includingBlocks: includingBlocks) }
      seconds.append(Self.processorSeconds() - start)
    }
    let median = seconds.sorted()[rounds / 2]
    documents = sources.count
    bytes = sources.reduce(0) { $0 + $1.bytes }
    cpuMsPerDocument = seconds.map { ($0 / Double(sources.count) * 1e7).rounded() / 1e4 }
    megabytesPerSecond = (Double(bytes) / median / 1e5).rounded() / 10
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

extension ArticleSource {
  fileprivate var bytes: Int {
    switch self {
    case .text(let text), .html(let text): text.utf8.count
    case .bytes(let bytes, _): bytes.count
    }
  }
}
