import ArticleDedupe
import ArticleIndex
import Foundation

// dedupe-growth ARTICLES.ndjson DIRECTORY COUNT [IN_FLIGHT]
//
// Adds COUNT made-up articles to an index in DIRECTORY, IN_FLIGHT (64) at a time, and writes a line of JSON at 1, 2 and 5
// times each power of ten: CPU and wall time an article since the last line, time of a look that stores nothing, resident
// memory and bytes on disk. Then it opens the index again, with the file of keys and without, and tells how long
// that took.
//
// An article is eight sentences of 22 words, one in four the next of the given articles, the others from anywhere in
// them, so that short phrases recur as they do in news; one article in ten is a copy of an earlier one with a paragraph
// less.

struct Source: Decodable { var text: String }

struct Generator {
  let words: [Substring]

  func paragraphs(_ number: Int) -> [String] {
    var random = Random(state: UInt64(number))
    if number > 100, random.next() % 10 == 0 {
      return Array(paragraphs(number - 1 - Int(random.next() % 100)).dropLast())
    }
    return (0..<8).map { _ in
      var sentence: [String] = []
      var place = 0
      for _ in 0..<22 {
        place = random.next() % 4 == 0 ? place + 1 : Int(random.next() % UInt64(words.count))
        sentence.append(String(words[place % words.count]))
      }
      return sentence.joined(separator: " ")
    }
  }
}

struct Random {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

func cpuMicros() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

func residentBytes() -> Int {
  let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
  return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}

func diskBytes(_ directory: String) -> Int {
  let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
  return files.reduce(0) { sum, file in
    let size = try? FileManager.default.attributesOfItem(atPath: directory + "/" + file)[.size] as? Int
    return file.hasPrefix("index.sqlite") ? sum + (size ?? 0) : sum
  }
}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let count = Int(arguments[3]) else {
  FileHandle.standardError.write(
    Data("usage: dedupe-growth ARTICLES.ndjson DIRECTORY COUNT [IN_FLIGHT]\n".utf8))
  exit(64)
}
let inFlight = arguments.count > 4 ? Int(arguments[4]) ?? 64 : 64
let texts = try Data(contentsOf: URL(fileURLWithPath: arguments[1])).split(separator: UInt8(ascii: "\n"))
  .map { try JSONDecoder().decode(Source.self, from: $0).text }
let generator = Generator(words: texts.flatMap { $0.split(whereSeparator: \.isWhitespace) })

func open() throws -> any DurableIndex {
  try SQLiteIndex(directory: arguments[2])
}

let index = try open()
let clock = ContinuousClock()
// Made before the clock starts, a block at a time: what is measured is the index.
let block = 10_000
var marks = [
  1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000,
  10_000_000,
]
marks = marks.filter { $0 < count } + [count]
var (done, since) = (0, 0)
var (cpu, wall) = (0.0, Duration.zero)
while done < count {
  let end = min(count, done + block, marks[0])
  let inputs = (done..<end).map { DedupeInput(id: "g\($0)", paragraphs: generator.paragraphs($0)) }
  let (startCPU, start) = (cpuMicros(), clock.now)
  try await withThrowingTaskGroup(of: Void.self) { group in
    for (number, input) in inputs.enumerated() {
      if number >= inFlight { try await group.next() }
      group.addTask { _ = try await index.add(input, limit: 10, replace: false) }
    }
    try await group.waitForAll()
  }
  cpu += cpuMicros() - startCPU
  wall += clock.now - start
  done = end
  guard done == marks[0] else { continue }
  marks.removeFirst()
  let looks = (0..<500).map { DedupeInput(paragraphs: generator.paragraphs(done + $0)) }
  let lookCPU = cpuMicros()
  for look in looks { _ = try await index.check(look, limit: 10) }
  let checkMicros = (cpuMicros() - lookCPU) / Double(looks.count)
  let added = Double(done - since)
  print(
    """
    {"articles": \(done), "addMicros": \(cpu / added), "addWallMicros": \(wall / .microseconds(1) / added), \
    "checkMicros": \(checkMicros), "residentBytes": \(residentBytes()), "diskBytes": \(diskBytes(arguments[2]))}
    """)
  fflush(nil)
  (since, cpu, wall) = (done, 0, .zero)
}
/// The time that `body` takes, in seconds.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
  let start = clock.now
  try await body()
  return (clock.now - start) / .seconds(1)
}

let closeSeconds = try await seconds { try await index.close() }
var reopened: (any DurableIndex)?
let openSeconds = try await seconds { reopened = try open() }
try await reopened?.close()
reopened = nil
try FileManager.default.removeItem(atPath: arguments[2] + "/index.keys")
let rebuildSeconds = try await seconds { reopened = try open() }
print(
  """
  {"closeSeconds": \(closeSeconds), "openSeconds": \(openSeconds), "openWithoutKeysSeconds": \(rebuildSeconds)}
  """)
