import Dispatch
import Glibc

/// The lines of standard input, read as they are asked for.
struct LineSource {
  /// The longest line; what a server with default limits would refuse anyway is not kept.
  static let bytesMax = 64 << 20

  /// A line, without its end.
  struct Line {
    var number: Int
    var bytes: [UInt8]
  }

  /// Reads block, and block no thread that calls run on.
  private let queue = DispatchQueue(label: "rpc-client.standard-input")
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var number = 0
  private var isAtEnd = false
  /// Bytes of the input that lines were made of so far.
  private(set) var consumed = 0

  init(_ descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

  /// The size of the input where it is a file: how far a run is.
  var size: Int? {
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(information.st_size)
  }

  /// The next line that is not blank; `nil` at the end.
  mutating func next() async throws(InputError) -> Line? {
    while true {
      guard let bytes = try await nextLine() else { return nil }
      number += 1
      if bytes.contains(where: {
        $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r")
      }) {
        return Line(number: number, bytes: bytes)
      }
    }
  }

  private mutating func nextLine() async throws(InputError) -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { advance(to: end + 1) }
        return Array(buffer[start..<end])
      }
      searched = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { advance(to: buffer.count) }
        return Array(buffer[start...])
      }
      guard buffer.count - start <= Self.bytesMax else {
        throw .usage("line \(number + 1) of the input is over \(Self.bytesMax) bytes")
      }
      searched -= start
      buffer.removeFirst(start)
      start = 0
      try await fill()
    }
  }

  private mutating func advance(to index: Int) {
    consumed += index - start
    start = index
  }

  private mutating func fill() async throws(InputError) {
    let descriptor = descriptor
    let chunk: [UInt8]? = await withCheckedContinuation { continuation in
      queue.async {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var count = read(descriptor, &chunk, chunk.count)
        while count < 0, errno == EINTR { count = read(descriptor, &chunk, chunk.count) }
        continuation.resume(returning: count < 0 ? nil : Array(chunk[..<count]))
      }
    }
    guard let chunk else { throw InputError(status: .noInput, message: "standard input cannot be read") }
    if chunk.isEmpty { isAtEnd = true } else { buffer += chunk }
  }
}
