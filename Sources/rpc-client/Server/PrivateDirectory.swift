import Glibc

/// A folder for a socket file that nobody else may reach.
enum PrivateDirectory {
  /// Makes one below XDG_RUNTIME_DIR, or /tmp where that is not set.
  static func make() throws(InputError) -> String {
    let base = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/rpc-client-XXXXXX".utf8CString)
    let isMade = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) } != nil
    }
    guard isMade else {
      throw InputError(status: .unavailable, message: "\(base): \(String(cString: strerror(errno)))")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
