/* What the leak sanitizer must not tell: memory that libraries keep until the end and lose count of. Linked into every
 * executable of a sanitizer build, the shipped ones included; never for anything of ours. */

const char *__lsan_default_suppressions(void); /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c): the sanitizer's */

const char *__lsan_default_suppressions(void) {
    return "leak:libfontconfig.so\n"; /* its caches of patterns, never freed without FcFini() */
}
