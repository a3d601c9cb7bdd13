import Glibc

/// `rpc-fuzz TARGET [libFuzzer's options and corpus folders]`
///
/// Each target takes any bytes, and traps where a promise does not hold.
@main
enum Fuzzer {
  static func main() {
    var arguments = CommandLine.arguments
    guard arguments.count > 1, let target = Target(rawValue: arguments.remove(at: 1)) else {
      print("usage: rpc-fuzz \(Target.allCases.map(\.rawValue).joined(separator: "|")) [options] [corpus…]")
      return
    }
    var pointers = arguments.map { strdup($0) } + [nil]
    var count = Int32(arguments.count)
    pointers.withUnsafeMutableBufferPointer { buffer in
      var base = buffer.baseAddress
      _ = runDriver(&count, &base, target.callback)
    }
  }

  enum Target: String, CaseIterable {
    case frames, json, params, bytes, page, text

    var callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32 {
      switch self {
      case .frames:
        { bytes, count in
          FrameFuzzing.run(UnsafeBufferPointer(start: bytes, count: count))
          return 0
        }
      case .json:
        { bytes, count in
          JSONFuzzing.run(UnsafeBufferPointer(start: bytes, count: count))
          return 0
        }
      case .params:
        { bytes, count in
          ParamsFuzzing.run(UnsafeBufferPointer(start: bytes, count: count))
          return 0
        }
      case .bytes:
        { bytes, count in
          ArticleFuzzing.bytes(UnsafeBufferPointer(start: bytes, count: count))
          return 0
        }
      case .page:
        { bytes, count in
          ArticleFuzzing.page(UnsafeBufferPointer(start: bytes, count: count))
          return 0
        }
      case .text:
        { bytes, count in
          ArticleFuzzing.text(UnsafeBufferPointer(start: bytes, count: count))
          return 0
        }
      }
    }
  }
}

/// libFuzzer as a library: llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library".
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32
