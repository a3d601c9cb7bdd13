import ArgumentParser

/// `article-service check-config`: whether the service would start with this configuration.
struct CheckConfig: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Check the configuration and the lists in its directory; say everything that is wrong with them.")

  @OptionGroup var options: ServiceOptions

  func run() throws {
    do throws(ConfigurationError) {
      let loaded = try options.sources.load()
      _ = try KnowledgeDirectory.read(loaded.configuration.knowledgeDirectory)
      print("the configuration is right")
    } catch {
      throw error.exit
    }
  }
}

/// `article-service show-config`: what holds, and where it comes from.
struct ShowConfig: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the configuration that holds, and where each value comes from.")

  @OptionGroup var options: ServiceOptions

  @Flag(help: "Show a file to start from instead: every key with its default and what it is for.")
  var defaults = false

  @Flag(help: "Show the keys as entries of a manual page instead.")
  var man = false

  func validate() throws {
    guard !defaults || !man else { throw ValidationError("--defaults and --man exclude each other") }
  }

  func run() throws {
    if defaults { return print(ConfigurationReference.defaultFile, terminator: "") }
    if man { return print(ConfigurationReference.manualEntries, terminator: "") }
    do throws(ConfigurationError) {
      print(ConfigurationReference.file(of: try options.sources.load()), terminator: "")
    } catch {
      throw error.exit
    }
  }
}
