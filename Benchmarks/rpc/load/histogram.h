// Latencies, counted in buckets whose width grows with the value.
#ifndef LOAD_HISTOGRAM_H
#define LOAD_HISTOGRAM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// 128 buckets for each power of two: a bucket is at most 1/128 of its value wide. Up to 2^41 ns, half an hour.
enum { histogram_bits = 7, histogram_octaves = 35, histogram_buckets = (histogram_octaves + 1) << histogram_bits };

typedef struct {
  uint64_t counts[histogram_buckets];
  uint64_t total;
  uint64_t max;
} Histogram;

static inline void histogram_add(Histogram *histogram, uint64_t value) {
  int top = 63 - __builtin_clzll(value | 1);
  int shift = top > histogram_bits ? top - histogram_bits : 0;
  // The bucket's first bit is set from the second octave on, so octaves follow each other without a gap.
  uint64_t bucket = ((uint64_t)shift << histogram_bits) + (value >> shift);
  if (bucket >= histogram_buckets) bucket = histogram_buckets - 1;
  histogram->counts[bucket]++;
  histogram->total++;
  if (value > histogram->max) histogram->max = value;
}

// The value that `quantile` (0...1) of all are not above: the middle of its bucket.
double histogram_quantile(const Histogram *histogram, double quantile);

#ifdef __cplusplus
}
#endif
#endif
