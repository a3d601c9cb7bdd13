import RPCCore

/// The OpenRPC description of one method.
struct MethodDescription {
  var value: RPCJSON

  var parameterNames: [String] { value["params"]?.array?.compactMap { $0["name"]?.string } ?? [] }

  /// Whether calling it twice does what calling it once does.
  var isIdempotent: Bool { value["x-idempotent"]?.bool == true }
}

/// A method's description, asked for when it is needed and once.
actor LazyDescription {
  private let client: RPCClient
  private let name: String
  private let timeout: Duration
  private var known: MethodDescription?

  init(_ client: RPCClient, _ name: String, timeout: Duration) {
    self.client = client
    self.name = name
    self.timeout = timeout
  }

  func value() async throws -> MethodDescription {
    if let known { return known }
    let description = try await client.methodDescription(name, timeout: timeout)
    known = description
    return description
  }
}

extension RPCClient {
  /// The methods that the server describes.
  func methodDescriptions(timeout: Duration) async throws -> [RPCJSON] {
    try await call("rpc.discover", timeout: timeout, isIdempotent: true)["methods"]?.array ?? []
  }

  /// Asks the server what it says of a method.
  func methodDescription(_ name: String, timeout: Duration) async throws -> MethodDescription {
    let methods = try await methodDescriptions(timeout: timeout)
    guard let method = methods.first(where: { $0["name"]?.string == name }) else {
      let near = NearestNames.of(name, among: methods.compactMap { $0["name"]?.string })
      throw InputError.usage("no method \(name)" + (near.first.map { "; did you mean \($0)?" } ?? ""))
    }
    return MethodDescription(value: method)
  }
}
