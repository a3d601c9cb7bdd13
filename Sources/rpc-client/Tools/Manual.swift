import ArgumentParser
import RPCCore

/// `rpc-client manual`: the parts of the manual page that the program itself knows, in man(7). Made from what `--help` shows.
struct Manual: ParsableCommand {
  enum Part: String, ExpressibleByArgument, CaseIterable { case commands, statuses }

  static let configuration = CommandConfiguration(
    abstract: "Writes the subcommands or the exit statuses for the manual page.", shouldDisplay: false)

  @Argument var part: Part

  func run() throws {
    switch part {
    case .commands: Terminal.write(try Self.commands())
    case .statuses: Terminal.write(Self.statuses)
    }
  }

  private static var statuses: String {
    let answered = ".TP\n.B 0\nAnswered.\n"
    return ExitStatus.allCases.reduce(answered) {
      "\($0).TP\n.B \($1.rawValue)\n\(escaped(sentence($1.meaning)))\n"
    }
  }

  private static func commands() throws -> String {
    let help = try RPCJSON(parsing: Array(RPCClientTool._dumpHelp().utf8))
    let subcommands = (help["command"]?["subcommands"]?.array ?? []).filter {
      $0["shouldDisplay"]?.bool != false && $0["commandName"]?.string != "help"
    }
    return subcommands.map(section).joined()
  }

  private static func section(_ command: RPCJSON) -> String {
    let name = command["commandName"]?.string ?? ""
    var text = ".SH \(escaped(name.uppercased()))\n.B rpc\\-client \(escaped(name))\n"
    text += "\(escaped(command["abstract"]?.string ?? ""))\n"
    if let discussion = command["discussion"]?.string { text += ".PP\n.nf\n\(escaped(discussion))\n.fi\n" }
    for argument in command["arguments"]?.array ?? [] where argument["shouldDisplay"]?.bool != false {
      text += entry(argument)
    }
    return text
  }

  private static func entry(_ argument: RPCJSON) -> String {
    let value = argument["valueName"]?.string ?? ""
    let names = (argument["names"]?.array ?? []).map { name in
      (name["kind"]?.string == "short" ? "-" : "--") + (name["name"]?.string ?? "")
    }
    let isFlag = argument["kind"]?.string == "flag"
    let head =
      names.isEmpty
      ? ".I \(escaped(value))"
      : isFlag
        ? ".B \(escaped(names.joined(separator: ", ")))"
        : ".BI \"\(escaped(names.joined(separator: ", "))) \" \(escaped(value))"
    var text = escaped(argument["abstract"]?.string ?? "")
    if let values = argument["allValues"]?.array?.compactMap(\.string), !values.isEmpty {
      text += "\nOne of \(escaped(values.joined(separator: ", ")))."
    }
    if let preset = argument["defaultValue"]?.string, !isFlag { text += "\nDefault: \(escaped(preset))." }
    return ".TP\n\(head)\n\(text)\n"
  }

  private static func sentence(_ phrase: String) -> String {
    phrase.prefix(1).uppercased() + phrase.dropFirst() + "."
  }

  /// Text for man(7): a dash and a backslash are escaped, and no line begins with a control character.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let escaped = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }
    .joined(separator: "\n")
  }
}
