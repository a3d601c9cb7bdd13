// The text that is echoed.
#ifndef LOAD_TEXT_H
#define LOAD_TEXT_H

#include <stddef.h>

#include "options.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  const char *bytes;  // UTF-8, ended by a zero that `length` does not count
  size_t length;
} Text;

// The text of a payload, the same in each run. It has no character that JSON, or Go's HTML-safe JSON, must escape:
// what comes back can be compared byte for byte.
Text payload_text(Payload payload);

#ifdef __cplusplus
}
#endif
#endif
