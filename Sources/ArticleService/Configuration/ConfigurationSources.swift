import Configuration
import Glibc
import RPCCore

/// Where the configuration comes from. What comes first holds: flags, the environment, the file, the defaults.
struct ConfigurationSources: Sendable {
  /// A key and its value from the command line, and the flag they came with.
  struct Setting: Sendable {
    var name: String
    var value: String
    var flag: String
  }

  var flags: [Setting] = []
  var environment: [String: String] = [:]
  /// The file that was asked for; `nil`: article.yaml in the configuration directory, where it is there.
  var file: String?
  /// The methods that `access` may name.
  var methods: [String] = []

  /// What was read, and for each key that was set, where.
  struct Loaded: Sendable {
    var configuration: ServiceConfiguration
    var origins: [String: String] = [:]
    /// The file that was read, if there was one.
    var file: String?
  }

  /// Reads everything anew.
  ///
  /// - Throws: `ConfigurationError` with every mistake there is.
  func load() throws(ConfigurationError) -> Loaded {
    let file: ConfigurationFile? = if let filePath { try ConfigurationFile(path: filePath) } else { nil }
    var reading = Reading(loaded: Loaded(configuration: defaults), sources: layers(over: file))
    reading.loaded.file = file?.path
    let names = KeyNames(methods: methods)
    reading.problems += unknownFlags(names) + unknownVariables(names) + unknownKeys(in: file, names)
    reading.problems += file?.doubled ?? []
    for key in ConfigurationKey.all { reading.read(key) }
    for method in methods { reading.readAccess(to: method) }
    reading.compareLimits()
    guard reading.problems.isEmpty else { throw ConfigurationError(problems: reading.problems) }
    return reading.loaded
  }

  /// The same sources with a file that must be there, if any.
  func reading(_ file: String?) -> ConfigurationSources {
    var sources = self
    if let file { sources.file = file }
    return sources
  }

  /// systemd tells the directories of the unit (systemd.exec(5)); a list with colons where there are several.
  private var defaults: ServiceConfiguration {
    var configuration = ServiceConfiguration()
    if let directory = directory("STATE_DIRECTORY") { configuration.stateDirectory = directory }
    if let directory = directory("CONFIGURATION_DIRECTORY") { configuration.knowledgeDirectory = directory }
    return configuration
  }

  private func directory(_ variable: String) -> String? {
    environment[variable].flatMap { $0.split(separator: ":").first.map(String.init) }
  }

  /// The path of the file to be read, if there is one.
  private var filePath: String? {
    if let file { return file }
    let path = (directory("CONFIGURATION_DIRECTORY") ?? "/etc/article") + "/article.yaml"
    // Only where there is nothing. One that cannot be reached, a link that leads nowhere for instance, may hold lists of who
    // may call what: it is an error, not a file without them.
    var status = stat()
    return lstat(path, &status) == 0 || errno != ENOENT ? path : nil
  }

  // MARK: Layers

  private func layers(over file: ConfigurationFile?) -> [Layer] {
    guard let file, let values = file.values else { return [flagLayer, environmentLayer] }
    // A key without a value is one without a line: as if it were not there.
    let set = Set(file.entries.filter(\.hasValue).map(\.name))
    let fileLayer = Layer(
      values: values, isSet: { set.contains($0.joined(separator: ".")) },
      place: { file.place(of: $0.joined(separator: ".")) })
    return [flagLayer, environmentLayer, fileLayer]
  }

  private var flagLayer: Layer {
    // The last one holds, as it does for most programs.
    let flags = Dictionary(self.flags.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let values = flags.values.map { setting -> (AbsoluteConfigKey, ConfigValue) in
      let isList = setting.name.hasPrefix("access.")
      let list = setting.value.split(separator: ",").map(String.init)
      return (
        AbsoluteConfigKey(setting.name.split(separator: ".").map(String.init)),
        ConfigValue(isList ? .stringArray(list) : .string(setting.value), isSecret: false)
      )
    }
    let provider = InMemoryProvider(name: "flags", values: Dictionary(values, uniquingKeysWith: { $1 }))
    return Layer(values: provider.snapshot()) { flags[$0.joined(separator: ".")]?.flag ?? "flags" }
  }

  private var environmentLayer: Layer {
    let provider = EnvironmentVariablesProvider(environmentVariables: environment)
      .prefixKeys(with: ConfigKey(["article"]))
    return Layer(values: provider.snapshot()) { "environment variable \(ConfigurationKey.variable($0))" }
  }

  // MARK: Unknown names

  private func unknownKeys(in file: ConfigurationFile?, _ names: KeyNames) -> [ConfigurationError.Problem] {
    guard let file else { return [] }
    return file.entries.compactMap { entry in
      let place = "\(file.path):\(entry.line)"
      if names.all.contains(entry.name), entry.hasValue { return nil }
      // Without a value it may be a key or a group, of which everything is commented out. But not a list of who may call:
      // nobody would then be kept out by what looks like a list.
      guard !entry.hasValue, names.hasKeyOrGroup(entry.name) else {
        return .init(place: place, reason: names.isMissing(entry.name))
      }
      guard entry.name == "access" || entry.name.hasPrefix("access.") else { return nil }
      return .init(place: place, reason: "expected users or groups below \(entry.name); [] means nobody")
    }
  }

  private func unknownFlags(_ names: KeyNames) -> [ConfigurationError.Problem] {
    flags.filter { !names.all.contains($0.name) }.map {
      .init(place: $0.flag, reason: names.isMissing($0.name))
    }
  }

  private func unknownVariables(_ names: KeyNames) -> [ConfigurationError.Problem] {
    let ours = environment.keys.filter { $0.hasPrefix("ARTICLE_") }
    if ours.isEmpty { return [] }
    let known = Set(names.all.map { ConfigurationKey.variable($0.split(separator: ".").map(String.init)) })
    return ours.filter { !known.contains($0) }.sorted().map { name in
      let nearest = NearestNames.of(name, among: known.sorted()).first
      return .init(
        place: "environment variable \(name)",
        reason: "it stands for no key" + (nearest.map { ", did you mean \($0)?" } ?? ""))
    }
  }
}

/// The names of all keys, those of `access` for each method too.
private struct KeyNames {
  let all: Set<String>

  init(methods: [String]) {
    all = Set(
      ConfigurationKey.all.map(\.name) + methods.flatMap { ["access.\($0).users", "access.\($0).groups"] })
  }

  func hasKeyOrGroup(_ name: String) -> Bool {
    all.contains(name) || all.contains { $0.hasPrefix(name + ".") }
  }

  /// What to say of a name that is not there.
  func isMissing(_ name: String) -> String {
    let nearest = NearestNames.of(name, among: all.sorted()).first
    return "there is no key \"\(name)\"" + (nearest.map { ", did you mean \"\($0)\"?" } ?? "")
  }
}

/// One source, as swift-configuration gives it, and how its places are called.
private struct Layer {
  let values: any ConfigSnapshot
  var isSet: ([String]) -> Bool = { _ in true }
  let place: ([String]) -> String
}

/// The state of one reading: what has been set, and what is wrong.
private struct Reading {
  var loaded: ConfigurationSources.Loaded
  let sources: [Layer]
  var problems: [ConfigurationError.Problem] = []

  /// Sets a key from the first source that has it.
  mutating func read(_ key: ConfigurationKey) {
    for source in sources where source.isSet(key.components) {
      let place = source.place(key.components)
      do {
        guard
          let value = try source.values.value(forKey: AbsoluteConfigKey(key.components), type: .string).value
        else { continue }
        guard case .string(let text) = value.content else { continue }
        do {
          try key.set(&loaded.configuration, text)
        } catch {
          problems.append(.init(place: place, reason: "\(key.name): \(error.reason)"))
        }
        loaded.origins[key.name] = place
        return
      } catch {
        return problems.append(.init(place: place, reason: "\(key.name): expected \(key.form), found a list"))
      }
    }
  }

  /// Limits that would make each other void.
  mutating func compareLimits() {
    let limits = loaded.configuration.rpc.limits
    func demand(_ name: String, _ bytes: Int, _ other: String, _ otherBytes: Int) {
      guard bytes > otherBytes else { return }
      let place = loaded.origins[name] ?? loaded.origins[other] ?? "defaults"
      problems.append(
        .init(
          place: place,
          reason: "\(name) (\(ByteSize.text(bytes))) is more than \(other) (\(ByteSize.text(otherBytes)))"))
    }
    demand("limits.requestBytes", limits.requestBytesMax, "limits.heldBytes", limits.heldBytesMax)
    demand("limits.requestBytes", limits.requestBytesMax, "limits.callBytes", limits.callBytesMax)
    demand("limits.responseBytes", limits.responseBytesMax, "limits.heldBytes", limits.heldBytesMax)
    // Two of the largest answers may lie unread, as by default.
    loaded.configuration.rpc.limits.unreadBytesCut = max(limits.unreadBytesCut, 2 * limits.responseBytesMax)
  }

  /// Sets who may call a method.
  mutating func readAccess(to method: String) {
    let users = list(["access"] + method.split(separator: ".").map(String.init) + ["users"], Accounts.user)
    let groups = list(["access"] + method.split(separator: ".").map(String.init) + ["groups"], Accounts.group)
    guard users != nil || groups != nil else { return }
    let (members, circles) = (users ?? [], groups ?? [])
    loaded.configuration.access[method] = .init(users: members.map(\.name), groups: circles.map(\.name))
    loaded.configuration.rpc.allowLists[method] = RPCAllowList(
      users: Set(members.map(\.id)), groups: Set(circles.map(\.id)))
  }

  private mutating func list(
    _ components: [String], _ identify: (String) -> UInt32?
  ) -> [(name: String, id: UInt32)]? {
    let key = AbsoluteConfigKey(components)
    for source in sources where source.isSet(components) {
      let place = source.place(components)
      guard let lookup = try? source.values.value(forKey: key, type: .stringArray) else {
        problems.append(.init(place: place, reason: "expected a list of names or numbers"))
        return nil
      }
      guard let value = lookup.value, case .stringArray(let names) = value.content else { continue }
      loaded.origins[components.joined(separator: ".")] = place
      return names.compactMap { name in
        if let id = identify(name) { return (name, id) }
        problems.append(.init(place: place, reason: "there is no \(components.last!.dropLast()) \"\(name)\""))
        return nil
      }
    }
    return nil
  }
}
