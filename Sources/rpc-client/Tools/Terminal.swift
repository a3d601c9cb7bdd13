import ArgumentParser
import Glibc
import Synchronization

/// Standard output and error.
enum Terminal {
  /// When output is coloured.
  enum ColourChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  /// What --color says.
  static let choice = Mutex(ColourChoice.auto)

  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether to colour what goes to standard output.
  static var showsColours: Bool { colours(of: STDOUT_FILENO) }

  /// Whether to colour what goes to `descriptor`: NO_COLOR (https://no-color.org) counts where --color says nothing.
  static func colours(of descriptor: Int32) -> Bool {
    switch choice.withLock({ $0 }) {
    case .always: true
    case .never: false
    case .auto: isatty(descriptor) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    }
  }

  /// Columns of the terminal; 120 where there is none.
  static var columns: Int { columns(of: STDOUT_FILENO) ?? 120 }

  /// Lines of the terminal.
  static var lines: Int {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 4 ? Int(size.ws_row) : 24
  }

  /// Columns for what goes to standard error.
  static var errorColumns: Int { (columns(of: STDERR_FILENO) ?? 100) - 4 }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20 ? Int(size.ws_col) : nil
  }

  static func write(_ text: String) { write(Array(text.utf8)) }

  static func write(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

  static func writeError(_ line: String) { write(Array((line + "\n").utf8), to: STDERR_FILENO) }

  /// Writes all of `bytes`; a descriptor that takes no more ends the program.
  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
      }
      if count >= 0 { written += count } else if errno != EINTR { exit(ExitStatus.lost.rawValue) }
    }
  }
}
