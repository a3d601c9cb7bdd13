#pragma once

#include <stddef.h>

/// The bytes of page-model.bin, linked into the program's read-only data and aligned to 64.
/// Their layout is described in Sources/ArticleText/Parse/Page/PageModel.swift.
const void *_Nonnull article_page_model(void);

/// The number of bytes at `article_page_model()`.
size_t article_page_model_length(void);
