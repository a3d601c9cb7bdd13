import CLinux
import Foundation
import Glibc

/// What this process uses, as the kernel counts it, proc(5), and the C library's allocator, mallinfo2(3).
struct ProcessStatistics {
  var cpuSeconds: Double
  var residentBytes: Int
  /// What the resident memory holds of no file.
  var anonymousBytes: Int
  /// What is allocated, by any thread.
  var heapBytes: Int
  var openDescriptors: Int, maxDescriptors: Int
  var threads: Int
  /// Seconds since 1970.
  var startTime: Double

  /// Memory that the allocator keeps and nobody has asked for, with stacks and the like.
  var unusedBytes: Int { anonymousBytes - heapBytes }

  /// `nil` where /proc cannot be read.
  static func now() -> ProcessStatistics? {
    guard let stat = text("/proc/self/stat"), let statm = text("/proc/self/statm"),
      let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"),
      // The name may hold anything but ends with the last parenthesis.
      let close = stat.lastIndex(of: ")")
    else { return nil }
    let fields = stat[close...].split(separator: " ").dropFirst().map { Int($0) ?? 0 }
    // In pages: all, resident, of files.
    let pages = statm.split(separator: " ").map { Int($0) ?? 0 }
    guard fields.count > 19, pages.count > 2 else { return nil }
    let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    // Counted from field 3, the state: utime 14, stime 15, num_threads 20, starttime 22.
    return ProcessStatistics(
      cpuSeconds: Double(fields[11] + fields[12]) / ticks,
      residentBytes: pages[1] * pageBytes, anonymousBytes: (pages[1] - pages[2]) * pageBytes,
      heapBytes: clinux_heap_bytes(),
      openDescriptors: descriptors.count - 1, maxDescriptors: Int(clamping: limit.rlim_cur),
      threads: fields[17], startTime: bootTime + Double(fields[19]) / ticks)
  }

  private static var bootTime: Double {
    var sinceBoot = timespec()
    clock_gettime(CLOCK_BOOTTIME, &sinceBoot)
    return Date().timeIntervalSince1970 - Double(sinceBoot.tv_sec) - Double(sinceBoot.tv_nsec) / 1e9
  }

  private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
