import Glibc

/// A program that runs for as long as this one needs it: a server that speaks over its standard streams, or ssh.
struct ChildProcess {
  private let pid: pid_t

  /// Starts `arguments[0]`, found by PATH.
  ///
  /// - Parameters:
  ///   - streams: becomes the child's standard input and output; `nil`: it has neither.
  ///   - isForeground: it has this program's own standard input and output instead.
  init(_ arguments: [String], streams: Int32?, isForeground: Bool = false) throws(InputError) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let streams {
      posix_spawn_file_actions_adddup2(&actions, streams, STDIN_FILENO)
      posix_spawn_file_actions_adddup2(&actions, streams, STDOUT_FILENO)
    } else if !isForeground {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    // Threads of Dispatch block every signal, and this program ignores some: a child would inherit both.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var ignored = sigset_t()
    sigemptyset(&none)
    sigemptyset(&ignored)
    for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&ignored, number) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &ignored)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    var pid: pid_t = 0
    let error = posix_spawnp(&pid, arguments[0], &actions, &attributes, pointers, environ)
    guard error == 0 else {
      throw InputError(status: .unavailable, message: "\(arguments[0]): \(String(cString: strerror(error)))")
    }
    self.pid = pid
  }

  /// Whether the program has not ended.
  var isRunning: Bool {
    var information = siginfo_t()
    // WNOWAIT: its status is still there for `stop`.
    return waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      && information.si_signo == 0
  }

  /// Waits until the program ends; its exit status, as a shell tells it.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// Asks the program to end and waits for it, a second at most; then it is ended.
  func stop() {
    kill(pid, SIGTERM)
    for _ in 0..<100 where isRunning { usleep(10_000) }
    if isRunning { kill(pid, SIGKILL) }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
  }
}
