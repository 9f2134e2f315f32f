#ifndef UMSTIEG_CLIBCURL_SHIMS_H
#define UMSTIEG_CLIBCURL_SHIMS_H

// Its checks want options that are constants.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// What libcurl takes as variadic arguments, for Swift.

typedef size_t (*umstieg_curl_sink)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode umstieg_curl_set_long(CURL *handle, CURLoption option, long value)
{
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode umstieg_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value)
{
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode umstieg_curl_set_pointer(CURL *handle, CURLoption option, const void *value)
{
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode umstieg_curl_set_sink(CURL *handle, CURLoption option, umstieg_curl_sink value)
{
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode umstieg_curl_get_long(CURL *handle, CURLINFO info, long *value)
{
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode umstieg_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value)
{
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode umstieg_curl_multi_set_long(CURLM *handle, CURLMoption option, long value)
{
    return curl_multi_setopt(handle, option, value);
}

#endif
