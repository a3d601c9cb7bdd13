import ArgumentParser
import RPCCore

/// How a result is written.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case auto, json, pretty, human
  }

  @Option(
    help:
      "One line of JSON, indented JSON, or for reading. auto: human on a terminal, else json; errors are JSON with json."
  )
  var format: Format = .auto

  @Option(help: "Only the part of the result at this JSON pointer (/entities/0).")
  var pointer: String?

  @Flag(help: "A result that is a string is written as it is, without quotes.")
  var raw = false

  @Option(
    name: .customLong("color"), help: "Whether to colour: auto, always or never. NO_COLOR counts with auto.")
  var colour: Terminal.ColourChoice = .auto

  func validate() throws { Terminal.choice.withLock { $0 = colour } }

  /// The part of `result` that is asked for.
  func part(of result: RPCJSON) throws(InputError) -> RPCJSON {
    guard let part = result.value(at: pointer ?? "") else {
      throw .usage("the result has nothing at \(pointer ?? "")")
    }
    return part
  }

  /// `part` as text to write; the view of a duplicate needs what it was called with.
  func text(of part: RPCJSON, params: RPCJSON = .object([]), beside other: [String]? = nil) -> String {
    if raw, let text = part.string {
      // Text that is made of lines already has its end.
      return text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
    }
    return switch format {
    case .json: part.line
    case .pretty: part.indented(colours: Terminal.showsColours)
    case .human: ResultView.text(of: part, params: params, beside: other)
    case .auto:
      Terminal.isOutputTerminal ? ResultView.text(of: part, params: params, beside: other) : part.line
    }
  }
}
