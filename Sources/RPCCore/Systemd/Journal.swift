import CSystemd
import Glibc

/// The journal, where standard error is connected to it: systemd.exec(5), `$JOURNAL_STREAM`.
enum Journal {
  /// A name and its value, as `systemd.journal-fields(7)` has them.
  struct Field {
    var name: String, value: String

    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Whether what this process writes to standard error goes to the journal. The variable is inherited, so the
  /// device and inode in it are compared with those of the descriptor.
  static var hasStandardError: Bool {
    guard let stream = getenv("JOURNAL_STREAM").map({ String(cString: $0) }) else { return false }
    var status = stat()
    guard fstat(STDERR_FILENO, &status) == 0 else { return false }
    return stream == "\(status.st_dev):\(status.st_ino)"
  }

  /// Hands one entry over: sd_journal_sendv(3).
  ///
  /// - Returns: whether the journal took it.
  static func send(_ fields: [Field]) -> Bool {
    // One buffer: the vectors point into it once it no longer grows.
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for field in fields {
      bytes += field.name.utf8
      bytes.append(UInt8(ascii: "="))
      bytes += field.value.utf8
      ends.append(bytes.count)
    }
    return bytes.withUnsafeMutableBytes { buffer in
      var start = 0
      let vectors = ends.map { end in
        defer { start = end }
        return iovec(iov_base: buffer.baseAddress! + start, iov_len: end - start)
      }
      return sd_journal_sendv(vectors, Int32(vectors.count)) == 0
    }
  }

  /// A name that the journal takes: upper-case letters, digits and underscores, none of these first, at most 64 bytes.
  /// Others would make it drop the field.
  static func fieldName(_ key: String) -> String {
    let bytes = key.utf8.prefix(64).map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      default: UInt8(ascii: "_")
      }
    }
    let name = bytes.drop { !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    return name.isEmpty ? "FIELD" : String(decoding: name, as: UTF8.self)
  }
}
