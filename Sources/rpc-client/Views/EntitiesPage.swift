import FoundationEssentials
import RPCCore

/// The same as ``EntitiesView`` as one HTML page that needs nothing else and runs nothing.
enum EntitiesPage {
  /// Writes the page of what `method` returned to `path`.
  static func write(_ path: String, of result: RPCJSON, _ params: RPCJSON, _ method: String)
    throws(InputError)
  {
    guard let (entities, text) = AnnotatedText.entities(of: result, params) else {
      throw .usage("--html: there is no page of what \(method) returns")
    }
    do {
      try Data(html(of: entities, text).utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .usage("--html: \(path) cannot be written")
    }
  }

  /// The page of a result of `extractEntities` and the text that it is of.
  static func html(of result: RPCJSON, _ text: String) -> String {
    let body = AnnotatedText(text, result).runs.map(run).joined()
    let paragraphs = body.split(separator: "\n").map { "<p>\($0)</p>" }.joined(separator: "\n")
    return """
      <!doctype html>
      <html lang="ko">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(escaped(title(text)))</title>
      <style>\(style)</style>
      </head>
      <body>
      <main>
      <article>
      \(paragraphs)
      </article>
      <aside>
      \(legend(result))
      \(persons(result))
      \(quotes(result))
      </aside>
      </main>
      </body>
      </html>

      """
  }

  private static func title(_ text: String) -> String {
    TextWidth.clip(text.split(separator: "\n").first.map { String($0) } ?? "", to: 80)
  }

  private static func run(_ run: AnnotatedText.Run) -> String {
    // A line break inside of an entity or a quotation must not cut its element in two.
    run.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard !line.isEmpty else { return "" }
      var text = escaped(String(line))
      if let inner = run.marks.last {
        let about = [inner.cluster, inner.norm].compactMap(\.self).joined(separator: " · ")
        let classes = run.marks.map(\.type).map { escaped($0) }.joined(separator: " ")
        let label = run.ended.reversed().map { "<small>\(escaped($0.type))</small>" }.joined()
        text = "<mark class=\"\(classes)\" title=\"\(escaped(about))\">\(text)\(label)</mark>"
      }
      return run.isQuoted ? "<q>\(text)</q>" : text
    }.joined(separator: "\n")
  }

  private static func legend(_ result: RPCJSON) -> String {
    let entities = result["entities"]?.array ?? []
    let items = ResultView.kinds.compactMap { kind, name -> String? in
      let count = entities.count { $0["type"]?.string == kind }
      return count == 0 ? nil : "<li><mark class=\"\(kind)\">\(name)</mark> \(count)</li>"
    }
    return "<ul>\(items.joined())</ul>"
  }

  private static func persons(_ result: RPCJSON) -> String {
    let rows = (result["persons"]?.array ?? []).map { person in
      let titles = person["titles"]?.array?.compactMap(\.string).joined(separator: ", ") ?? ""
      let mentions = person["id"]?.string.flatMap { result["clusters"]?[$0]?.array?.count } ?? 0
      let cells = [person["name"]?.string ?? "", titles, person["org"]?.string ?? "", String(mentions)]
      return "<tr>" + cells.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>"
    }
    guard !rows.isEmpty else { return "" }
    return
      "<table><tr><th>person</th><th>titles</th><th>body</th><th>mentions</th></tr>\(rows.joined())</table>"
  }

  private static func quotes(_ result: RPCJSON) -> String {
    let rows = (result["quotes"]?.array ?? []).map { quote in
      "<dt>\(escaped(quote["speaker"]?.string ?? "?"))</dt><dd>\(escaped(quote["text"]?.string ?? ""))</dd>"
    }
    return rows.isEmpty ? "" : "<dl>\(rows.joined())</dl>"
  }

  /// For text and for attributes in double quotes.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static let style = """
    :root{color-scheme:light dark;font:16px/1.8 system-ui,sans-serif}
    main{display:grid;grid-template-columns:minmax(0,42rem) minmax(16rem,1fr);gap:3rem;margin:2rem}
    @media(max-width:60rem){main{display:block}}
    article p:first-child{font-size:1.4rem;font-weight:600;line-height:1.4}
    mark{color:inherit;padding:.1em .2em;border-radius:.2em;background:var(--c)}
    mark small{font-size:.6em;opacity:.7;margin-left:.2em;vertical-align:super}
    q{quotes:none;font-style:italic}
    .PS{--c:#ffc60066}.OG{--c:#00a8ff55}.LC{--c:#35c75a55}.DT,.TI{--c:#c06cff44}.QT{--c:#7a8cff44}.EM{--c:#8888}
    .EV{text-decoration:underline 2px;--c:transparent}
    aside{font-size:.9rem}ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1rem}
    table{border-collapse:collapse}td,th{text-align:left;padding:.1rem .8rem .1rem 0;vertical-align:top}
    dt{font-weight:600}dd{margin:0 0 .6rem}
    """
}
