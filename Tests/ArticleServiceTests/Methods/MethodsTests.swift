import ArticleIndex
import ArticleText
import Glibc
import Logging
import TestSupport
import Testing

@testable import ArticleService
@testable import RPCCore

/// The whole service in this process: its methods on a real index, called through the real transport.
private struct Service {
  let directory = TemporaryDirectory()
  let runtime: ServerRuntime

  init() throws {
    var server = RPCServer(
      name: "test", version: "1", logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    server.addArticleMethods(ArticleEngine(seen: try SQLiteIndex(directory: directory.path)))
    runtime = try server.runtime()
  }

  func client(_ access: RPCAccess = .everyone) async -> RPCClient {
    let (socket, other) = RawSocket.pair()
    runtime.open(other, access: access)
    let descriptor = dup(socket.descriptor)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    return await RPCClient.onSocket(descriptor)
  }
}

private let article = """
  한솔시, 청년 창업 지원 늘린다
  2025.03.28 15:40
  한솔시는 28일 청년 창업 지원을 크게 늘리겠다고 밝혔다. 윤태경 한솔시장은 이날 기자회견을 열었다.
  윤 시장은 “골목마다 젊은 가게가 문을 열게 하겠다”고 말했다.
  시는 내년부터 3년간 90억원을 들여 빈 점포 40곳을 고친다.
  오지환 기자 oh@saebyuk.example
  """

@Suite("The methods, over the wire")
struct MethodsTests {
  @Test("every example of rpc.discover runs")
  func examplesRun() async throws {
    let service = try Service()
    let client = await service.client(.admin)
    let methods = try await client.call("rpc.discover")["methods"]?.array ?? []
    #expect(methods.count >= 11)
    for method in methods {
      let name = method["name"]?.string ?? ""
      #expect(method["summary"]?.string?.isEmpty == false, "\(name) has no summary")
      guard let arguments = method["examples"]?[0]?["params"]?.array else { continue }
      let params = RPCJSON.object(arguments.map { .init($0["name"]?.string ?? "", $0["value"] ?? .null) })
      await #expect(throws: Never.self, "\(name)") { try await client.call(name, params) }
    }
    await client.close()
  }

  @Test("a client that rpc-client generate wrote calls the methods and reads their results")
  func generatedClient() async throws {
    let service = try Service()
    let client = await service.client()
    let articles = ArticleClient(client)
    let parsed = try await articles.parseArticle(ParseArticleParams(text: article, include: [.blocks]))
    #expect(parsed.bylines?.first?.email == "oh@saebyuk.example")
    #expect(parsed.blocks?.contains { $0.kind == .body } == true)
    let added = try await articles.dedupe(DedupeParams(text: article, id: "a1", mode: .add))
    #expect(added.added && added.status == .new)
    let again = try await articles.dedupe(DedupeParams(text: article))
    #expect(again.matches.first?.id == "a1" && again.matches.first?.relation == .exact)
    let found = try await articles.extractEntities(
      ExtractEntitiesParams(paragraphs: parsed.paragraphs, publishedAt: "2025-03-28"))
    #expect(found.persons.first?.name == "윤태경")
    let quantity = found.entities.first { $0.type == .qt }
    #expect(quantity?.norm?["unit"]?.string == "원")
    let whole = try await articles.analyzeArticle(AnalyzeArticleParams(text: article))
    #expect(whole.article.title == parsed.title)
    #expect(try await articles.systemHealth().status == .ok)
    await #expect(throws: RPCError.self) { try await articles.parseArticle(ParseArticleParams()) }
    await client.close()
  }

  @Test("every param that rpc.discover names is described")
  func paramsAreDescribed() async throws {
    let service = try Service()
    let client = await service.client()
    for method in try await client.call("rpc.discover")["methods"]?.array ?? [] {
      for param in method["params"]?.array ?? [] {
        let name = "\(method["name"]?.string ?? "").\(param["name"]?.string ?? "")"
        #expect(param["schema"]?["description"]?.string?.isEmpty == false, "\(name)")
      }
    }
    await client.close()
  }

  @Test(
    "params that do not fit are refused at their place",
    arguments: [
      ("parseArticle", "{}", "/params"), ("parseArticle", #"{"text":"a","html":"b"}"#, "/params"),
      ("parseArticle", #"{"data":"***"}"#, "/params/data"),
      ("parseArticle", #"{"text":"a","charset":"utf-8"}"#, "/params/charset"),
      ("parseArticle", #"{"text":"a","include":["block"]}"#, "/params/include/0"),
      ("parseArticle", #"{"text":"a","hints":{"publishr":"x"}}"#, "/params/hints/publishr"),
      ("parseArticle", #"{"text":1}"#, "/params/text"),
      ("dedupe", #"{"text":"a","mode":"add"}"#, "/params/id"),
      ("dedupe", #"{"text":"a","limit":0}"#, "/params/limit"),
      ("dedupe", #"{"paragraphs":["a",2]}"#, "/params/paragraphs/1"),
      ("extractEntities", #"{"text":"a","publishedAt":"yesterday"}"#, "/params/publishedAt"),
      ("extractEntities", #"{"text":"a","types":["XX"]}"#, "/params/types/0"),
      ("pruneIndex", #"{"before":"soon"}"#, "/params/before"),
      ("exportIndex", #"{"limit":1001}"#, "/params/limit"),
      ("system.health", #"{"x":1}"#, "/params/x"),
    ])
  func refusesParams(_ method: String, _ params: String, pointer: String) async throws {
    let service = try Service()
    let client = await service.client(.admin)
    let value = try RPCJSON(parsing: Array(params.utf8))
    await #expect { try await client.call(method, value) } throws: {
      let error = $0 as? RPCError
      return error?.code == .invalidParams && error?.details.pointer == pointer
    }
    await client.close()
  }

  @Test("an article goes through all three methods, and analyzeArticle says the same")
  func analyzes() async throws {
    let service = try Service()
    let client = await service.client()
    let parsed = try await client.call(ParseArticle.method, .init(text: article))
    #expect(parsed.title == "한솔시, 청년 창업 지원 늘린다")
    #expect(parsed.publishedAt == "2025-03-28T15:40:00+09:00")
    #expect(parsed.bylines.first?.name == "오지환")
    #expect(parsed.paragraphs.count == 3)
    let duplicates = try await client.call(Dedupe.method, .init(article: parsed, id: "a1", mode: .add))
    #expect(duplicates.status == .new && duplicates.added)
    let entities = try await client.call(ExtractEntities.method, .init(article: parsed))
    #expect(entities.entities.contains { $0.text == "28일" && $0.norm == .text("2025-03-28") })
    let analyzed = try await client.call(AnalyzeArticle.method, .init(text: article, id: "a1", mode: .add))
    #expect(analyzed.article == parsed)
    #expect(analyzed.entities == entities)
    #expect(analyzed.dedupe.status == .exact && !analyzed.dedupe.added)
    await client.close()
  }

  @Test("offsets count what the caller asks for", arguments: OffsetUnit.allCases)
  func countsOffsets(_ unit: OffsetUnit) async throws {
    let service = try Service()
    let client = await service.client()
    let text = "😀 " + article
    let report = try await client.call(ExtractEntities.method, .init(text: text, offsetUnit: unit))
    #expect(!report.entities.isEmpty)
    for entity in report.entities {
      let slice =
        switch unit {
        case .scalar: ScalarText(text).string(entity.start..<entity.end)
        case .utf8: String(decoding: Array(text.utf8)[entity.start..<entity.end], as: UTF8.self)
        case .utf16: String(decoding: Array(text.utf16)[entity.start..<entity.end], as: UTF16.self)
        }
      #expect(slice == entity.text)
    }
    await client.close()
  }

  @Test("a known id with other content is a conflict, which only an administrator may override")
  func refusesConflicts() async throws {
    let service = try Service()
    let client = await service.client()
    let admin = await service.client(.admin)
    let first = Dedupe.Params(paragraphs: ["한솔시는 청년 창업 지원을 늘리겠다고 밝혔다."], id: "a", mode: .add)
    var second = Dedupe.Params(paragraphs: ["강물이 불어나 다리가 잠겼다고 소방서가 전했다."], id: "a", mode: .add)
    #expect(try await client.call(Dedupe.method, first).added)
    await #expect { try await client.call(Dedupe.method, second) } throws: {
      ($0 as? RPCError)?.code.rawValue == 1005
    }
    second.replace = true
    await #expect { try await client.call(Dedupe.method, second) } throws: {
      ($0 as? RPCError)?.code == .forbidden
    }
    #expect(try await admin.call(Dedupe.method, second).added)
    #expect(try await admin.call(IndexStatistics.method, RPCNothing()).articles == 1)
    #expect(try await admin.call(RemoveArticle.method, .init(id: "a")).removed)
    #expect(try await admin.call(IndexStatistics.method, RPCNothing()).articles == 0)
    await client.close()
    await admin.close()
  }

  @Test("an index is moved page by page, copied while it is in use, and found sound")
  func movesIndex() async throws {
    let (service, other) = (try Service(), try Service())
    let admin = await service.client(.admin)
    let target = await other.client(.admin)
    let paragraphs = ["한솔시는 청년 창업 지원을 늘리겠다고 밝혔다.", "시는 내년부터 3년간 90억원을 들여 빈 점포 40곳을 고친다."]
    for id in ["a", "b", "c"] {
      _ = try await admin.call(Dedupe.method, .init(paragraphs: paragraphs, id: id, mode: .add))
    }
    var after: Int64?
    repeat {
      let page = try await admin.call(ExportIndex.method, .init(after: after, limit: 2))
      _ = try await target.call(ImportIndex.method, .init(articles: page.articles))
      after = page.next
    } while after != nil
    let found = try await target.call(Dedupe.method, .init(paragraphs: paragraphs))
    #expect(found.status == .exact && found.canonicalId == "a" && found.matches.count == 3)
    #expect(try await target.call(VerifyIndex.method, RPCNothing()).isSound)
    #expect(try await admin.call(BackUpIndex.method, .init(name: "monday")).file == "backups/monday.sqlite")
    await #expect { try await admin.call(BackUpIndex.method, .init(name: "../etc")) } throws: {
      ($0 as? RPCError)?.details.pointer == "/params/name"
    }
    await #expect {
      try await target.call(
        ImportIndex.method,
        .init(articles: [.init(row: 1, id: "x", addedAt: "2026-01-01T00:00:00Z", record: "AAAA")]))
    } throws: {
      ($0 as? RPCError)?.details.pointer == "/params/articles"
    }
    await admin.close()
    await target.close()
  }

  @Test("input that is no article, and bytes of no charset, have errors of their own")
  func refusesInput() async throws {
    let service = try Service()
    let client = await service.client()
    for (params, code) in [
      (ParseArticle.Params(text: " \n "), 1001), (.init(data: "", charset: nil), 1001),
      (.init(data: "sKE=", charset: "klingon"), 1002),
    ] {
      await #expect { try await client.call(ParseArticle.method, params) } throws: {
        ($0 as? RPCError)?.code.rawValue == code
      }
    }
    await client.close()
  }

  @Test("health asks the index and the model")
  func tellsHealth() async throws {
    let service = try Service()
    let client = await service.client()
    let health = try await client.call(SystemHealth.method, RPCNothing())
    #expect(health.status == .ok)
    #expect(health.index.isHealthy && health.model.isHealthy)
    await client.close()
  }
}
