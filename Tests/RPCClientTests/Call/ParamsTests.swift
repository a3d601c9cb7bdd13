import Glibc
import RPCCore
import TestSupport
import Testing

@testable import rpc_client

@Suite("Params from the command line")
struct ParamsTests {
  private let directory = TemporaryDirectory()

  private func file(_ name: String, _ bytes: [UInt8]) -> String {
    let path = directory.file(name)
    let written = bytes.withUnsafeBytes { buffer -> Int in
      guard let file = fopen(path, "w") else { return -1 }
      defer { fclose(file) }
      return fwrite(buffer.baseAddress, 1, buffer.count, file)
    }
    #expect(written == bytes.count)
    return path
  }

  private func params(_ arguments: [String], json: String? = nil, names: [String] = []) async throws
    -> RPCJSON
  {
    var params = try Params(json: json)
    for argument in arguments { try await params.add(argument) { names } }
    return params.value
  }

  @Test("name=text is a string, name:=json is JSON, and later ones win")
  func reads() async throws {
    let value = try await params(
      ["text=a=b", "limit:=3", "include:=[\"blocks\"]", "limit:=5"], json: #"{"id":"x","text":"old"}"#)
    #expect(value == ["id": "x", "text": "a=b", "include": ["blocks"], "limit": 5])
  }

  @Test("name=@file is the file's text, name:=@file its JSON")
  func readsFiles() async throws {
    let path = file("a", Array("[1]".utf8))
    #expect(try await params(["text=@\(path)", "x:=@\(path)"]) == ["text": "[1]", "x": [1]])
  }

  @Test("a file alone becomes what the method obviously takes")
  func takesBareFiles() async throws {
    let bytes = file("bytes", [0xB0, 0xA1])
    #expect(try await params([bytes], names: ["text", "data"]) == ["data": "sKE="])
    let text = file("text", Array("가".utf8))
    #expect(try await params([text], names: ["text"]) == ["text": "가"])
    let article = file("article", Array(#"{"paragraphs":["가"]}"#.utf8))
    #expect(try await params([article], names: ["text", "article"]) == ["article": ["paragraphs": ["가"]]])
  }

  @Test("what cannot be read is refused with the right status")
  func refuses() async {
    let bytes = file("bytes", [0xB0, 0xA1])
    for (argument, status) in [
      ("x:=nonsense", ExitStatus.usage), ("text=@\(directory.file("none"))", .noInput),
      ("text=@\(bytes)", .usage),
      (bytes, .usage),
    ] {
      await #expect { try await params([argument], names: []) } throws: {
        ($0 as? InputError)?.status == status
      }
    }
  }

  @Test("text is clipped by columns, Hangul taking two")
  func clips() {
    #expect(TextWidth.clip("한솔시 abc", to: 6) == "한솔시…")
    #expect(TextWidth.clip("한솔시 abc", to: 10) == "한솔시 abc")
    #expect(TextWidth.clip("a\u{1B}[31mb", to: 10) == "a [31mb")
  }

  @Test("indented JSON is the same JSON")
  func indents() throws {
    let value = try RPCJSON(parsing: Array(#"{"a":[{"b":[1,2]},"x"],"c":{},"d":[]}"#.utf8))
    #expect(try RPCJSON(parsing: Array(value.indented().utf8)) == value)
    #expect(value.indented().contains("\n"))
  }
}
