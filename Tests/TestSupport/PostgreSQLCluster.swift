import Foundation

/// A PostgreSQL server of a test's own in a temporary directory: it listens on a Unix socket there and nowhere else,
/// and keeps its data as safe as a real one does (fsync is on).
///
/// The superuser `postgres` needs no password; the user `guarded`, if a test creates it, does. A test run that is
/// killed leaves its server behind, in /tmp/pg-test-*.
public final class PostgreSQLCluster: Sendable {
  /// How a server is stopped.
  public enum Stop: Sendable {
    /// It ends its sessions and writes a checkpoint.
    case fast
    /// SIGKILL: what a crash leaves is found at the next start.
    case killed
  }

  /// The directory of the socket, the log and the data.
  public let directory: String
  private let tools: String

  /// Whether Debian's package postgresql is installed.
  public static var isInstalled: Bool { toolsDirectory != nil }

  /// The newest version's programs.
  private static let toolsDirectory: String? = {
    let base = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
    return versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(base)/\($0)/bin" }
      .first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
  }()

  /// A failure of one of PostgreSQL's programs.
  public struct Failure: Error, CustomStringConvertible {
    /// The program, its exit status and the end of the log.
    public let description: String
  }

  /// Makes a cluster and starts its server: 1 to 3 s.
  ///
  /// - Parameter settings: lines for postgresql.conf, such as `max_connections = 5`.
  public init(settings: [String] = []) throws {
    guard let tools = Self.toolsDirectory else { throw Failure(description: "PostgreSQL is not installed") }
    self.tools = tools
    var template = Array("/tmp/pg-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(description: "mkdtemp failed") }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // Another test of this process may have a umask set for a socket file that it makes.
    chmod(directory, 0o700)
    if let user = Self.user { chown(directory, user.uid, user.gid) }
    try run(
      "initdb", "--pgdata=\(data)", "--username=postgres", "--auth=trust", "--encoding=UTF8",
      "--locale=C.UTF-8",
      "--no-sync")
    let lines =
      [
        "listen_addresses = ''", "unix_socket_directories = '\(directory)'", "fsync = on",
        "shared_buffers = 16MB",
      ] + settings
    try append(lines.joined(separator: "\n") + "\n", to: "postgresql.conf")
    let rules = try String(contentsOfFile: "\(data)/pg_hba.conf", encoding: .utf8)
    try Data("local all guarded scram-sha-256\n\(rules)".utf8).write(
      to: URL(fileURLWithPath: "\(data)/pg_hba.conf"))
    try start()
  }

  deinit { remove() }

  /// The superuser's URI.
  public var address: String { address(user: "postgres") }

  /// The URI for a user.
  public func address(user: String, password: String? = nil) -> String {
    "postgresql://\(user)\(password.map { ":\($0)" } ?? "")@/postgres?host=\(directory)"
  }

  /// Starts the server and waits until it takes connections.
  public func start() throws {
    try run("pg_ctl", "start", "--wait", "--silent", "--pgdata=\(data)", "--log=\(directory)/log")
  }

  /// Stops the server and waits for its end.
  public func stop(_ way: Stop = .fast) throws {
    switch way {
    case .fast: try run("pg_ctl", "stop", "--wait", "--silent", "--mode=fast", "--pgdata=\(data)")
    case .killed:
      guard let process = serverProcess else { return }
      // Stopped, it neither starts anew when it sees its children die nor says good-bye to their clients through them.
      kill(process, SIGSTOP)
      let all = Self.children(of: process) + [process]
      for process in all { kill(process, SIGKILL) }
      for process in all { while Self.isRunning(process) { usleep(1000) } }
      // These name a process that may be a zombie for good, or another one by now: the next start would refuse.
      unlink("\(data)/postmaster.pid")
      unlink("\(directory)/.s.PGSQL.5432.lock")
    }
  }

  /// Stops the server and starts it again.
  public func restart(_ way: Stop = .fast) throws {
    try stop(way)
    try start()
  }

  /// Kills the server and removes all there is of it.
  public func remove() {
    try? stop(.killed)
    try? FileManager.default.removeItem(atPath: directory)
  }

  // MARK: Processes

  private var data: String { "\(directory)/data" }

  private var serverProcess: pid_t? {
    guard let text = try? String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8) else {
      return nil
    }
    return text.split(separator: "\n").first.flatMap { pid_t($0) }
  }

  /// Whom the server runs as; `nil` for whom the test runs as. PostgreSQL refuses to run as root.
  private static let user: (uid: uid_t, gid: gid_t)? = {
    guard geteuid() == 0, let entry = getpwnam("postgres") ?? getpwnam("nobody") else { return nil }
    return (entry.pointee.pw_uid, entry.pointee.pw_gid)
  }()

  private func append(_ text: String, to name: String) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(data)/\(name)"))
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
  }

  /// Runs a program of PostgreSQL to its end. Its output goes into a file, and no descriptor of ours to it: pg_ctl's
  /// server keeps them open, which Foundation's Process takes for a program that has not ended.
  private func run(_ tool: String, _ arguments: String...) throws {
    var command = ["/usr/bin/env", "--chdir=\(directory)"]
    if let user = Self.user {
      command += ["setpriv", "--reuid=\(user.uid)", "--regid=\(user.gid)", "--clear-groups"]
    }
    command += ["\(tools)/\(tool)"] + arguments
    let output = "\(directory)/output"
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    Self.addCloseFrom(&actions, 3)
    var words = command.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    var status: Int32 = 0
    guard posix_spawn(&process, command[0], &actions, nil, &words, environ) == 0 else {
      throw Failure(description: "\(command[0]) cannot be run")
    }
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    guard status == 0 else {
      let words = [output, "\(directory)/log"].compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
      throw Failure(description: "\(tool): wait status \(status)\n\(words.joined().suffix(2000))")
    }
  }

  /// posix_spawn_file_actions_addclosefrom_np(3), which Swift's Glibc does not show.
  private static func addCloseFrom(_ actions: inout posix_spawn_file_actions_t, _ first: Int32) {
    typealias Function = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
    _ = unsafeBitCast(symbol, to: Function.self)(&actions, first)
  }

  private static func children(of process: pid_t) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { status(of: $0)?.parent == process }
  }

  /// A zombie, which waits for a parent that may never look, does not run.
  private static func isRunning(_ process: pid_t) -> Bool {
    guard let state = status(of: process)?.state else { return false }
    return state != "Z" && state != "X"
  }

  /// Source: proc_pid_stat(5).
  private static func status(of process: pid_t) -> (state: Character, parent: pid_t)? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let nameEnd = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[nameEnd...].split(separator: " ")
    guard fields.count > 2, let state = fields[1].first, let parent = pid_t(fields[2]) else { return nil }
    return (state, parent)
  }
}
