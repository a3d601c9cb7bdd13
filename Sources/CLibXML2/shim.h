// Deliberately empty: this target carries pkg-config's flags to CHTMLEvents and the link to libxml2.
// Swift never sees libxml2's own headers (they pull in ICU's, which clash with Foundation's).
