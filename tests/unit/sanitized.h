/* SANITIZED: is this a build with AddressSanitizer, where freed memory must not be looked at? */
#ifndef GUICHET_TEST_SANITIZED_H
#define GUICHET_TEST_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#endif
