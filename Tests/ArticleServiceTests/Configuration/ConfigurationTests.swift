import ArticleIndex
import Foundation
import RPCCore
import TestSupport
import Testing

@testable import ArticleService

/// A directory with a configuration file in it.
private struct Etc {
  let directory = TemporaryDirectory()

  func sources(
    _ yaml: String? = nil, flags: [String: String] = [:], environment: [String: String] = [:]
  ) throws -> ConfigurationSources {
    var environment = environment
    environment["CONFIGURATION_DIRECTORY"] = directory.path
    if let yaml { try yaml.write(toFile: file, atomically: true, encoding: .utf8) }
    return ConfigurationSources(
      flags: flags.map { .init(name: $0.key, value: $0.value, flag: "--set \($0.key)") },
      environment: environment, methods: RPCServer.articleMethodNames)
  }

  var file: String { directory.path + "/article.yaml" }

  func problems(
    _ yaml: String? = nil, flags: [String: String] = [:], environment: [String: String] = [:]
  ) throws -> [String] {
    do throws(ConfigurationError) {
      _ = try (try! sources(yaml, flags: flags, environment: environment)).load()
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }
}

@Suite("The configuration")
struct ConfigurationTests {
  @Test("access knows the methods that there are")
  func methods() throws {
    let directory = TemporaryDirectory()
    var server = RPCServer(name: "test", version: "1")
    server.addArticleMethods(ArticleEngine(seen: try SQLiteIndex(directory: directory.path)))
    #expect(
      Set(server.methodNames).subtracting(["rpc.discover", "system.whoami"])
        == Set(RPCServer.articleMethodNames))
  }

  @Test("flags win over the environment, that over the file, that over the defaults")
  func order() throws {
    let etc = Etc()
    let yaml = "limits:\n  depth: 10\n  calls: 11\n  batchItems: 12\n"
    let loaded = try etc.sources(
      yaml, flags: ["limits.depth": "30"],
      environment: ["ARTICLE_LIMITS_DEPTH": "20", "ARTICLE_LIMITS_CALLS": "21"]
    ).load()
    let limits = loaded.configuration.rpc.limits
    #expect(limits.depthMax == 30)
    #expect(limits.callsMax == 21)
    #expect(limits.batchItemsMax == 12)
    #expect(limits.headerBytesMax == RPCLimits().headerBytesMax)
    #expect(loaded.origins["limits.depth"] == "--set limits.depth")
    #expect(loaded.origins["limits.calls"] == "environment variable ARTICLE_LIMITS_CALLS")
    #expect(loaded.origins["limits.batchItems"] == "\(etc.file):4")
    #expect(loaded.origins["limits.headerBytes"] == nil)
  }

  @Test("systemd tells the directories")
  func directories() throws {
    let etc = Etc()
    let configuration = try etc.sources(environment: ["STATE_DIRECTORY": "/s:/t"]).load().configuration
    #expect(configuration.stateDirectory == "/s")
    #expect(configuration.knowledgeDirectory == etc.directory.path)
    #expect(
      try etc.sources("stateDirectory: /x", environment: ["STATE_DIRECTORY": "/s"]).load().configuration
        .stateDirectory == "/x")
  }

  @Test(
    "every key can be set by the file, by its variable and by a flag, and reads back",
    arguments: ConfigurationKey.all.map(\.name))
  func everyKey(name: String) throws {
    let etc = Etc()
    let key = try #require(ConfigurationKey.all.first { $0.name == name })
    let sample = try #require(
      [
        "/x", "77", "4321", "64KiB", "300ms", "90s", "2min", "debug", "off", "900MiB", "2MiB", "9",
        "postgresql:///news",
      ].first {
        text in
        var configuration = ServiceConfiguration()
        return (try? key.set(&configuration, text)) != nil
          && key.text(configuration) != key.text(ServiceConfiguration())
      })
    let yaml =
      key.components.enumerated().map { String(repeating: " ", count: $0.offset) + $0.element + ":" }
      .joined(separator: "\n") + " " + sample
    for loaded in [
      try etc.sources(yaml).load(), try etc.sources("# nothing", environment: [key.variable: sample]).load(),
      try etc.sources("", flags: [name: sample]).load(),
    ] {
      #expect(key.text(loaded.configuration) != key.text(ServiceConfiguration()))
      #expect(loaded.origins[name] != nil)
    }
    #expect(try etc.problems(flags: [name: ""]).count == 1)
  }

  @Test("everything wrong is told at once, each with its place")
  func problems() throws {
    let etc = Etc()
    let yaml = "log:\n  level: loud\nlimits:\n  requestBytes: 32 MB\n  callz: 5\n  depth: [1]\nidleExit: 5s\n"
    let problems = try etc.problems(
      yaml, flags: ["limits.depht": "5"],
      environment: ["ARTICLE_TIMES_DRAIN": "-5s", "ARTICLE_TIMS_CALL": "4"])
    #expect(problems.count == 8)
    func has(_ place: String, _ reason: String) -> Bool {
      problems.contains { $0.hasPrefix(place + ": ") && $0.contains(reason) }
    }
    #expect(has("\(etc.file):2", "log.level: expected one of trace"))
    #expect(has("\(etc.file):4", "limits.requestBytes: expected a size from 1KiB to 1GiB, found \"32 MB\""))
    #expect(has("\(etc.file):5", "there is no key \"limits.callz\", did you mean \"limits.calls\"?"))
    #expect(has("\(etc.file):6", "found a list"))
    #expect(has("\(etc.file):7", "idleExit: expected a time from 1min"))
    #expect(has("--set limits.depht", "did you mean \"limits.depth\"?"))
    #expect(has("environment variable ARTICLE_TIMES_DRAIN", "found \"-5s\""))
    #expect(has("environment variable ARTICLE_TIMS_CALL", "did you mean ARTICLE_TIMES_CALL?"))
  }

  @Test(
    "what is no YAML of keys is told with its line",
    arguments: [
      ("limits:\n  depth: 10\n  depth: 11\n", ":2: these keys stand more than once"),
      ("a: [\n", ":2: "), ("- a\n- b\n", ":1: expected keys"), ("limits: {depth: 10\n", ":2: "),
      ("\u{1}", ": "),
    ])
  func notYAML(yaml: String, message: String) throws {
    let etc = Etc()
    let problems = try etc.problems(yaml)
    #expect(problems.count == 1)
    #expect(
      problems.first?.hasPrefix(etc.file) == true && problems.first?.contains(message) == true, "\(problems)")
  }

  @Test("a file that was asked for must be there, the default one need not")
  func missingFile() throws {
    let etc = Etc()
    #expect(try etc.problems() == [])
    var sources = try etc.sources()
    sources.file = "/no/such/file"
    #expect(throws: ConfigurationError.self) { try sources.load() }
  }

  @Test("groups of which everything is commented out are as if they were not there")
  func emptyGroups() throws { #expect(try Etc().problems("limits:\n#  depth: 10\nlog:\n") == []) }

  @Test("the file of defaults says every key, and with all its comments taken away changes nothing")
  func defaultFile() throws {
    let etc = Etc()
    let text = ConfigurationReference.defaultFile
    #expect(try etc.sources(text).load().configuration.rpc == RPCSettings())
    // A comment has one blank after its "#", a key none or its indentation.
    let isComment = /# [^ ].*/
    let keys = text.split(separator: "\n").map(String.init).filter { $0.wholeMatch(of: isComment) == nil }
    let uncommented = keys.map { $0.dropFirst() }.filter { !$0.isEmpty }
    // The example of access at the end names users that this machine does not have.
    let yaml = uncommented.prefix { $0 != "access:" }.joined(separator: "\n")
    var expected = ServiceConfiguration()
    expected.knowledgeDirectory = "/etc/article"
    #expect(try etc.sources(yaml).load().configuration == expected)
    for key in ConfigurationKey.all {
      #expect(yaml.contains(key.components.last! + ":"), "\(key.name) is missing")
    }
  }

  @Test("who may call a method is set by names and numbers")
  func access() throws {
    let etc = Etc()
    let loaded = try etc.sources("access:\n  system.health: {users: [root, 7], groups: [root]}\n").load()
    #expect(
      loaded.configuration.rpc.allowLists == ["system.health": RPCAllowList(users: [0, 7], groups: [0])])
    #expect(
      try etc.problems("access:\n  dedupe:\n    users: [no-such-user]\n").first?.contains(
        "no user \"no-such-user\"") == true)
    #expect(
      try etc.problems("access:\n  dedup:\n    users: [root]\n").first?.contains(
        "did you mean \"access.dedupe.users\"") == true)
    #expect(
      try etc.problems("access:\n  dedupe:\n    users: root\n").first?.contains("expected a list") == true)
    let fromEnvironment = try etc.sources("", environment: ["ARTICLE_ACCESS_DEDUPE_USERS": "root,7"]).load()
    #expect(fromEnvironment.configuration.rpc.allowLists == ["dedupe": RPCAllowList(users: [0, 7])])
  }

  @Test(
    "what looks like a list but is none keeps nobody in: it is an error",
    arguments: [
      "access:\n", "access: {}\n", "access:\n  dedupe:\n", "access:\n  dedupe:\n    users:\n",
      "access:\n  dedupe: {}\n",
    ])
  func voidLists(yaml: String) throws {
    let problems = try Etc().problems(yaml)
    #expect(problems.count == 1 && problems.first?.contains("[] means nobody") == true, "\(problems)")
  }

  @Test("an empty list lets nobody in")
  func emptyList() throws {
    let etc = Etc()
    let loaded = try etc.sources("access:\n  dedupe:\n    users: []\n").load()
    #expect(loaded.configuration.rpc.allowLists == ["dedupe": RPCAllowList()])
  }

  @Test("unknown groups are errors too, and users by number are digits")
  func unknownGroups() throws {
    #expect(try Etc().problems("limmits:\n").first?.contains("limmits") == true)
    #expect(try Etc().problems("access:\n  dedupee:\n    users:\n").count == 1)
    #expect(try Etc().problems("access:\n  dedupe:\n    users: [\"+0\"]\n").count == 1)
  }

  @Test("a key that stands twice, with dots and nested, is an error with both lines")
  func doubledKeys() throws {
    let etc = Etc()
    let problems = try etc.problems("limits.depth: 20\nlimits:\n  depth: 30\n")
    #expect(problems == ["\(etc.file):3: limits.depth stands in line 1 already"])
  }

  @Test("a file of aliases to aliases is refused before it is unfolded", .timeLimit(.minutes(1)))
  func aliases() throws {
    var yaml = "a0: &a0 {x: 1}\n"
    for level in 1...9 {
      let inner = (0..<9).map { "k\($0): *a\(level - 1)" }.joined(separator: ", ")
      yaml += "a\(level): &a\(level) {\(inner)}\n"
    }
    #expect(try Etc().problems(yaml).first?.contains("more than 1000 keys") == true)
  }

  @Test("a link that leads nowhere is not a file that is missing")
  func danglingLink() throws {
    let etc = Etc()
    let sources = try etc.sources()
    try FileManager.default.createSymbolicLink(atPath: etc.file, withDestinationPath: "/no/such/file")
    #expect(throws: ConfigurationError.self) { try sources.load() }
  }

  @Test("a file that was read once must be there the next time")
  func fileGone() throws {
    let etc = Etc()
    let sources = try etc.sources("limits:\n  depth: 10\n")
    let loaded = try sources.load()
    try FileManager.default.removeItem(atPath: etc.file)
    #expect(try sources.load().configuration.rpc.limits.depthMax == RPCLimits().depthMax)
    #expect(throws: ConfigurationError.self) { try sources.reading(loaded.file).load() }
  }

  @Test("limits that would make each other void are told")
  func comparedLimits() throws {
    let etc = Etc()
    let problems = try etc.problems("limits:\n  heldBytes: 16MiB\n")
    #expect(problems.count == 2 && problems.allSatisfy { $0.hasPrefix("\(etc.file):2: ") }, "\(problems)")
    let large = try etc.sources("limits:\n  responseBytes: 256MiB\n").load().configuration.rpc.limits
    #expect(large.unreadBytesCut == 512 << 20)
  }

  @Test("keys that take effect at the next start are named when they change")
  func needsRestart() {
    var other = ServiceConfiguration()
    other.rpc.limits.workersMax = 3
    other.rpc.limits.callsMax = 3
    other.stateDirectory = "/x"
    #expect(ServiceConfiguration().needsRestart(for: other) == ["stateDirectory", "limits.workers"])
    var (before, after) = (ServiceConfiguration(), ServiceConfiguration())
    before.index = .postgreSQL("postgresql://a:old@db/news")
    after.index = .postgreSQL("postgresql://a:new@db/news")
    #expect(before.needsRestart(for: after) == ["index"])
  }

  @Test(
    "an address is shown without what may be a password",
    arguments: [
      ("postgresql://db/news?user=a&password=p@ss", "postgresql://db/news?…"),
      ("postgresql://a:p@ss@db", "postgresql://…@db"),
      ("postgresql://a:b@db:1/news?x=y", "postgresql://…@db:1/news?…"),
      ("postgresql:///news", "postgresql:///news"),
    ])
  func secrets(_ address: String, _ shown: String) {
    #expect(IndexPlace.postgreSQL(address).shown == shown)
  }
}

@Suite("Sizes and times as operators write them")
struct QuantityTests {
  @Test(
    "read and written",
    arguments: [("0", 0), ("77", 77), ("4KiB", 4096), ("32MiB", 32 << 20), ("3GiB", 3 << 30)])
  func sizes(text: String, bytes: Int) {
    #expect(ByteSize.bytes(text) == bytes)
    #expect(ByteSize.text(bytes) == text)
  }

  @Test(
    "read and written", arguments: [("250ms", 250), ("10s", 10_000), ("5min", 300_000), ("2h", 7_200_000)])
  func times(text: String, milliseconds: Int) {
    #expect(TimeSpan.duration(text) == .milliseconds(milliseconds))
    #expect(TimeSpan.text(.milliseconds(milliseconds)) == text)
  }

  @Test(
    "refused",
    arguments: ["", "-1", "+1", "1.5MiB", "KiB", "1 KiB", "99999999999999999999", "9999999999GiB", "１"])
  func refused(text: String) {
    #expect(ByteSize.bytes(text) == nil)
    #expect(TimeSpan.duration(text) == nil)
  }
}
