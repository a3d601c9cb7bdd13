import Glibc

/// A system call of the transport failed.
public struct TransportError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was being done ("binding /run/article/article.sock").
  public var doing: String
  /// The `errno` of the failed call; 0 where no call failed.
  public var errno: Int32
  /// What went wrong, in words, where `errno` does not say.
  public var reason: String?

  /// A failure of a system call.
  public init(_ doing: String, errno: Int32) {
    self.doing = doing
    self.errno = errno
  }

  /// A failure with a reason of its own.
  public init(_ doing: String, reason: String) {
    self.doing = doing
    self.errno = 0
    self.reason = reason
  }

  /// "binding /run/x.sock: Permission denied".
  public var description: String { "\(doing): \(reason ?? String(cString: strerror(errno)))" }
}
