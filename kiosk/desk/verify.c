/* Judges a 2D-Doc that a person shows. It must keep nothing of it: the caller holds what was read, and wipes it. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

/* The audit log has the verdict and the type of the document; no issuer, no field: nothing of the person. */
static enum status note(struct desk *desk, const struct seal *seal, const struct trust_judgement *judgement) {
    char detail[64];
    text_format(detail, sizeof detail, "%s%s%s%s", trust_verdict_name(judgement->verdict), seal->type[0] ? " " : "",
                seal->type, judgement->test ? " test" : "");
    return journal_audit(desk->journal, desk->agent.id, "verify", detail, NULL, NULL);
}

enum status desk_verify(struct desk *desk, const char *text, size_t length, struct seal *seal,
                        struct trust_judgement *judgement) {
    memory_wipe(seal, sizeof *seal);
    *judgement = (struct trust_judgement){0};
    bool may_show = desk->counter.stage == COUNTER_FREE || desk->counter.stage == COUNTER_PERSON;
    if (!may_show || desk->counter.locked || desk->counter.role == COUNTER_TECHNICIAN)
        return STATUS_INVALID;
    trust_judge(desk->trust, text, length, seal, judgement);
    enum status status = note(desk, seal, judgement);
    if (status != STATUS_OK) { /* what the log does not have was not read */
        memory_wipe(seal, sizeof *seal);
        *judgement = (struct trust_judgement){0};
    }
    return status;
}
