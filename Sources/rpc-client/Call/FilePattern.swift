import Glibc

/// The files that a path or a pattern names, in order of their names, found as they are asked for.
///
/// A folder stands for every file below it. In a pattern `*` and `?` match within a name, `**` any folders. Hidden files and
/// folders are found only where they are named; links to folders are not followed, so that no walk goes round in a circle.
struct FilePattern: Sequence, IteratorProtocol {
  private struct Place {
    var path: String
    var rest: ArraySlice<String>
  }

  private var places: [Place]

  init(_ pattern: String) {
    let isAbsolute = pattern.hasPrefix("/")
    let parts = pattern.split(separator: "/").map { String($0) }
    places = [Place(path: isAbsolute ? "/" : "", rest: parts[...])]
  }

  /// The next file.
  mutating func next() -> String? {
    while let place = places.popLast() {
      guard let part = place.rest.first else {
        switch Self.kind(of: place.path) {
        case .folder:
          push(Self.entries(of: place.path).map { Place(path: Self.join(place.path, $0), rest: []) })
        case .file: return place.path
        case .nothing: break
        }
        continue
      }
      push(Self.matches(part, place))
    }
    return nil
  }

  private mutating func push(_ found: [Place]) { places += found.reversed() }

  private static func matches(_ part: String, _ place: Place) -> [Place] {
    let rest = place.rest.dropFirst()
    if part == "**" {
      let folders = entries(of: place.path).filter { kind(of: join(place.path, $0)) == .folder }
      let deeper = folders.map { Place(path: join(place.path, $0), rest: place.rest) }
      // No folder at all, then all of them: what is nearer comes first.
      return [Place(path: place.path, rest: rest)] + deeper
    }
    guard part.contains(where: { "*?[".contains($0) }) else {
      let path = join(place.path, part)
      return access(path, F_OK) == 0 ? [Place(path: path, rest: rest)] : []
    }
    return entries(of: place.path, hidden: part.hasPrefix(".")).filter { fnmatch(part, $0, 0) == 0 }
      .map { Place(path: join(place.path, $0), rest: rest) }
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  private enum Kind { case file, folder, nothing }

  private static func kind(of path: String) -> Kind {
    var information = stat()
    guard lstat(path, &information) == 0 else { return .nothing }
    switch information.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    case S_IFLNK:
      return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG ? .file : .nothing
    default: return .nothing
    }
  }

  private static func entries(of folder: String, hidden: Bool = false) -> [String] {
    guard let directory = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != "..", hidden || !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
