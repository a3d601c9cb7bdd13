import Logging

/// Name → decode the params, call, encode the reply. Stations 4 to 6 of a request's way.
///
/// The only place where an error of a method's own becomes an `RPCError`.
struct MethodTable: Sendable {
  typealias Outcome = Result<[UInt8], RPCError>

  enum Work: Sendable {
    /// Short: runs on the connection's own queue.
    case inline(@Sendable (JSONSpan?, RPCContext) -> Outcome)
    /// Long: runs on Swift's cooperative pool, which is as wide as the machine.
    case pooled(@Sendable (JSONSpan?, RPCContext) async -> Outcome)
  }

  struct Entry: Sendable {
    let access: RPCAccess
    let work: Work
    /// The method object of OpenRPC.
    let description: RPCJSON
  }

  private(set) var entries: [String: Entry] = [:]
  /// In the order in which they were added.
  private(set) var names: [String] = []
  private let responseBytesMax: Int

  init(responseBytesMax: Int) { self.responseBytesMax = responseBytesMax }

  mutating func add(_ name: String, _ entry: Entry) {
    precondition(entries.updateValue(entry, forKey: name) == nil, "method \(name) is there already")
    names.append(name)
  }

  /// The method objects of OpenRPC, in the order in which the methods were added.
  var descriptions: [RPCJSON] { names.compactMap { entries[$0]?.description } }

  /// The method, or -32601 with the nearest names.
  func entry(named name: String) throws(RPCError) -> Entry {
    if let entry = entries[name] { return entry }
    let nearest = NearestNames.of(name, among: names)
    throw RPCError(
      .methodNotFound, "no method \"\(name.prefix(128))\"",
      details: .init(
        hint: nearest.first.map { "did you mean \"\($0)\"? rpc.discover lists all" }
          ?? "rpc.discover lists all",
        nearest: nearest.isEmpty ? nil : nearest))
  }

  func inline<P, R>(
    _ method: RPCMethod<P, R>, _ body: @escaping @Sendable (P, RPCContext) throws -> R
  ) -> Work {
    let limit = responseBytesMax
    return .inline { span, context in
      Self.outcome(limit, context) { try JSONEncoding.bytes(of: body(Self.params(span), context)) }
    }
  }

  func pooled<P, R>(
    _ method: RPCMethod<P, R>, _ body: @escaping @Sendable (P, RPCContext) async throws -> R
  ) -> Work {
    let limit = responseBytesMax
    return .pooled { span, context in
      do {
        let reply = try await body(try Self.params(span), context)
        return Self.outcome(limit, context) { try JSONEncoding.bytes(of: reply) }
      } catch {
        return .failure(Self.rpcError(error, context))
      }
    }
  }

  private static func params<P: Decodable>(_ span: JSONSpan?) throws -> P {
    guard let span else { return try JSONDecoding.value(P.self, from: JSONSpan.emptyObject, at: "/params") }
    guard span.kind == .object else {
      throw RPCError.invalidParams(
        at: "/params", expected: "object", got: span.typeName, hint: "params are passed by name")
    }
    return try JSONDecoding.value(P.self, from: span, at: "/params")
  }

  private static func outcome(_ limit: Int, _ context: RPCContext, _ body: () throws -> [UInt8]) -> Outcome {
    do {
      let bytes = try body()
      guard bytes.count <= limit else {
        return .failure(.tooLarge(.responseTooLarge, "the answer", limit: limit, actual: bytes.count))
      }
      return .success(bytes)
    } catch {
      return .failure(rpcError(error, context))
    }
  }

  /// What the peer is told of `error`. The inside of a defect stays in the log, under a reference.
  private static func rpcError(_ error: any Error, _ context: RPCContext) -> RPCError {
    switch error {
    case let error as RPCError: return error
    case is CancellationError: return RPCError(.cancelled, "the call was cancelled")
    default:
      let reference = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      context.logger.error("a method failed", metadata: ["reference": "\(reference)", "error": "\(error)"])
      return RPCError(
        .internalError, "the service has a defect; its log says more", details: .init(reference: reference))
    }
  }
}

extension JSONSpan {
  /// What absent params are decoded from.
  fileprivate static let emptyObject: JSONSpan = {
    guard let document = try? JSONDocument(scanning: Array("{}".utf8), depthMax: 1, valuesMax: 1) else {
      preconditionFailure("{} is JSON")
    }
    return document.root
  }()
}
