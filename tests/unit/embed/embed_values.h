/* The checks of embed_values.c, written in C so that a C compiler reads the public header.  Each gives null, or the text
 * of what does not hold. */
#ifndef TESTS_EMBED_VALUES_H
#define TESTS_EMBED_VALUES_H

#ifdef __cplusplus
extern "C" {
#endif

const char* check_scalars(void);      /* C2 */
const char* check_wrong_kinds(void);  /* C2 */
const char* check_float_bits(void);   /* C2 */
const char* check_kind_numbers(void); /* C2 */
const char* check_round_trips(void);  /* C3 */
const char* check_made_in_c(void);    /* C3 */
const char* check_kept_values(void);  /* C3 */
const char* check_calls(void);
const char* check_misuse(void);

#ifdef __cplusplus
}
#endif
#endif
