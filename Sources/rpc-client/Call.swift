import ArgumentParser
import RPCCore

/// `rpc-client call METHOD [PARAM…]`.
struct Call: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Calls a method and writes its result.",
    discussion: """
      rpc-client call parseArticle page.html
      rpc-client call parseArticle page.html --view
      rpc-client call extractEntities text='…' publishedAt=2025-03-28
      rpc-client call dedupe article.json id=a1 mode=add
      rpc-client call dedupe paragraphs:='["…", "…"]' --format json
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case auto, json, pretty, human
  }

  @OptionGroup var server: ServerOptions

  @Argument(help: "The method's name.")
  var method: String

  @Argument(help: "name=text, name=@file, name:=json, name:=@file, or a file (- for standard input).")
  var params: [String] = []

  @Option(help: "All params as one JSON object; single ones may follow.")
  var json: String?

  @Option(help: "One line of JSON, indented JSON, or for reading. auto: human on a terminal, else json.")
  var format: Format = .auto

  @Option(help: "Only the part of the result at this JSON pointer (/entities/0).")
  var pointer: String?

  @Flag(help: "Every line of the input with what it was taken for and why (methods that return blocks).")
  var view = false

  @Flag(help: "A result that is a string is written as it is, without quotes.")
  var raw = false

  func run() async throws {
    try await server.withClient { client in
      var params = try Params(json: json)
      for argument in self.params {
        try await params.add(argument) { try await client.methodDescription(method).parameterNames }
      }
      if view {
        try params.setDefault(
          "include", ["blocks"], among: await client.methodDescription(method).parameterNames)
      }
      let result = try await client.call(method, params.value, timeout: .seconds(server.timeout))
      guard let part = result.value(at: pointer ?? "") else {
        throw InputError.usage("the result has nothing at \(pointer ?? "")")
      }
      if raw, let text = part.string {
        // Text that is made of lines already has its end.
        Terminal.write(text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n")
      } else {
        Terminal.write(render(part))
      }
    }
  }

  private func render(_ result: RPCJSON) -> String {
    if view, let blocks = result["blocks"]?.array {
      return BlocksView(columns: Terminal.columns, colours: Terminal.showsColours).text(of: blocks)
    }
    return switch format {
    case .json: result.line
    case .pretty: result.indented
    case .human: ResultView.text(of: result)
    case .auto: Terminal.isOutputTerminal ? ResultView.text(of: result) : result.line
    }
  }
}
