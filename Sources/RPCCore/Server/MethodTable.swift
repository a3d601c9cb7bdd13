import Glibc
import Logging

/// Name → decode the params, call, encode the reply. Stations 4 to 6 of a request's way.
///
/// What a method throws that is no `RPCError` becomes one of -32603 here, and only here.
struct MethodTable: Sendable {
  typealias Outcome = Result<[UInt8], RPCError>

  typealias InlineWork = @Sendable (UnsafeBufferPointer<UInt8>?, RPCContext, inout JSONText) -> RPCError?
  typealias PooledWork = @Sendable ([UInt8]?, RPCContext) async -> Outcome

  enum Work: Sendable {
    /// Short: runs on the connections' queue and appends its result to their output. The params are lent.
    case inline(InlineWork)
    /// Long: runs on a worker.
    case pooled(PooledWork)
  }

  /// A class, so that looking one up counts one reference.
  final class Entry: Sendable {
    let name: String
    let access: RPCAccess
    /// Who may call it beyond that; `nil` where everyone may.
    let allowed: RPCAllowList?
    let work: Work
    /// The method object of OpenRPC.
    let description: Lazily<RPCJSON>
    /// What is counted of it; `nil` where nothing is.
    let metrics: ServerMetrics.Method?
    fileprivate let nameBytes: [UInt8]

    init(
      name: String, access: RPCAccess, allowed: RPCAllowList? = nil, work: Work,
      description: Lazily<RPCJSON>,
      metrics: ServerMetrics.Method?
    ) {
      self.name = name
      self.access = access
      self.allowed = allowed
      self.work = work
      self.description = description
      self.metrics = metrics
      nameBytes = Array(name.utf8)
    }

    /// -32011 where this peer may not call the method.
    func refusal(to connection: ConnectionInfo) -> RPCError? {
      guard access == .everyone || connection.access == .admin else {
        return RPCError(
          .forbidden, "\(name) is for administrators", details: .init(hint: "call it over the admin socket"))
      }
      guard let allowed, !allowed.contains(connection) else { return nil }
      return RPCError(.forbidden, "\(name) is not for this user")
    }
  }

  /// In the order in which they were added.
  private(set) var entries: [Entry] = []
  /// Open addressing: the index of an entry, or -1. Looked up by the bytes of the frame, so that a name of any
  /// length costs no string.
  private var slots = [Int32](repeating: -1, count: 16)
  var names: [String] { entries.map(\.name) }
  /// The method objects of OpenRPC.
  var descriptions: [RPCJSON] { entries.map(\.description.value) }

  mutating func add(_ entry: Entry) {
    precondition(find(entry.name) == nil, "method \(entry.name) is there already")
    entries.append(entry)
    // At most half full, so that a search is short.
    if entries.count * 2 > slots.count { slots = [Int32](repeating: -1, count: slots.count * 2) }
    for index in slots.indices { slots[index] = -1 }
    for (index, entry) in entries.enumerated() {
      var slot = entry.nameBytes.withUnsafeBufferPointer(Self.hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  /// Restricts a method to some users and groups.
  mutating func allow(_ list: RPCAllowList, toCall name: String) {
    guard let index = entries.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("no method \(name)")
    }
    let entry = entries[index]
    entries[index] = Entry(
      name: entry.name, access: entry.access, allowed: list, work: entry.work,
      description: entry.description, metrics: entry.metrics)
  }

  /// FNV-1a, Fowler, Noll and Vo. The names are ours, so that no peer can make them collide.
  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash >> 1)
  }

  func find(_ name: UnsafeBufferPointer<UInt8>) -> Entry? {
    var slot = Self.hash(name) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.nameBytes.count == name.count, let bytes = name.baseAddress,
        memcmp(entry.nameBytes, bytes, name.count) == 0
      {
        return entry
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  func find(_ name: String) -> Entry? {
    var name = name
    return name.withUTF8(find)
  }

  /// The method, or -32601 with the nearest names.
  func entry(named name: String) throws(RPCError) -> Entry {
    if let entry = find(name) { return entry }
    let nearest = NearestNames.of(name, among: names)
    throw RPCError(
      .methodNotFound, "no method \"\(name.cut(to: 128))\"",
      details: .init(
        hint: nearest.first.map { "did you mean \"\($0)\"? rpc.discover lists all" }
          ?? "rpc.discover lists all",
        nearest: nearest.isEmpty ? nil : nearest))
  }

  // MARK: Work

  func inline<P, R>(
    _ method: RPCMethod<P, R>, _ body: @escaping @Sendable (P, RPCContext) throws -> R
  ) -> Work {
    let params = ParamsDecoder<P>(method.documentation)
    return .inline { bytes, context, output in
      do {
        let reply = try body(params.decode(bytes.map(Array.init)), context)
        let start = output.count
        try JSONEncoding.append(reply, to: &output)
        return Self.excess(output.count - start, context)
      } catch {
        return Self.rpcError(error, context)
      }
    }
  }

  func pooled<P, R>(
    _ method: RPCMethod<P, R>, _ body: @escaping @Sendable (P, RPCContext) async throws -> R
  ) -> Work {
    let params = ParamsDecoder<P>(method.documentation)
    return .pooled { bytes, context in
      do {
        let result = try JSONEncoding.bytes(of: try await body(try params.decode(bytes), context))
        if let error = Self.excess(result.count, context) { return .failure(error) }
        return .success(result)
      } catch {
        return .failure(Self.rpcError(error, context))
      }
    }
  }

  private static func excess(_ count: Int, _ context: RPCContext) -> RPCError? {
    let limit = context.settings.limits.responseBytesMax
    return count > limit ? .tooLarge(.responseTooLarge, "the answer", limit: limit, actual: count) : nil
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

/// The params of one method: by name, or by position in the order of the type's own schema.
private struct ParamsDecoder<Params: Decodable & Sendable>: Sendable {
  private let names = Lazily { SchemaRecorder.memberNames(of: Params.self) }
  private let check: ParamsCheck

  init(_ documentation: RPCDocumentation) { check = ParamsCheck(documentation) }

  func decode(_ bytes: [UInt8]?) throws -> Params {
    // Absent params are those of a call without arguments.
    let document = JSONDocument(scanned: bytes ?? Array("{}".utf8))
    let names = document.root.kind == .array ? names.value : []
    let params = try JSONDecoding.value(Params.self, from: document, at: "/params", positional: names)
    // After the types, whose errors say more; params by position are checked like the named ones they stand for.
    do throws(RPCError) {
      try check.check(document.root, positional: names)
    } catch {
      throw error.pointing(under: "/params")
    }
    return params
  }
}

extension RPCAllowList {
  /// Administrators are whoever may open their socket, or started the service with pipes: lists are for the others.
  fileprivate func contains(_ connection: ConnectionInfo) -> Bool {
    if connection.access == .admin { return true }
    guard let uid = connection.peer.uid else { return false }
    return users.contains(uid) || connection.peer.groups.contains { groups.contains($0) }
  }
}
