#include "window.h"

#include <err.h>
#include <stdio.h>
#include <unistd.h>

// Past this many errors the server does not do what is measured, and its figures would mislead.
enum { errors_told_max = 3, errors_max = 1000 };

bool window_follow(Window *window, const Options *options, uint64_t start_ns, uint64_t now) {
  if (window->end_ns != 0) return false;
  if (window->begin_ns == 0) {
    if ((double)(now - start_ns) < options->warmup_seconds * 1e9) return true;
    window->memory_begin = process_memory(options->server_pid);
    window->cpu_begin_ns = process_cpu_ns(options->server_pid);
    window->own_cpu_begin_ns = process_cpu_ns(getpid());
    window->begin_ns = now_ns();
    return true;
  }
  bool over = options->requests > 0 ? window->latencies_ns.total >= options->requests
                                    : (double)(now - window->begin_ns) >= options->seconds * 1e9;
  if (!over) return true;
  window->end_ns = now_ns();
  window->cpu_end_ns = process_cpu_ns(options->server_pid);
  window->own_cpu_end_ns = process_cpu_ns(getpid());
  window->memory_end = process_memory(options->server_pid);
  return false;
}

void window_error(Window *window, const char *what, uint64_t id) {
  if (window->errors++ < errors_told_max) warnx("%s, id %llu", what, (unsigned long long)id);
  if (window->errors > errors_max) errx(1, "more than %d errors", errors_max);
}

void window_print(const Window *window) {
  const Histogram *latencies = &window->latencies_ns;
  double seconds = (double)(window->end_ns - window->begin_ns) / 1e9;
  double cpu_us = (double)(window->cpu_end_ns - window->cpu_begin_ns) / 1e3;
  uint64_t requests = latencies->total;
  printf("{\"requests_per_s\":%.1f,\"p50_us\":%.2f,\"p90_us\":%.2f,\"p99_us\":%.2f,\"max_us\":%.2f,",
         (double)requests / seconds, histogram_quantile(latencies, 0.50) / 1e3,
         histogram_quantile(latencies, 0.90) / 1e3, histogram_quantile(latencies, 0.99) / 1e3,
         (double)latencies->max / 1e3);
  printf("\"server_cpu_us_per_request\":%.3f,\"server_cpu_percent\":%.3f,\"load_cpu_percent\":%.1f,",
         requests ? cpu_us / (double)requests : 0, cpu_us / seconds / 1e4,
         (double)(window->own_cpu_end_ns - window->own_cpu_begin_ns) / 1e7 / seconds);
  printf("\"server_rss_kib\":%lld,\"server_rss_growth_kib\":%lld,\"server_peak_kib\":%lld,",
         (long long)window->memory_end.rss_kib,
         (long long)(window->memory_end.rss_kib - window->memory_begin.rss_kib),
         (long long)window->memory_end.peak_kib);
  printf("\"requests\":%llu,\"errors\":%llu}\n", (unsigned long long)requests, (unsigned long long)window->errors);
}
