/// The two loops over the bytes of JSON strings that decide how fast JSON is read and written, vectorised.
/// Swift's SIMD types have no byte shuffle, which the UTF-8 check needs.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// What ended a run of plain string bytes.
enum cjson_stop {
  /// The text ended.
  CJSON_END = 0,
  /// A quote, a backslash or a byte below 0x20.
  CJSON_SPECIAL = 1,
  /// A byte that no UTF-8 sequence (RFC 3629, section 4) can have there.
  CJSON_NOT_UTF8 = 2,
};

struct cjson_run {
  /// Bytes before the stop, all of them plain and well-formed UTF-8.
  size_t count;
  enum cjson_stop stop;
};

/// Checks a JSON string from its first byte on. `text` must begin at a character boundary.
struct cjson_run cjson_checked_run(const uint8_t *text, size_t count);

/// The number of bytes before the first that a JSON string must escape; the text is taken to be UTF-8.
size_t cjson_plain_run(const uint8_t *text, size_t count);
