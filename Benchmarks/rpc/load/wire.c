#include "wire.h"

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char id_key[] = "\"id\":";

static char *formatted(const char *format, ...) __attribute__((format(printf, 1, 2)));

static char *formatted(const char *format, ...) {
  char *result;
  __builtin_va_list arguments;
  __builtin_va_start(arguments, format);
  if (vasprintf(&result, format, arguments) < 0) err(1, "vasprintf");
  __builtin_va_end(arguments);
  return result;
}

static char *request_text(const Options *options, Text text) {
  static const char id[] = "0000000000";
  _Static_assert(sizeof id - 1 == id_digits, "an id's width");
  char *body = options->style == STYLE_NETRPC
                   ? formatted("{\"method\":\"%s\",\"params\":[{\"text\":\"%s\"}],%s%s}", options->method, text.bytes,
                               id_key, id)
                   : formatted("{\"jsonrpc\":\"2.0\",%s%s,\"method\":\"%s\",\"params\":{\"text\":\"%s\"}}", id_key, id,
                               options->method, text.bytes);
  char *framed = options->framing == FRAMING_LINES
                     ? formatted("%s\n", body)
                     : formatted("Content-Length: %zu\r\n\r\n%s", strlen(body), body);
  free(body);
  return framed;
}

RequestImages request_images(const Options *options, Text text, uint32_t count) {
  char *one = request_text(options, text);
  RequestImages images = {.length = strlen(one), .count = count};
  images.id_offset = (size_t)(strstr(one, id_key) - one) + sizeof id_key - 1;
  images.bytes = malloc(images.length * count);
  if (images.bytes == NULL) err(1, "malloc");
  for (uint32_t i = 0; i < count; i++) memcpy(images.bytes + i * images.length, one, images.length);
  free(one);
  return images;
}

void request_set_id(RequestImages *images, uint32_t index, uint64_t id) {
  char *digits = images->bytes + index * images->length + images->id_offset;
  for (int i = id_digits - 1; i >= 0; i--) {
    digits[i] = (char)('0' + id % 10);
    id /= 10;
  }
}

// The number of exactly `id_digits` digits, or 0.
static uint64_t read_id(const char *digits) {
  uint64_t id = 0;
  for (int i = 0; i < id_digits; i++) {
    unsigned digit = (unsigned)digits[i] - '0';
    if (digit > 9) return 0;
    id = id * 10 + digit;
  }
  return id;
}

static bool has(const char *bytes, size_t length, const char *part) {
  return memmem(bytes, length, part, strlen(part)) != NULL;
}

// Where the frame's body begins and how long it is; false while its bytes are not all there.
static bool frame(Framing framing, const char *bytes, size_t available, size_t *header, size_t *body) {
  if (framing == FRAMING_LINES) {
    const char *end = memchr(bytes, '\n', available);
    if (end == NULL) return false;
    *header = 0;
    *body = (size_t)(end + 1 - bytes);
    return true;
  }
  static const char name[] = "Content-Length: ";
  const char *blank = memmem(bytes, available, "\r\n\r\n", 4);
  if (blank == NULL) return false;
  const char *field = memmem(bytes, (size_t)(blank - bytes), name, sizeof name - 1);
  if (field == NULL) errx(1, "an answer without Content-Length");
  *header = (size_t)(blank + 4 - bytes);
  *body = strtoul(field + sizeof name - 1, NULL, 10);
  return available >= *header + *body;
}

// The text stands whole between its quotes. It has no quote itself, so the keys looked for cannot be inside it.
static bool is_right(const AnswerReader *reader, const char *body, size_t length) {
  static const char key[] = "\"text\":\"";
  const char *value = memmem(body, length, key, sizeof key - 1);
  if (value == NULL) return false;
  value += sizeof key - 1;
  size_t rest = length - (size_t)(value - body);
  if (rest <= reader->text.length || value[reader->text.length] != '"') return false;
  if (memcmp(value, reader->text.bytes, reader->text.length) != 0) return false;
  switch (reader->options.style) {
    case STYLE_RAW: return true;
    case STYLE_NETRPC: return has(body, length, "\"result\":") && has(body, length, "\"error\":null");
    default: return has(body, length, "\"result\":") && has(body, length, "\"jsonrpc\":\"2.0\"");
  }
}

static void learn(AnswerReader *reader, const char *bytes, size_t length, size_t id_offset) {
  free(reader->pattern);
  reader->pattern = malloc(length);
  if (reader->pattern == NULL) err(1, "malloc");
  memcpy(reader->pattern, bytes, length);
  reader->pattern_length = length;
  reader->pattern_id_offset = id_offset;
}

static Answer look_into(AnswerReader *reader, const char *bytes, size_t available) {
  size_t header, body;
  if (!frame(reader->options.framing, bytes, available, &header, &body)) return (Answer){ANSWER_PARTIAL, 0, 0};
  Answer answer = {ANSWER_WRONG, header + body, 0};
  const char *key = memmem(bytes + header, body, id_key, sizeof id_key - 1);
  if (key == NULL) return answer;
  size_t id_offset = (size_t)(key - bytes) + sizeof id_key - 1;
  if (answer.length < id_offset + id_digits) return answer;
  answer.id = read_id(bytes + id_offset);
  if (answer.id == 0 || !is_right(reader, bytes + header, body)) return answer;
  answer.kind = ANSWER_RIGHT;
  learn(reader, bytes, answer.length, id_offset);
  return answer;
}

Answer answer_next(AnswerReader *reader, const char *bytes, size_t available) {
  size_t length = reader->pattern_length, id_end = reader->pattern_id_offset + id_digits;
  if (reader->pattern != NULL && available >= length &&
      memcmp(bytes, reader->pattern, reader->pattern_id_offset) == 0 &&
      memcmp(bytes + id_end, reader->pattern + id_end, length - id_end) == 0) {
    uint64_t id = read_id(bytes + reader->pattern_id_offset);
    if (id != 0) return (Answer){ANSWER_RIGHT, length, id};
  }
  return look_into(reader, bytes, available);
}
