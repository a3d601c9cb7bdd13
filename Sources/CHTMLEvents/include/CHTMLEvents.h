// A page as a stream of events: all that Swift sees of libxml2, whose own headers stay in events.c
// (they pull in ICU's, which clash with Foundation's).
#pragma once

/// What to call for each event. Strings are UTF-8; they live only during the call.
typedef struct {
  /// Handed to every call.
  void *context;
  /// An element begins. `attributes` is NULL, or name, value, name, value, ..., NULL; a value may be NULL.
  void (*start)(void *context, const char *name, const char *const *attributes);
  /// An element ends, by its end tag or because another one closes it.
  void (*end)(void *context, const char *name);
  /// A piece of text, entities decoded; the content of script and style too.
  void (*text)(void *context, const char *bytes, int count);
} html_events;

/// Parses `count` bytes of UTF-8, whatever the page says of its charset. Loads nothing: no network, no outside
/// entities. Returns 0; 1 when more than 2,048 elements were open and the rest was left unread; -1 when memory is short. The time
/// is linear in `count` if the caller bounds the attributes of a tag (libxml2 compares each attribute with each).
int html_parse_events(const char *bytes, int count, const html_events *events);
