/* A whole number shared out in whole numbers by largest remainder. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define APPORTION_MAX 1000
/* value_i = floor(total × weight_i ÷ Σweights), what is left goes one by one to the largest
   remainders, equal ones in the order given; never more than one to each. False: Σweights is 0 and
   total is not, or count is beyond APPORTION_MAX. Exact for every total and weight up to 2^62. */
bool apportion_whole(int64_t total, const int64_t *weights, size_t count, int64_t *ret_values);
