import Glibc

/// Where records go: standard output, or a file that keeps those of an earlier run.
struct RecordFile {
  let descriptor: Int32
  /// The lines whose records the file has.
  private(set) var done = LineSet()

  /// Standard output.
  init() { descriptor = STDOUT_FILENO }

  /// Opens the file at `path`, reads which lines it has, and cuts a record off that an interruption left incomplete.
  init(resuming path: String) throws(InputError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.unusable(path) }
    // Two runs at once would each do what the other has not written yet.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw .usage("--resume: another run is writing to \(path)")
    }
    var complete = 0
    var carry: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.unusable(path) }
      if count == 0 { break }
      carry += buffer[..<count]
      while let end = carry.firstIndex(of: UInt8(ascii: "\n")) {
        guard let line = EachRecord.lineNumber(of: carry[..<end]) else {
          throw Self.foreign(path, behind: complete)
        }
        done.insert(line)
        complete += end + 1
        carry.removeFirst(end + 1)
      }
    }
    // Only what is the beginning of a record is cut off: anything else is somebody's, and not ours to take.
    guard carry.isEmpty || EachRecord.isBeginning(carry) else { throw Self.foreign(path, behind: complete) }
    guard ftruncate(descriptor, complete) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw Self.unusable(path)
    }
  }

  private static func unusable(_ path: String) -> InputError {
    .usage("--resume: \(path): \(String(cString: strerror(errno)))")
  }

  private static func foreign(_ path: String, behind byte: Int) -> InputError {
    .usage("--resume: \(path) has a line that is no record of --each, behind byte \(byte)")
  }
}

/// A set of line numbers: a bit each.
struct LineSet {
  private var words: [UInt64] = []
  private(set) var count = 0

  mutating func insert(_ line: Int) {
    guard line >= 0, line < 1 << 40 else { return }
    let word = line / 64
    if word >= words.count {
      words += [UInt64](repeating: 0, count: word - words.count + 1 + words.count / 2)
    }
    if words[word] & 1 << (line % 64) == 0 { count += 1 }
    words[word] |= 1 << (line % 64)
  }

  func contains(_ line: Int) -> Bool {
    line / 64 < words.count && words[line / 64] & 1 << (line % 64) != 0
  }
}
