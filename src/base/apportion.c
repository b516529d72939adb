/* Exact, whole, and never turning the order of weights. */
#include "base/apportion.h"

bool apportion_whole(int64_t total, const int64_t *weights, size_t count, int64_t *ret_values)
{
    __int128 sum = 0, rest[APPORTION_MAX];
    int64_t left = total;
    if (count > APPORTION_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    if (sum == 0 && total != 0)
        return false;
    for (size_t i = 0; i < count; i++) {
        __int128 whole = sum ? (__int128)total * weights[i] : 0;
        ret_values[i] = sum ? (int64_t)(whole / sum) : 0;
        rest[i] = sum ? whole % sum : 0;
        left -= ret_values[i];
    }
    for (; left > 0; left--) {
        size_t most = 0;
        for (size_t i = 1; i < count; i++)
            most = rest[i] > rest[most] ? i : most;
        ret_values[most]++;
        rest[most] = -1;
    }
    return true;
}
