#include "histogram.h"

static double middle(uint64_t bucket) {
  uint64_t octave = bucket >> histogram_bits;
  int shift = octave > 0 ? (int)octave - 1 : 0;
  uint64_t first = (bucket - ((uint64_t)shift << histogram_bits)) << shift;
  return (double)first + (double)((1ull << shift) - 1) / 2;
}

double histogram_quantile(const Histogram *histogram, double quantile) {
  uint64_t rank = (uint64_t)(quantile * (double)histogram->total);
  if (rank >= histogram->total) return (double)histogram->max;
  uint64_t seen = 0;
  for (uint64_t bucket = 0; bucket < histogram_buckets; bucket++) {
    seen += histogram->counts[bucket];
    if (seen > rank) {
      double value = middle(bucket);
      return value < (double)histogram->max ? value : (double)histogram->max;
    }
  }
  return (double)histogram->max;
}
