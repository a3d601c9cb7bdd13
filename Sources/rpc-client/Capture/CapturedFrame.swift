import FoundationEssentials
import RPCCore

/// One frame that went over a recorded connection: a line of a capture file.
struct CapturedFrame: Equatable {
  enum Direction: String { case request, answer }

  var connection: Int
  var direction: Direction
  /// Milliseconds since the recording began.
  var afterMs: Double
  var framing: RPCFraming
  /// The frame's bytes, without its framing.
  var body: [UInt8]

  /// The line, with its line feed. A body that is JSON is written as such, so that a capture can be read and edited.
  var line: [UInt8] {
    var line = Array(
      "{\"connection\":\(connection),\"direction\":\"\(direction.rawValue)\",\"afterMs\":\((afterMs * 1000).rounded() / 1000),\"framing\":\"\(framing.rawValue)\""
        .utf8)
    if (try? RPCJSON(parsing: body, depthMax: 1000)) != nil {
      line +=
        Array(",\"body\":".utf8)
        + body.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
    } else {
      line += Array(",\"base64\":\"\(Data(body).base64EncodedString())\"".utf8)
    }
    return line + Array("}\n".utf8)
  }

  init(connection: Int, direction: Direction, afterMs: Double, framing: RPCFraming, body: [UInt8]) {
    self.connection = connection
    self.direction = direction
    self.afterMs = afterMs
    self.framing = framing
    self.body = body
  }

  /// Reads a line of a capture file; `nil` where it is none.
  init?(line: [UInt8]) {
    guard let value = try? RPCJSON(parsing: line, depthMax: 1001), let connection = value["connection"]?.int,
      let direction = value["direction"]?.string.flatMap(Direction.init),
      let framing = value["framing"]?.string.flatMap(RPCFraming.init), let afterMs = value["afterMs"]?.double
    else { return nil }
    guard
      let body = value["body"]?.bytes
        ?? value["base64"]?.string.flatMap({ Data(base64Encoded: $0) }).map({ [UInt8]($0) })
    else { return nil }
    self.init(connection: connection, direction: direction, afterMs: afterMs, framing: framing, body: body)
  }

  /// The id that joins request and answer, as JSON; of a batch those of its items. `nil`: there is no answer to it.
  var id: String? {
    guard let value = try? RPCJSON(parsing: body, depthMax: 1000) else {
      return direction == .request ? "null" : nil
    }
    if let items = value.array {
      let ids = items.compactMap { $0["id"].map(Self.text) }
      return ids.isEmpty ? nil : ids.sorted().joined(separator: ",")
    }
    guard direction == .request || value["method"] == nil else { return nil }
    return value["id"].map(Self.text)
  }

  private static func text(_ value: RPCJSON) -> String { String(decoding: value.bytes, as: UTF8.self) }
}

/// The frames of a capture file.
enum CaptureFile {
  static func read(_ path: String) throws(InputError) -> [CapturedFrame] {
    var frames: [CapturedFrame] = []
    for (number, line) in try InputFile.read(path).split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let frame = CapturedFrame(line: Array(line)) else {
        throw .usage("\(path): line \(number + 1) is no captured frame")
      }
      frames.append(frame)
    }
    return frames
  }

  static func write(_ frames: [CapturedFrame], to path: String) throws(InputError) {
    do {
      try Data(frames.flatMap(\.line)).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .usage("\(path) cannot be written")
    }
  }
}
