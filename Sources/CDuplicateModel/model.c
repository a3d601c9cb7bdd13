#include "CDuplicateModel.h"

// #embed is C23; clang has had it in older modes as an extension since version 19 and warns of it. Switched off
// here and not by a flag, since a package with unsafeFlags cannot be used as a dependency.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const _Alignas(64) unsigned char model[] = {
#embed "duplicate-model.bin"
};

static const _Alignas(64) unsigned char weights[] = {
#embed "word-weights.bin"
};

const void *article_duplicate_model(void) { return model; }

size_t article_duplicate_model_length(void) { return sizeof model; }

_Static_assert(sizeof weights == 65536, "a byte for each hash of a word");

const unsigned char *article_word_weights(void) { return weights; }
