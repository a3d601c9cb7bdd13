#pragma once

#include <stddef.h>

/// The bytes of entity-model.bin, linked into the program's read-only data and aligned to 64.
/// Their layout is described in Sources/ArticleText/Entities/Tagger/EntityModel.swift.
const void *_Nonnull article_entity_model(void);

/// The number of bytes at `article_entity_model()`.
size_t article_entity_model_length(void);

/// Asks the processor for the line of memory at `address`; any address will do.
static inline void article_prefetch(const void *_Nonnull address) { __builtin_prefetch(address); }
