import FoundationEssentials
import Glibc
import RPCCore

/// The params of a call, put together from the command line.
///
/// `name=text`, `name=@file` (its text), `name:=json`, `name:=@file` (its JSON), or a file alone, which becomes
/// what the method obviously takes: its bytes (`data`), its text (`text`), or a parsed article (`article`).
struct Params {
  private(set) var members: [RPCJSON.Member] = []

  /// - Parameter json: a whole object to begin with.
  init(json: String?) throws {
    guard let json else { return }
    guard let object = try Self.parsed(json, "--json").members else {
      throw InputError.usage("--json takes a JSON object")
    }
    members = object
  }

  private static func parsed(_ json: String, _ name: String) throws -> RPCJSON {
    let bytes = Array(json.utf8)
    do {
      return try RPCJSON(parsing: bytes)
    } catch let error as RPCError {
      let place = ErrorPlace(columns: Terminal.errorColumns)
      throw InputError.usage(
        "\(name): \(error.message)",
        place: error.details.offset.map { place.lines(of: bytes, atByte: $0) } ?? [])
    }
  }

  var value: RPCJSON { .object(members) }

  /// Takes one argument.
  ///
  /// - Parameter names: the method's params, for a file alone; asked for only then.
  mutating func add(_ argument: String, names: () async throws -> [String]) async throws {
    if let (name, value) = Self.split(argument, at: ":=") {
      let text = value.first == "@" ? try InputFile.readText(String(value.dropFirst())) : value
      set(name, try Self.parsed(text, name))
    } else if let (name, value) = Self.split(argument, at: "=") {
      set(name, .string(value.first == "@" ? try InputFile.readText(String(value.dropFirst())) : value))
    } else {
      try addFile(argument, names: await names())
    }
  }

  /// Sets a param that was not given.
  mutating func setDefault(_ name: String, _ value: RPCJSON) {
    if !members.contains(where: { $0.name == name }) { set(name, value) }
  }

  /// Takes what the method obviously takes from the bytes of the file at `path`.
  mutating func addFile(_ path: String, names: [String]) throws {
    let bytes = try InputFile.read(path)
    if names.contains("article"), let article = try? RPCJSON(parsing: bytes), article["paragraphs"] != nil {
      set("article", article)
    } else if names.contains("data") {
      set("data", .string(Data(bytes).base64EncodedString()))
    } else if names.contains("text") {
      set("text", .string(try InputFile.readText(path)))
    } else {
      throw InputError.usage("\(path): this method takes no file; give params as name=value")
    }
  }

  /// Sets a param, given or not.
  mutating func set(_ name: String, _ value: RPCJSON) {
    members.removeAll { $0.name == name }
    members.append(.init(name, value))
  }

  /// A name of letters, digits and underscores before `separator`, so that a path with `=` in it stays a path.
  private static func split(_ argument: String, at separator: String) -> (name: String, value: String)? {
    guard let range = argument.firstRange(of: separator), range.lowerBound > argument.startIndex else {
      return nil
    }
    let name = argument[..<range.lowerBound]
    guard name.utf8.allSatisfy({ isalnum(Int32($0)) != 0 || $0 == UInt8(ascii: "_") }) else { return nil }
    return (String(name), String(argument[range.upperBound...]))
  }
}
