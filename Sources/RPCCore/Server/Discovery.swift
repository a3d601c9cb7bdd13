/// `rpc.discover` and `system.whoami`: what a server says of itself.
///
/// Source: OpenRPC specification 1.3.2, "Service Discovery Method".
enum Discovery {
  static let discover = RPCMethod<RPCNothing, RPCJSON>(
    "rpc.discover", summary: "Describes this service as an OpenRPC document.", isIdempotent: true)

  static let whoami = RPCMethod<RPCNothing, RPCJSON>(
    "system.whoami", summary: "Tells who the server takes the caller for, and the limits that hold.",
    isIdempotent: true)

  static func whoami(_ context: RPCContext) -> RPCJSON {
    let limits = context.settings.limits
    func number(_ value: (some BinaryInteger)?) -> RPCJSON { value.map { .integer(Int($0)) } ?? .null }
    return [
      "uid": number(context.peer.uid), "gid": number(context.peer.gid), "pid": number(context.peer.pid),
      "access": .string(context.access.rawValue),
      "limits": [
        "requestBytes": .integer(limits.requestBytesMax), "responseBytes": .integer(limits.responseBytesMax),
        "depth": .integer(limits.depthMax), "jsonValues": .integer(limits.jsonValuesMax),
        "batchItems": .integer(limits.batchItemsMax), "headerBytes": .integer(limits.headerBytesMax),
        "callsPerConnection": .integer(limits.callsPerConnectionMax),
        "callsPerUser": .integer(limits.callsPerUserMax), "calls": .integer(limits.callsMax),
        "workers": .integer(limits.workersMax), "unreadBytes": .integer(limits.unreadBytesMax),
        "connectionsPerUser": .integer(limits.connectionsPerUserMax),
        "connections": .integer(limits.connectionsMax),
      ],
    ]
  }

  static func document(name: String, version: String, methods: [RPCJSON]) -> RPCJSON {
    [
      "openrpc": "1.3.2",
      "info": [
        "title": .string(name), "version": .string(version),
        "description": "JSON-RPC 2.0 over a Unix domain socket, framed by lines or Content-Length headers.",
      ],
      "methods": .array(methods),
      "components": [
        "errors": .object(RPCError.Code.ofTheProtocol.map { .init($0.kind, errorObject($0)) })
      ],
    ]
  }

  /// The error object of OpenRPC; its message is the `kind` that an error's data carries.
  private static func errorObject(_ code: RPCError.Code) -> RPCJSON {
    var members: [RPCJSON.Member] = [
      .init("code", .integer(code.rawValue)), .init("message", .string(code.kind)),
    ]
    if !code.meaning.isEmpty { members.append(.init("data", ["meaning": .string(code.meaning)])) }
    return .object(members)
  }

  /// The method object of OpenRPC: names, types and optionality from the Swift types, the rest from the method.
  static func description<Params, Reply>(of method: RPCMethod<Params, Reply>) -> RPCJSON {
    let params = SchemaRecorder.schema(of: Params.self, notes: method.documentation.params)
    let required = params["required"]?.array ?? []
    let descriptors = (params["properties"]?.members ?? []).map { member -> RPCJSON in
      [
        "name": .string(member.name), "required": .bool(required.contains(.string(member.name))),
        "schema": member.value,
      ]
    }
    let reply: RPCJSON =
      Reply.self == RPCJSON.self
      ? ["type": "object"] : SchemaRecorder.schema(of: Reply.self, notes: method.documentation.reply)
    var members: [RPCJSON.Member] = [
      .init("name", .string(method.name)), .init("summary", .string(method.summary)),
      .init("paramStructure", .string(params["type"] == "array" ? "by-position" : "either")),
      .init("params", .array(descriptors)),
      .init("result", ["name": "result", "schema": reply]),
    ]
    if !method.documentation.errors.isEmpty {
      let errors = method.documentation.errors.map { code -> RPCJSON in
        errorObject(code)
      }
      members.append(.init("errors", .array(errors)))
    }
    if let example = method.documentation.example {
      let arguments = (example.members ?? []).map { argument -> RPCJSON in
        ["name": .string(argument.name), "value": argument.value]
      }
      members.append(
        .init("examples", [["name": "example", "params": .array(arguments)]]))
    }
    if !method.documentation.exactlyOne.isEmpty {
      members.append(
        .init("x-exactly-one-of", .array(method.documentation.exactlyOne.map(RPCJSON.string))))
    }
    members.append(.init("x-idempotent", .bool(method.isIdempotent)))
    members.append(.init("x-access", .string(method.access.rawValue)))
    return .object(members)
  }
}
