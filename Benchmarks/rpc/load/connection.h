// One connection to the server: what it has asked, what it still has to write, what it has read of an answer.
#ifndef LOAD_CONNECTION_H
#define LOAD_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "window.h"
#include "wire.h"

typedef struct {
  uint64_t id;       // of the last request here; each request takes the next id that leads to its slot
  uint64_t sent_ns;  // or when it was to be sent, in an open loop
  bool waits;
} Slot;

typedef struct {
  int descriptor;
  Slot *slots;
  uint32_t slot_count;  // a power of two
  uint32_t *free_slots;
  uint32_t free_count;
  char *unsent;         // what the socket did not take
  size_t unsent_begin, unsent_end;
  char *partial;        // the begin of an answer whose end has not come
  size_t partial_length;
} Connection;

// Connects to `path`. At most `in_flight_max` requests will be unanswered at a time.
Connection connection_open(const char *path, uint32_t in_flight_max);

// Sends `count` requests with one write. There must be so many free slots and images, and nothing unsent.
void connection_send(Connection *connection, RequestImages *images, uint32_t count, uint64_t at_ns);

// Writes more of what is unsent. Returns true when nothing is left.
bool connection_flush(Connection *connection);

// One read, and all answers in it. Returns how many came.
uint32_t connection_receive(Connection *connection, AnswerReader *reader, Window *window);

static inline bool connection_has_unsent(const Connection *connection) { return connection->unsent_end > 0; }
static inline uint32_t connection_in_flight(const Connection *connection) {
  return connection->slot_count - connection->free_count;
}

#endif
