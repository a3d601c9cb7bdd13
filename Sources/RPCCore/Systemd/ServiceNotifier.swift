import CSystemd
import Glibc

/// Tells the service manager how the service does: sd_notify(3). Without a manager it does nothing.
enum ServiceNotifier {
  /// Whether anyone listens.
  static var isHeard: Bool { getenv("NOTIFY_SOCKET") != nil }

  /// How often the manager wants to hear that the service is alive; `nil` where it does not watch.
  static var watchdogTime: Duration? {
    var microseconds: UInt64 = 0
    return sd_watchdog_enabled(0, &microseconds) > 0 ? .microseconds(Int64(clamping: microseconds)) : nil
  }

  /// The service accepts requests.
  static func ready(status: String) { notify("READY=1\nSTATUS=\(status)") }
  /// One line for `systemctl status`.
  static func status(_ status: String) { notify("STATUS=\(status)") }
  /// The service is alive: its parts advance.
  static func alive() { notify("WATCHDOG=1") }
  /// The service reads its configuration anew; `ready` says that it is done.
  static func reloading() {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    notify("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)")
  }
  /// The service is about to exit, and needs at most `within` for it.
  static func stopping(within: Duration, status: String) {
    let microseconds = (within.components.seconds + 5) * 1_000_000
    notify("STOPPING=1\nEXTEND_TIMEOUT_USEC=\(microseconds)\nSTATUS=\(status)")
  }

  private static func notify(_ state: String) { sd_notify(0, state) }
}
