import ArgumentParser
import FoundationEssentials
import RPCCore

/// `rpc-client generate LANGUAGE`.
struct Generate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a typed client of the server, from what rpc.discover says.",
    discussion: """
      rpc-client generate python --output methods.py
      rpc-client generate typescript --name ArticleClient > article.ts
      rpc-client generate swift > ArticleClient.swift
      rpc-client generate markdown --output methods.md

      Python: rests on _rpc in the package article_client (clients/python). TypeScript: needs Node alone.
      Swift: rests on RPCCore.
      """)

  enum Language: String, ExpressibleByArgument, CaseIterable { case python, typescript, swift, markdown }

  @OptionGroup var server: ServerOptions

  @Argument(help: "python, typescript, swift, or markdown for a page that describes the methods.")
  var language: Language

  @Option(help: "The name of the client's class; that of the service with Client if absent.")
  var name: String?

  @Option(
    help: ArgumentHelp("The file to write instead of standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  func run() async throws {
    try await server.withClient { client in
      let model = try ServiceModel(
        try await client.call("rpc.discover", timeout: .seconds(server.timeout), isIdempotent: true),
        name: name)
      let text = text(model)
      guard let output else { return Terminal.write(text) }
      do {
        try Data(text.utf8).write(to: URL(filePath: output), options: .atomic)
      } catch {
        throw InputError.usage("--output: \(output) cannot be written")
      }
    }
  }

  private func text(_ model: ServiceModel) -> String {
    switch language {
    case .python: PythonGenerator(model: model).text()
    case .typescript: TypeScriptGenerator(model: model).text()
    case .swift: SwiftGenerator(model: model).text()
    case .markdown: MarkdownGenerator(model: model).text()
    }
  }
}
