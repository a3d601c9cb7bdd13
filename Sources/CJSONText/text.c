#include "CJSONText.h"

static int is_special(uint8_t byte) { return byte < 0x20 || byte == '"' || byte == '\\'; }

/// The length of the UTF-8 sequence at `text`, or 0: the table of RFC 3629, section 4.
static size_t sequence_length(const uint8_t *text, size_t count) {
  uint8_t lead = text[0];
  uint8_t low = 0x80, high = 0xBF;
  size_t length;
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  if (lead < 0xE0) {
    length = 2;
  } else if (lead < 0xF0) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  }
  if (count < length || text[1] < low || text[1] > high) return 0;
  for (size_t i = 2; i < length; i++)
    if ((text[i] & 0xC0) != 0x80) return 0;
  return length;
}

static struct cjson_run checked_run_plainly(const uint8_t *text, size_t count, size_t from) {
  size_t index = from;
  while (index < count) {
    if (is_special(text[index])) return (struct cjson_run){index, CJSON_SPECIAL};
    size_t length = sequence_length(text + index, count - index);
    if (length == 0) return (struct cjson_run){index, CJSON_NOT_UTF8};
    index += length;
  }
  return (struct cjson_run){count, CJSON_END};
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

// The UTF-8 check is that of J. Keiser and D. Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte"
// (Software: Practice and Experience 51, 2021; arXiv:2010.03090), section 6: each pair of neighbouring bytes is
// classed by three nibbles; a bit that all three tables share names the error. The tables are written out from
// these classes.
enum {
  too_short = 1 << 0,      // a lead, then no continuation
  too_long = 1 << 1,       // ASCII, then a continuation
  overlong_3 = 1 << 2,     // E0, then 80-9F
  too_large = 1 << 3,      // F4, then 90-BF; F5-FF, then any
  surrogate = 1 << 4,      // ED, then A0-BF
  overlong_2 = 1 << 5,     // C0-C1, then a continuation
  overlong_4 = 1 << 6,     // F0, then 80-8F; F5-FF, then 80-8F
  two_continuations = 1 << 7,
  any_low = too_short | too_long | two_continuations,
};

#define BY_FIRST_HIGH                                                                          \
  too_long, too_long, too_long, too_long, too_long, too_long, too_long, too_long,              \
      (char)two_continuations, (char)two_continuations, (char)two_continuations,               \
      (char)two_continuations, too_short | overlong_2, too_short, too_short | overlong_3 | surrogate,                   \
      (char)(too_short | too_large | overlong_4)
#define BY_FIRST_LOW                                                                           \
  (char)(any_low | overlong_3 | overlong_2 | overlong_4), (char)(any_low | overlong_2),        \
      (char)any_low, (char)any_low, (char)(any_low | too_large),                               \
      (char)(any_low | too_large | overlong_4), (char)(any_low | too_large | overlong_4),      \
      (char)(any_low | too_large | overlong_4), (char)(any_low | too_large | overlong_4),      \
      (char)(any_low | too_large | overlong_4), (char)(any_low | too_large | overlong_4),      \
      (char)(any_low | too_large | overlong_4), (char)(any_low | too_large | overlong_4),      \
      (char)(any_low | too_large | overlong_4 | surrogate),                                    \
      (char)(any_low | too_large | overlong_4), (char)(any_low | too_large | overlong_4)
#define BY_SECOND_HIGH                                                                         \
  too_short, too_short, too_short, too_short, too_short, too_short, too_short, too_short,      \
      (char)(too_long | overlong_2 | two_continuations | overlong_3 | overlong_4),             \
      (char)(too_long | overlong_2 | two_continuations | overlong_3 | too_large),              \
      (char)(too_long | overlong_2 | two_continuations | surrogate | too_large),               \
      (char)(too_long | overlong_2 | two_continuations | surrogate | too_large), too_short,    \
      too_short, too_short, too_short

/// For each byte of `block` whether it is an error with what stands before it; `before` is the previous block.
AVX2 static __m256i utf8_errors(__m256i block, __m256i before) {
  const __m256i first_high = _mm256_setr_epi8(BY_FIRST_HIGH, BY_FIRST_HIGH);
  const __m256i first_low = _mm256_setr_epi8(BY_FIRST_LOW, BY_FIRST_LOW);
  const __m256i second_high = _mm256_setr_epi8(BY_SECOND_HIGH, BY_SECOND_HIGH);
  const __m256i nibble = _mm256_set1_epi8(0x0F);
  __m256i across = _mm256_permute2x128_si256(before, block, 0x21);
  __m256i back1 = _mm256_alignr_epi8(block, across, 15);
  __m256i back2 = _mm256_alignr_epi8(block, across, 14);
  __m256i back3 = _mm256_alignr_epi8(block, across, 13);
  __m256i pair = _mm256_and_si256(
      _mm256_and_si256(
          _mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(back1, 4), nibble)),
          _mm256_shuffle_epi8(first_low, _mm256_and_si256(back1, nibble))),
      _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(block, 4), nibble)));
  // The third byte of a sequence of three and the third and fourth of one of four must be continuations after a
  // continuation, and no others may be.
  __m256i third = _mm256_subs_epu8(back2, _mm256_set1_epi8((char)(0xE0 - 0x80)));
  __m256i fourth = _mm256_subs_epu8(back3, _mm256_set1_epi8((char)(0xF0 - 0x80)));
  __m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(due, pair);
}

AVX2 static uint32_t special_mask(__m256i block) {
  __m256i quote = _mm256_cmpeq_epi8(block, _mm256_set1_epi8('"'));
  __m256i backslash = _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\\'));
  __m256i control = _mm256_cmpeq_epi8(_mm256_min_epu8(block, _mm256_set1_epi8(0x1F)), block);
  return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(control, _mm256_or_si256(quote, backslash)));
}

/// Where the character begins that the byte at `index` belongs to, so that a plain check can go on from there.
static size_t character_start(const uint8_t *text, size_t index) {
  size_t start = index;
  while (start > 0 && index - start < 3 && (text[start] & 0xC0) == 0x80) start--;
  return start;
}

AVX2 static struct cjson_run checked_run_avx2(const uint8_t *text, size_t count) {
  __m256i before = _mm256_setzero_si256();
  size_t index = 0;
  for (; count - index >= 32; index += 32) {
    __m256i block = _mm256_loadu_si256((const __m256i *)(text + index));
    uint32_t special = special_mask(block);
    uint32_t errors = 0;
    if (_mm256_movemask_epi8(_mm256_or_si256(block, before)) != 0) {
      __m256i found = utf8_errors(block, before);
      errors = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, _mm256_setzero_si256()));
    }
    if ((special | errors) != 0) {
      uint32_t first = (uint32_t)__builtin_ctz(special | errors);
      if (((errors >> first) & 1) == 0) return (struct cjson_run){index + first, CJSON_SPECIAL};
      // An error shows at the byte after a sequence that is cut short; the plain check says where it begins.
      size_t from = index < 4 ? 0 : character_start(text, index - 1);
      return checked_run_plainly(text, count, from);
    }
    before = block;
  }
  return checked_run_plainly(text, count, index == 0 ? 0 : character_start(text, index - 1));
}

AVX2 static size_t plain_run_avx2(const uint8_t *text, size_t count) {
  size_t index = 0;
  for (; count - index >= 32; index += 32) {
    uint32_t special = special_mask(_mm256_loadu_si256((const __m256i *)(text + index)));
    if (special != 0) return index + (size_t)__builtin_ctz(special);
  }
  while (index < count && !is_special(text[index])) index++;
  return index;
}

static int has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#else
static int has_avx2(void) { return 0; }
static struct cjson_run checked_run_avx2(const uint8_t *text, size_t count) {
  return checked_run_plainly(text, count, 0);
}
static size_t plain_run_avx2(const uint8_t *text, size_t count) { return 0; }
#endif

struct cjson_run cjson_checked_run(const uint8_t *text, size_t count) {
  if (count >= 32 && has_avx2()) return checked_run_avx2(text, count);
  return checked_run_plainly(text, count, 0);
}

size_t cjson_plain_run(const uint8_t *text, size_t count) {
  if (count >= 32 && has_avx2()) return plain_run_avx2(text, count);
  size_t index = 0;
  while (index < count && !is_special(text[index])) index++;
  return index;
}
