// The measured window: what is counted between its two ends, and the line that tells it.
#ifndef LOAD_WINDOW_H
#define LOAD_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "histogram.h"
#include "options.h"
#include "process.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  Histogram latencies_ns;
  uint64_t errors;  // of the whole run, warm-up and drain too: a wrong answer is never all right
  uint64_t begin_ns, end_ns;
  uint64_t cpu_begin_ns, cpu_end_ns;
  uint64_t own_cpu_begin_ns, own_cpu_end_ns;  // near 100 %: the load is what limits requests/s, not the server
  ProcessMemory memory_begin, memory_end;
} Window;

// Opens, closes or leaves alone, as time and count say. `start_ns` is when the warm-up began.
// Returns false once the window is closed.
bool window_follow(Window *window, const Options *options, uint64_t start_ns, uint64_t now);

static inline bool window_is_open(const Window *window) { return window->begin_ns != 0 && window->end_ns == 0; }

// Counts an answer if the window is open.
static inline void window_answer(Window *window, uint64_t latency_ns) {
  if (window_is_open(window)) histogram_add(&window->latencies_ns, latency_ns);
}

// Counts an error; the first few are told on standard error.
void window_error(Window *window, const char *what, uint64_t id);

// One line of JSON on standard output.
void window_print(const Window *window);

#ifdef __cplusplus
}
#endif
#endif
