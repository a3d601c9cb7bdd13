#include "CPageModel.h"

// #embed is C23; clang has had it in older modes as an extension since version 19 and warns of it. Switched off
// here and not by a flag, since a package with unsafeFlags cannot be used as a dependency.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const _Alignas(64) unsigned char model[] = {
#embed "page-model.bin"
};

const void *article_page_model(void) { return model; }

size_t article_page_model_length(void) { return sizeof model; }
