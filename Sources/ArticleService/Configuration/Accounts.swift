import Glibc

/// The numbers of users and groups: getpwnam_r(3), getgrnam_r(3).
enum Accounts {
  /// A user's number by its name, or the number itself.
  static func user(_ name: String) -> UInt32? {
    if let id = number(name) { return id }
    var entry = passwd()
    return withBuffer { buffer, size in
      var found: UnsafeMutablePointer<passwd>?
      let error = getpwnam_r(name, &entry, buffer, size, &found)
      return (error, found?.pointee.pw_uid)
    }
  }

  /// A group's number by its name, or the number itself.
  static func group(_ name: String) -> UInt32? {
    if let id = number(name) { return id }
    var entry = Glibc.group()
    return withBuffer { buffer, size in
      var found: UnsafeMutablePointer<Glibc.group>?
      let error = getgrnam_r(name, &entry, buffer, size, &found)
      return (error, found?.pointee.gr_gid)
    }
  }

  /// Digits alone: `UInt32` itself would take a sign too.
  private static func number(_ name: String) -> UInt32? {
    name.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? UInt32(name) : nil
  }

  /// A group of many members needs more room than most.
  private static func withBuffer(
    _ look: (UnsafeMutablePointer<CChar>, Int) -> (error: Int32, id: UInt32?)
  ) -> UInt32? {
    var size = 4096
    while size <= 1 << 20 {
      let (error, id) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) {
        look($0.baseAddress!, $0.count)
      }
      guard error == ERANGE else { return id }
      size *= 4
    }
    return nil
  }
}
