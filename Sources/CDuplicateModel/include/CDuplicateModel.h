#pragma once

#include <stddef.h>

/// The bytes of duplicate-model.bin, linked into the program's read-only data and aligned to 64.
/// Their layout is described in Sources/ArticleDedupe/DuplicateModel.swift.
const void *_Nonnull article_duplicate_model(void);

/// The number of bytes at `article_duplicate_model()`.
size_t article_duplicate_model_length(void);

/// The weights of words by their 16-bit hashes: 65,536 bytes. See Sources/ArticleDedupe/WordWeights.swift.
const unsigned char *_Nonnull article_word_weights(void);
