@testable import RPCCore

/// Params of any shape decode or are refused with a pointer, by name and by position; what decodes encodes again.
enum ParamsFuzzing {
  struct Shape: Codable, Equatable, Sendable {
    enum Color: String, Codable, CaseIterable, Sendable {
      case red
      case green = "초록"
    }
    struct Part: Codable, Equatable, Sendable {
      var name: String
      var size: Double?
      enum CodingKeys: String, CodingKey, CaseIterable { case name, size }
    }
    var text: String
    var count: Int?
    var flag: Bool?
    var small: Int8?
    var color: Color?
    var parts: [Part]?
    var table: [String: [[Int]]]?
    var any: RPCJSON?
    enum CodingKeys: String, CodingKey, CaseIterable {
      case text, count, flag, small, color, parts, table, any
    }
  }

  private static let names = SchemaRecorder.memberNames(of: Shape.self)

  static func run(_ input: UnsafeBufferPointer<UInt8>) {
    guard let document = try? JSONDocument(scanning: Array(input), depthMax: 64, valuesMax: 10_000) else {
      return
    }
    do {
      let shape = try JSONDecoding.value(Shape.self, from: document, at: "/params", positional: names)
      let bytes = try JSONEncoding.bytes(of: shape)
      let again = try JSONDecoding.value(
        Shape.self, from: JSONDocument(scanning: bytes, depthMax: 64, valuesMax: .max), at: "/params")
      precondition(again == shape, "what was decoded does not decode again")
    } catch let error as RPCError {
      precondition(error.code == .invalidParams, "another error than invalid params")
      precondition(error.details.pointer?.hasPrefix("/params") == true, "no pointer to the place")
    } catch {
      preconditionFailure("an error that is not ours")
    }
  }
}
