// Requests as bytes, and answers told from bytes.
#ifndef LOAD_WIRE_H
#define LOAD_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "options.h"
#include "text.h"

// Ids have one width, so that a request is made by writing ten digits into a finished image, and all answers of a
// server have one length. Divisible by 512: the low bits of id - first_id tell the slot (connection.h).
enum { id_digits = 10 };
static const uint64_t first_id = 1000000000;

// `count` requests one behind the other; only the ids are to be written before they are sent.
typedef struct {
  char *bytes;
  size_t length;     // of one request
  size_t id_offset;  // in each request
  uint32_t count;
} RequestImages;

RequestImages request_images(const Options *options, Text text, uint32_t count);
void request_set_id(RequestImages *images, uint32_t index, uint64_t id);

// Tells answers apart and checks them. Once one answer was found right by looking for its parts, it is the pattern:
// later ones must be the same bytes but for the id, which costs one comparison of memory. Others are looked into again.
typedef struct {
  Options options;
  Text text;
  char *pattern;
  size_t pattern_length;
  size_t pattern_id_offset;
} AnswerReader;

typedef enum { ANSWER_PARTIAL, ANSWER_RIGHT, ANSWER_WRONG } AnswerKind;

typedef struct {
  AnswerKind kind;
  size_t length;  // of the frame, 0 when partial
  uint64_t id;    // 0 when none was found
} Answer;

Answer answer_next(AnswerReader *reader, const char *bytes, size_t available);

#endif
