import Glibc
import RPCCore
import TestSupport

/// Methods that do little, much, late, or again and again.
extension RPCServer {
  struct Text: Codable, Sendable {
    var text: String
    enum CodingKeys: String, CodingKey, CaseIterable { case text }
  }

  struct Repeat: Codable, Sendable {
    var text: String
    var count: Int
    enum CodingKeys: String, CodingKey, CaseIterable { case text, count }
  }

  struct Hold: Codable, Sendable {
    var milliseconds: Int
    enum CodingKeys: String, CodingKey, CaseIterable { case milliseconds }
  }

  struct Held: Codable, Sendable {
    var held: Int
  }

  struct Count: Codable, Sendable {
    var to: Int
    var milliseconds: Int?
    enum CodingKeys: String, CodingKey, CaseIterable { case to, milliseconds }
  }

  mutating func addTestMethods() {
    handleInline(RPCMethod<Text, Text>("echo", summary: "Says the text again.", isIdempotent: true)) {
      params, _ in params
    }
    handleRaw(RPCMethod("echo.raw", summary: "Gives its params back as they are.", isIdempotent: true)) {
      params, output in
      if let params { output.append(raw: params) } else { output.append(literal: "null") }
    }
    handleInline(
      RPCMethod<RPCJSON, RPCJSON>("echo.any", summary: "Gives its params back.", isIdempotent: true)
    ) {
      params, _ in params
    }
    handle(RPCMethod<Text, Text>("echo.pooled", summary: "Says the text again, from a worker.")) {
      params, _ in
      params
    }
    handle(RPCMethod<Repeat, Text>("repeat", summary: "Says the text so often.")) { params, _ in
      Text(text: String(large: params.text, count: params.count))
    }
    handle(RPCMethod<Hold, Held>("hold", summary: "Answers so much later.")) { params, _ in
      try await Task.sleep(for: .milliseconds(params.milliseconds))
      return Held(held: params.milliseconds)
    }
    handle(RPCMethod<Hold, Held>("block", summary: "Keeps a worker's thread so long, whatever happens.")) {
      params, _ in
      usleep(UInt32(clamping: params.milliseconds) * 1000)
      return Held(held: params.milliseconds)
    }
    handle(RPCMethod<Count, Held>("count", summary: "Counts, and tells how far it is.")) { params, context in
      for number in 0..<params.to {
        try await context.progress(done: number, total: params.to)
        if let milliseconds = params.milliseconds { try await Task.sleep(for: .milliseconds(milliseconds)) }
      }
      return Held(held: params.to)
    }
  }
}
