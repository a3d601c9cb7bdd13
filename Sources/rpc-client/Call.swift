import ArgumentParser
import FoundationEssentials
import RPCCore

/// `rpc-client call METHOD [PARAM…]`.
struct Call: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Calls a method and writes its result.",
    discussion: """
      rpc-client call parseArticle page.html
      rpc-client call parseArticle page.html --view
      rpc-client call extractEntities text='…' publishedAt=2025-03-28
      rpc-client call extractEntities text=@article.txt --view
      rpc-client call extractEntities text=@article.txt --html entities.html
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

  @Flag(
    help:
      "Every line of a page with what it was taken for and why; of entities, the text with all of them marked."
  )
  var view = false

  @Option(
    help: ArgumentHelp("The entities' view as a page of HTML, written to this file.", valueName: "file"))
  var html: String?

  @Flag(help: "A result that is a string is written as it is, without quotes.")
  var raw = false

  func run() async throws {
    try await server.withClient { client in
      var params = try Params(json: json)
      for argument in self.params {
        try await params.add(argument) { try await client.methodDescription(method).parameterNames }
      }
      if view || html != nil {
        let names = try await client.methodDescription(method).parameterNames
        guard names.contains("include") || names.contains("types") else {
          throw InputError.usage("\(view ? "--view" : "--html"): there is no view of what \(method) returns")
        }
        if names.contains("include") { params.setDefault("include", ["blocks"]) }
        if params.value["offsetUnit"] != nil {
          throw InputError.usage("--view and --html count in Unicode scalars: leave out offsetUnit")
        }
      }
      let result = try await client.call(method, params.value, timeout: .seconds(server.timeout))
      guard let part = result.value(at: pointer ?? "") else {
        throw InputError.usage("the result has nothing at \(pointer ?? "")")
      }
      if let html {
        try writePage(html, of: result, params.value)
        guard view else { return }
      }
      if raw, let text = part.string {
        // Text that is made of lines already has its end.
        Terminal.write(text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n")
      } else {
        Terminal.write(try render(part, params.value))
      }
    }
  }

  private func writePage(_ path: String, of result: RPCJSON, _ params: RPCJSON) throws {
    guard let (entities, text) = Self.entities(of: result, params) else {
      throw InputError.usage("--html: there is no page of what \(method) returns")
    }
    do {
      try Data(EntitiesPage.html(of: entities, text).utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw InputError.usage("--html: \(path) cannot be written")
    }
  }

  /// The entities in a result, and the text that they are of.
  private static func entities(of result: RPCJSON, _ params: RPCJSON) -> (RPCJSON, String)? {
    let entities = result["entities"]?["entities"] == nil ? result : result["entities"] ?? result
    guard entities["entities"]?.array != nil, let text = AnnotatedText.text(params: params, result: result)
    else {
      return nil
    }
    return (entities, text)
  }

  private func render(_ result: RPCJSON, _ params: RPCJSON) throws -> String {
    if view {
      if let blocks = result["blocks"]?.array {
        return BlocksView(columns: Terminal.columns, colours: Terminal.showsColours).text(of: blocks)
      }
      if let (entities, text) = Self.entities(of: result, params) {
        return EntitiesView(colours: Terminal.showsColours).text(of: entities, text)
      }
    }
    return switch format {
    case .json: result.line
    case .pretty: result.indented
    case .human: ResultView.text(of: result)
    case .auto: Terminal.isOutputTerminal ? ResultView.text(of: result) : result.line
    }
  }
}
