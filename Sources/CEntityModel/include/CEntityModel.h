#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// The bytes of entity-model.bin, linked into the program's read-only data and aligned to 64.
/// Their layout is described in Sources/ArticleText/Entities/Tagger/EntityModel.swift.
const void *_Nonnull article_entity_model(void);

/// The number of bytes at `article_entity_model()`.
size_t article_entity_model_length(void);

/// Asks the processor for the line of memory at `address`; any address will do.
static inline void article_prefetch(const void *_Nonnull address) { __builtin_prefetch(address); }

/// Which of the four keys at `keys` are `key`: bit 0 for the first, bit 3 for the last.
///
/// In C, as clang's vectors of booleans become one instruction (movmskps) where Swift's masks become fifteen, which was a
/// tenth of the tagger's time.
static inline unsigned article_matching_keys(const void *_Nonnull keys, uint32_t key) {
  typedef uint32_t lanes __attribute__((ext_vector_type(4)));
  typedef _Bool flags __attribute__((ext_vector_type(4)));
  lanes four;
  memcpy(&four, keys, sizeof four);
  flags equal = __builtin_convertvector(four == (lanes)key, flags);
  return __builtin_bit_cast(uint8_t, equal) & 0xF;
}
