import CLinux
import Glibc

/// How many arenas the C library's allocator has.
///
/// Its own rule is eight for each core, and what one has grown to serves its own threads only. While callers read more slowly
/// than they ask, all of them grow: a flood left 127 MiB in sixteen arenas where two held 61, of 27 that were in use
/// (docs/benchmarks.md), and malloc_trim(3) does not reach the end of any but the first. No more threads run at a time than there
/// are cores: sixteen arenas make no more articles a second.
enum HeapArenas {
  /// As many as the machine has cores, unless MALLOC_ARENA_MAX says otherwise; before threads have made more.
  static func limit() {
    guard getenv("MALLOC_ARENA_MAX") == nil else { return }
    _ = clinux_limit_arenas(Int32(clamping: sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }
}
