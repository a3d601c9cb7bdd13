import ArgumentParser

/// Many calls of one method, one for each line of standard input or for each file.
struct EachOptions: ParsableArguments {
  @Flag(help: "A call for each line of standard input: an object of params, or a text.")
  var each = false

  @Option(
    help: ArgumentHelp(
      "A call for each file, or file below a folder: a path, or a pattern with *, ? and **.",
      valueName: "pattern"),
    completion: .file())
  var files: [String] = []

  @Option(help: "Calls under way at once.")
  var jobs = 32

  @Flag(help: "Write records as they come, not in the order of the input.")
  var unordered = false

  @Option(
    help: ArgumentHelp(
      "Append the records to this file, and leave out the lines whose records it has: goes on after an interruption.",
      valueName: "file"),
    completion: .file())
  var resume: String?

  func validate() throws {
    guard (1...4096).contains(jobs) else { throw ValidationError("--jobs is from 1 to 4096") }
    guard !each || files.isEmpty else {
      throw ValidationError("--each reads standard input, --files files: give one of them")
    }
    guard resume == nil || isAsked else { throw ValidationError("--resume goes with --each or --files") }
  }

  var isAsked: Bool { each || !files.isEmpty }
}
