import RPCCore

/// The methods of the examples of the JSON-RPC 2.0 specification, section 7.
extension RPCServer {
  struct Subtraction: Codable, Sendable {
    var minuend: Int
    var subtrahend: Int
    enum CodingKeys: String, CodingKey, CaseIterable { case minuend, subtrahend }
  }

  mutating func addSpecificationMethods() {
    handleInline(RPCMethod<Subtraction, Int>("subtract", isIdempotent: true)) { params, _ in
      params.minuend - params.subtrahend
    }
    handleInline(RPCMethod<[Int], Int>("sum", isIdempotent: true)) { numbers, _ in numbers.reduce(0, &+) }
    handleInline(RPCMethod<RPCNothing, RPCJSON>("get_data", isIdempotent: true)) { _, _ in ["hello", 5] }
    for name in ["update", "notify_hello", "notify_sum"] {
      handleInline(RPCMethod<RPCJSON, RPCJSON>(name)) { _, _ in .null }
    }
  }
}
