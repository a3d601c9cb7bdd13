// What the kernel counts for the server's process.
#ifndef LOAD_PROCESS_H
#define LOAD_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  int64_t rss_kib;
  int64_t peak_kib;
} ProcessMemory;

// Time on a processor of all threads, ended ones too, in ns. 0 for pid 0.
uint64_t process_cpu_ns(pid_t pid);

// VmRSS and VmHWM. Zeros for pid 0.
ProcessMemory process_memory(pid_t pid);

// Monotonic time in ns.
uint64_t now_ns(void);

#ifdef __cplusplus
}
#endif
#endif
