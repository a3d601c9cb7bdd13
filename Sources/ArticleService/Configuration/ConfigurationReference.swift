/// The configuration written down: as the file to start from, as part of the manual, and as it holds now.
enum ConfigurationReference {
  private static let introduction = """
    # Configuration of article-service. Every key is shown with its default; to change one, take away its "#" and that
    # of the group above it. Flags and environment variables (ARTICLE_LIMITS_REQUEST_BYTES) win over this file.
    # Check it with: article-service check-config
    # Put it into effect with: systemctl reload article.service; what is marked "restart" with systemctl restart.

    """

  /// A file in which every key is commented out, with its default, its bounds and what it is for.
  static var defaultFile: String {
    var text = introduction
    var group = ""
    for key in ConfigurationKey.all {
      let outer = key.components.dropLast().joined(separator: ".")
      text += "\n"
      if outer != group { text += "#\(outer):\n" }
      group = outer
      let indent = outer.isEmpty ? "" : "  "
      text += comment(note(key))
      text +=
        "#\(indent)\(key.components.last!):" + (key.text(ServiceConfiguration()).map { " \($0)\n" } ?? "\n")
    }
    return text + """

      # Who may call a method, where not everyone who can connect: users and groups, by name or number.
      #access:
      #  dedupe:
      #    users: [crawler]
      #    groups: [newsroom]

      """
  }

  /// The keys as entries of article.yaml(5), in man(7) macros.
  static var manualEntries: String {
    ConfigurationKey.all.map { key in
      """
      .TP
      .B \(key.name)
      \(key.meaning)
      Takes \(key.form); default: \(defaultText(key)).
      \(key.isReloaded ? "" : "Takes effect at the next start.\n")
      """
    }.joined()
  }

  /// The configuration that holds, as a file, with where each value comes from.
  static func file(of loaded: ConfigurationSources.Loaded) -> String {
    var text = ""
    var group = ""
    for key in ConfigurationKey.all {
      guard let value = key.text(loaded.configuration) else { continue }
      let outer = key.components.dropLast().joined(separator: ".")
      if outer != group { text += "\(outer):\n" }
      group = outer
      text += "\(outer.isEmpty ? "" : "  ")\(key.components.last!): \(value)"
      text += loaded.origins[key.name].map { "  # \($0)\n" } ?? "\n"
    }
    for (method, list) in loaded.configuration.access.sorted(by: { $0.key < $1.key }) {
      if group != "access" { text += "access:\n" }
      group = "access"
      text += "  \(method):\n    users: [\(list.users.joined(separator: ", "))]\n"
      text += "    groups: [\(list.groups.joined(separator: ", "))]\n"
    }
    return text
  }

  /// A comment in lines of at most 110 characters; their one blank tells them from keys.
  private static func comment(_ text: String) -> String {
    var lines = ["#"]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count >= 110 { lines.append("#") }
      lines[lines.count - 1] += " \(word)"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func note(_ key: ConfigurationKey) -> String {
    "\(key.meaning) (\(key.form)\(key.isReloaded ? "" : "; restart"))"
  }

  private static func defaultText(_ key: ConfigurationKey) -> String {
    key.text(ServiceConfiguration()) ?? "none"
  }
}
