#include "process.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static uint64_t clock_ns(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) err(1, "clock_gettime");
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

uint64_t now_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

uint64_t process_cpu_ns(pid_t pid) {
  if (pid == 0) return 0;
  clockid_t clock;
  // utime and stime of /proc/PID/stat are in ticks of 10 ms; this clock is in ns and keeps what ended threads used.
  errno = clock_getcpuclockid(pid, &clock);
  if (errno != 0) err(1, "CPU clock of process %d", pid);
  return clock_ns(clock);
}

ProcessMemory process_memory(pid_t pid) {
  ProcessMemory memory = {0, 0};
  if (pid == 0) return memory;
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *status = fopen(path, "r");
  if (status == NULL) err(1, "%s", path);
  while (fgets(line, sizeof line, status) != NULL) {
    long kib;
    if (sscanf(line, "VmRSS: %ld", &kib) == 1) memory.rss_kib = kib;
    if (sscanf(line, "VmHWM: %ld", &kib) == 1) memory.peak_kib = kib;
  }
  fclose(status);
  return memory;
}
