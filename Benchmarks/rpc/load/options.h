// What the command line says; shared by load, cold-start and the gRPC client, so that all take the same words.
#ifndef LOAD_OPTIONS_H
#define LOAD_OPTIONS_H

#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { PAYLOAD_PING, PAYLOAD_ARTICLE } Payload;
typedef enum { FRAMING_LINES, FRAMING_HEADERS } Framing;

// How a request is worded and what its answer must have.
typedef enum {
  STYLE_OURS,         // JSON-RPC 2.0, named params; the answer has a result
  STYLE_NETRPC,       // Go's net/rpc/jsonrpc: params is an array of one; no version
  STYLE_RAW,          // worded like ours, but the request itself counts as its answer: for servers that echo bytes
  STYLE_SOURCEGRAPH,  // worded like ours
} Style;

typedef struct {
  const char *socket_path;
  const char *method;
  Payload payload;
  Framing framing;
  Style style;
  uint32_t connections;
  uint32_t depth;           // requests in flight on each connection
  double warmup_seconds;
  double seconds;           // length of the measured window
  uint64_t requests;        // when not 0, the window ends after so many answers instead
  double rate;              // when not 0, an open loop of so many requests a second over all connections
  pid_t server_pid;
} Options;

// Reads the options, or ends the process with a usage message. What follows `--` stays at argv[optind].
Options options_parse(int argc, char **argv);

#ifdef __cplusplus
}
#endif
#endif
