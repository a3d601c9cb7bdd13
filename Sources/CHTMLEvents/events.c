#include "CHTMLEvents.h"

#include <libxml/HTMLparser.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

/// libxml2 looks for an end tag through all open elements, so their number bounds the time. The caller cuts what would get here;
/// this is for what it misses.
enum { depth_max = 2048 };

typedef struct {
  const html_events *events;
  htmlParserCtxtPtr parser;
  int depth;
  int stopped;
} state;

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes) {
  state *at = user;
  if (at->stopped) return;
  if (++at->depth > depth_max) {
    at->stopped = 1;
    xmlStopParser(at->parser);
    return;
  }
  at->events->start(at->events->context, (const char *)name, (const char *const *)attributes);
}

static void on_end(void *user, const xmlChar *name) {
  state *at = user;
  if (at->stopped) return;
  at->depth--;
  at->events->end(at->events->context, (const char *)name);
}

static void on_text(void *user, const xmlChar *bytes, int count) {
  state *at = user;
  if (at->stopped) return;
  at->events->text(at->events->context, (const char *)bytes, count);
}

int html_parse_events(const char *bytes, int count, const html_events *events) {
  pthread_once(&once, xmlInitParser);
  xmlSAXHandler handler;
  memset(&handler, 0, sizeof handler);
  handler.startElement = on_start;
  handler.endElement = on_end;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  handler.cdataBlock = on_text;

  state at = {events, NULL, 0, 0};
  // The user data must not be NULL: libxml2 would take its own context for it.
  htmlParserCtxtPtr parser =
      htmlCreatePushParserCtxt(&handler, &at, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  if (parser == NULL) return -1;
  at.parser = parser;
  // IGNORE_ENC: the bytes are UTF-8 already, so a <meta charset> must not make libxml2 decode them again.
  htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                 HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  // One chunk, and the last: libxml2 then never looks again through bytes that it has seen.
  htmlParseChunk(parser, bytes, count, 1);
  if (parser->myDoc != NULL) {
    xmlFreeDoc(parser->myDoc);
    parser->myDoc = NULL;
  }
  htmlFreeParserCtxt(parser);
  return at.stopped;
}
