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
      rpc-client call dedupe article.json --beside other.json --format human
      rpc-client call dedupe paragraphs:='["…", "…"]' --format json
      rpc-client call parseArticle --each --jobs 64 < articles.ndjson > out.ndjson
      rpc-client call parseArticle --files 'pages/**/*.html' --resume out.ndjson

      With --each and --files a record is written for each line or file: {"line":1,"id":…,"result":…} or
      {"line":1,"id":…,"error":…}. The id is the line's own "id" or the file's path.
      """)

  @OptionGroup var server: ServerOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Many calls") var each: EachOptions

  @Argument(help: "The method's name.", completion: .custom(LiveCompletion.methods))
  var method: String

  @Argument(
    help: "name=text, name=@file, name:=json, name:=@file, or a file (- for standard input).",
    completion: .custom(LiveCompletion.params))
  var params: [String] = []

  @Option(help: "All params as one JSON object; single ones may follow.")
  var json: String?

  @Option(
    help:
      "How often to send a call again that was refused for now or lost; only for methods that may be called twice."
  )
  var retry = 0

  @Flag(
    help:
      "Every line of a page with what it was taken for and why; of entities, the text with all of them marked."
  )
  var view = false

  @Option(
    help: ArgumentHelp(
      "The article that a duplicate is compared with, to show both side by side.", valueName: "file"),
    completion: .file())
  var beside: String?

  @Option(
    help: ArgumentHelp("The entities' view as a page of HTML, written to this file.", valueName: "file"))
  var html: String?

  func validate() throws {
    guard (0...1000).contains(retry) else { throw ValidationError("--retry is from 0 to 1000") }
    guard !each.isAsked || !view && html == nil else {
      throw ValidationError("--view and --html show one result: leave out --each and --files")
    }
  }

  func run() async throws {
    if each.isAsked {
      try await EachCall(self).run()
    } else {
      try await server.withClient(errorsAsJSON: output.format == .json) { try await callOnce($0) }
    }
  }

  private func callOnce(_ client: RPCClient) async throws {
    let description = LazyDescription(client, method, timeout: .seconds(server.timeout))
    var params = try Params(json: json)
    for argument in self.params {
      try await params.add(argument) { try await description.value().parameterNames }
    }
    if view || html != nil { try prepareView(&params, try await description.value()) }
    let retries = try await retries(description)
    let result: RPCJSON
    do {
      result = try RPCJSON(parsing: await retries.call(client, method, params.value.bytes), depthMax: .max)
    } catch let error as RPCError {
      throw CallError(error: error, params: params.value)
    }
    let part = try output.part(of: result)
    if let html {
      try EntitiesPage.write(html, of: result, params.value, method)
      guard view else { return }
    }
    let other = try beside.map { try Self.paragraphs(in: $0) }
    Terminal.write(
      view ? try viewed(part, params.value) : output.text(of: part, params: params.value, beside: other))
  }

  /// The paragraphs of the article in the file at `path`: a result of parseArticle, params of dedupe, or a text.
  private static func paragraphs(in path: String) throws(InputError) -> [String] {
    let text = try InputFile.readText(path)
    let value = (try? RPCJSON(parsing: Array(text.utf8))) ?? .string(text)
    guard let paragraphs = DuplicatesView.paragraphs(of: value) else {
      throw .usage("--beside: \(path) holds no article")
    }
    return paragraphs
  }

  /// How often this call may be sent again.
  func retries(_ description: LazyDescription) async throws -> Retries {
    let isIdempotent = retry > 0 ? try await description.value().isIdempotent : false
    guard retry == 0 || isIdempotent else {
      throw InputError.usage("--retry: the server does not mark \(method) as one that may be called twice")
    }
    return Retries(triesMax: retry, isIdempotent: isIdempotent, timeout: .seconds(server.timeout))
  }

  private func prepareView(_ params: inout Params, _ description: MethodDescription) throws {
    let names = description.parameterNames
    guard names.contains("include") || names.contains("types") else {
      throw InputError.usage("\(view ? "--view" : "--html"): there is no view of what \(method) returns")
    }
    if names.contains("include") { params.setDefault("include", ["blocks"]) }
    if params.value["offsetUnit"] != nil {
      throw InputError.usage("--view and --html count in Unicode scalars: leave out offsetUnit")
    }
  }

  private func viewed(_ result: RPCJSON, _ params: RPCJSON) throws -> String {
    if let blocks = result["blocks"]?.array {
      return BlocksView(columns: Terminal.columns, colours: Terminal.showsColours).text(of: blocks)
    }
    guard let (entities, text) = AnnotatedText.entities(of: result, params) else {
      return output.text(of: result)
    }
    return EntitiesView(colours: Terminal.showsColours).text(of: entities, text)
  }
}
