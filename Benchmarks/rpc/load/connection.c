#include "connection.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { read_bytes_max = 256 << 10, frame_bytes_max = 64 << 10 };

static int connect_to(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) errx(64, "path too long: %s", path);
  strcpy(address.sun_path, path);
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) err(1, "socket");
  // Blocking while it connects: a full backlog makes a non-blocking connect fail at once.
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) err(1, "connect to %s", path);
  if (fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0) err(1, "fcntl");
  return descriptor;
}

Connection connection_open(const char *path, uint32_t in_flight_max) {
  uint32_t slot_count = 1;
  while (slot_count < in_flight_max) slot_count *= 2;
  if (first_id % slot_count != 0) errx(64, "at most 512 in flight on a connection");
  Connection connection = {.descriptor = connect_to(path), .slot_count = slot_count};
  connection.slots = calloc(slot_count, sizeof *connection.slots);
  connection.free_slots = calloc(slot_count, sizeof *connection.free_slots);
  connection.partial = malloc(frame_bytes_max);
  if (!connection.slots || !connection.free_slots || !connection.partial) err(1, "malloc");
  for (uint32_t slot = 0; slot < slot_count; slot++) {
    connection.slots[slot].id = first_id + slot;
    connection.free_slots[connection.free_count++] = slot;
  }
  return connection;
}

// What `write` took of the bytes; 0 when the socket is full.
static size_t write_some(int descriptor, const char *bytes, size_t length) {
  ssize_t written = write(descriptor, bytes, length);
  if (written >= 0) return (size_t)written;
  if (errno == EAGAIN || errno == EINTR) return 0;
  err(1, "write");
}

void connection_send(Connection *connection, RequestImages *images, uint32_t count, uint64_t at_ns) {
  for (uint32_t i = 0; i < count; i++) {
    Slot *slot = &connection->slots[connection->free_slots[--connection->free_count]];
    slot->id += connection->slot_count;
    slot->sent_ns = at_ns;
    slot->waits = true;
    request_set_id(images, i, slot->id);
  }
  size_t length = count * images->length;
  size_t written = write_some(connection->descriptor, images->bytes, length);
  if (written == length) return;
  // The images are written anew for the next connection, so the rest needs a place of its own.
  if (connection->unsent == NULL) connection->unsent = malloc(images->length * images->count);
  if (connection->unsent == NULL) err(1, "malloc");
  memcpy(connection->unsent, images->bytes + written, length - written);
  connection->unsent_begin = 0;
  connection->unsent_end = length - written;
}

bool connection_flush(Connection *connection) {
  connection->unsent_begin += write_some(connection->descriptor, connection->unsent + connection->unsent_begin,
                                         connection->unsent_end - connection->unsent_begin);
  if (connection->unsent_begin < connection->unsent_end) return false;
  connection->unsent_begin = connection->unsent_end = 0;
  return true;
}

static void take(Connection *connection, Answer answer, uint64_t now, Window *window) {
  uint32_t index = (uint32_t)(answer.id - first_id) & (connection->slot_count - 1);
  Slot *slot = &connection->slots[index];
  if (slot->id != answer.id || !slot->waits) {
    window_error(window, "an answer to nothing that was asked, or the second to it", answer.id);
    return;
  }
  slot->waits = false;
  connection->free_slots[connection->free_count++] = index;
  if (answer.kind == ANSWER_RIGHT) {
    window_answer(window, now - slot->sent_ns);
  } else {
    window_error(window, "an answer that is not the text", answer.id);
  }
}

uint32_t connection_receive(Connection *connection, AnswerReader *reader, Window *window) {
  // One buffer for all connections stays in the cache; only a cut answer is put aside.
  static char buffer[frame_bytes_max + read_bytes_max];
  memcpy(buffer, connection->partial, connection->partial_length);
  ssize_t got = read(connection->descriptor, buffer + connection->partial_length, read_bytes_max);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (got < 0) err(1, "read");
  if (got == 0) errx(1, "the server closed a connection with %u in flight", connection_in_flight(connection));
  uint64_t now = now_ns();
  const char *next = buffer;
  size_t rest = connection->partial_length + (size_t)got;
  uint32_t answers = 0;
  while (rest > 0) {
    Answer answer = answer_next(reader, next, rest);
    if (answer.kind == ANSWER_PARTIAL) break;
    take(connection, answer, now, window);
    next += answer.length;
    rest -= answer.length;
    answers++;
  }
  if (rest > frame_bytes_max) errx(1, "an answer longer than %d bytes", frame_bytes_max);
  memcpy(connection->partial, next, rest);
  connection->partial_length = rest;
  return answers;
}
