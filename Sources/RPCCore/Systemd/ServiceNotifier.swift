import CSystemd

/// Tells the service manager how the service does: sd_notify(3). Without a manager it does nothing.
enum ServiceNotifier {
  /// The service accepts requests.
  static func ready(status: String) { notify("READY=1\nSTATUS=\(status)") }
  /// The service is about to exit, and needs at most `within` for it.
  static func stopping(within: Duration, status: String) {
    let microseconds = (within.components.seconds + 5) * 1_000_000
    notify("STOPPING=1\nEXTEND_TIMEOUT_USEC=\(microseconds)\nSTATUS=\(status)")
  }

  private static func notify(_ state: String) { sd_notify(0, state) }
}
