// yyjson-echo: JSON-RPC over lines, each parsed and each answer serialised by yyjson. The least that a server in C
// with a fast JSON library does.
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "socket_server.h"
#include "yyjson.h"

// The answers to all lines of one read, sent with one write.
static struct {
  char *data;
  size_t length, capacity;
} answers;

static void add_answer(const char *line, size_t length) {
  if (answers.length + length + 1 > answers.capacity) {
    answers.capacity = 2 * (answers.length + length + 1);
    answers.data = realloc(answers.data, answers.capacity);
    if (answers.data == NULL) err(1, "realloc");
  }
  memcpy(answers.data + answers.length, line, length);
  answers.data[answers.length + length] = '\n';
  answers.length += length + 1;
}

static void add_error(yyjson_mut_doc *answer, yyjson_mut_val *root, int code, const char *message) {
  yyjson_mut_val *error = yyjson_mut_obj_add_obj(answer, root, "error");
  yyjson_mut_obj_add_int(answer, error, "code", code);
  yyjson_mut_obj_add_str(answer, error, "message", message);
}

static void answer_line(const char *line, size_t length) {
  yyjson_doc *request = yyjson_read(line, length, 0);
  yyjson_val *root = yyjson_doc_get_root(request);
  yyjson_val *text = yyjson_obj_get(yyjson_obj_get(root, "params"), "text");
  yyjson_mut_doc *answer = yyjson_mut_doc_new(NULL);
  yyjson_mut_val *object = yyjson_mut_obj(answer);
  yyjson_mut_doc_set_root(answer, object);
  yyjson_mut_obj_add_str(answer, object, "jsonrpc", "2.0");
  yyjson_mut_obj_add_val(answer, object, "id", yyjson_val_mut_copy(answer, yyjson_obj_get(root, "id")));
  if (request == NULL) {
    add_error(answer, object, -32700, "not JSON");
  } else if (!yyjson_equals_str(yyjson_obj_get(root, "method"), "echo")) {
    add_error(answer, object, -32601, "no such method");
  } else if (!yyjson_is_str(text)) {
    add_error(answer, object, -32602, "text is no string");
  } else {
    yyjson_mut_val *result = yyjson_mut_obj_add_obj(answer, object, "result");
    yyjson_mut_obj_add_strn(answer, result, "text", yyjson_get_str(text), yyjson_get_len(text));
  }
  size_t written;
  char *json = yyjson_mut_write(answer, 0, &written);
  if (json == NULL) errx(1, "yyjson_mut_write");
  add_answer(json, written);
  free(json);
  yyjson_mut_doc_free(answer);
  yyjson_doc_free(request);
}

static size_t answer_lines(Client *client, const char *bytes, size_t length) {
  size_t used = 0;
  const char *end;
  answers.length = 0;
  while ((end = memchr(bytes + used, '\n', length - used)) != NULL) {
    answer_line(bytes + used, (size_t)(end - bytes) - used);
    used = (size_t)(end - bytes) + 1;
  }
  if (answers.length > 0) client_send(client, answers.data, answers.length);
  return used;
}

int main(int argc, char **argv) {
  if (argc != 2) errx(64, "usage: yyjson-echo SOCKET");
  serve(argv[1], answer_lines);
}
