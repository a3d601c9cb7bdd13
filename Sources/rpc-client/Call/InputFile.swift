import Glibc

/// Files and standard input, whole.
enum InputFile {
  /// A file that a server with default limits would refuse anyway (its base64 is over 32 MiB) is not read.
  private static let bytesMax = 64 << 20

  /// The bytes of the file at `path`; `-` is standard input.
  static func read(_ path: String) throws(InputError) -> [UInt8] {
    let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw noInput(path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw noInput(path, errno) }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= bytesMax else { throw .usage("\(path) is over \(bytesMax) bytes") }
    }
  }

  private static func noInput(_ path: String, _ error: Int32) -> InputError {
    InputError(status: .noInput, message: "\(path): \(String(cString: strerror(error)))")
  }

  /// The text of a UTF-8 file.
  static func readText(_ path: String) throws(InputError) -> String {
    let bytes = try read(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .usage("\(path) is not UTF-8; methods that take bytes can be given the file alone")
    }
    return text
  }
}
