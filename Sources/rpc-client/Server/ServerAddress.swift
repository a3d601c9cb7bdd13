/// Where a server is found, as the user writes it.
enum ServerAddress: Equatable {
  /// A socket file.
  case path(String)
  /// A name in the abstract namespace (unix(7)).
  case abstract(String)
  /// A command that is started and spoken to over its standard input and output.
  case exec(String)
  /// A socket file on another machine.
  case ssh(host: String, path: String)

  /// Reads `path`, `unix:path`, `unix:@name`, `exec:command` or `ssh:host:path`.
  init(_ text: String) throws(InputError) {
    if let rest = Self.rest(of: text, behind: "unix:") {
      self = rest.hasPrefix("@") ? .abstract(String(rest.dropFirst())) : .path(rest)
    } else if let rest = Self.rest(of: text, behind: "exec:") {
      self = .exec(rest)
    } else if let rest = Self.rest(of: text, behind: "ssh:") {
      guard let colon = rest.firstIndex(of: ":"), colon > rest.startIndex,
        rest.index(after: colon) < rest.endIndex,
        // A host that begins with a dash would be an option of ssh's.
        !rest.hasPrefix("-")
      else { throw .usage("\(text): an address over ssh is ssh:host:path") }
      self = .ssh(host: String(rest[..<colon]), path: String(rest[rest.index(after: colon)...]))
    } else {
      self = .path(text)
    }
    guard !isEmpty else { throw .usage("\(text): nothing stands behind the colon") }
  }

  private var isEmpty: Bool {
    switch self {
    case .path(let text), .abstract(let text), .exec(let text): text.isEmpty
    case .ssh: false
    }
  }

  private static func rest(of text: String, behind scheme: String) -> String? {
    text.hasPrefix(scheme) ? String(text.dropFirst(scheme.count)) : nil
  }
}
