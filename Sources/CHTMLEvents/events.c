#include "CHTMLEvents.h"

#include <libxml/HTMLparser.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes) {
  const html_events *events = user;
  events->start(events->context, (const char *)name, (const char *const *)attributes);
}

static void on_end(void *user, const xmlChar *name) {
  const html_events *events = user;
  events->end(events->context, (const char *)name);
}

static void on_text(void *user, const xmlChar *bytes, int count) {
  const html_events *events = user;
  events->text(events->context, (const char *)bytes, count);
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

  // The user data must not be NULL: libxml2 would take its own context for it.
  htmlParserCtxtPtr parser =
      htmlCreatePushParserCtxt(&handler, (void *)events, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  if (parser == NULL) return -1;
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
  return 0;
}
