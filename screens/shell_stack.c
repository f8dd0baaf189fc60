/* Which screens the counter's state calls for, one upon the other. It must not change that state. */
#include "shell_stack.h"

void shell_reset_stack(struct stack *stack, const struct screen_context *context) {
    const struct counter *counter = context->desk == NULL ? NULL : desk_counter(context->desk);
    stack_clear(stack);
    if (counter == NULL || counter->stage == COUNTER_CLOSED) {
        stack_push(stack, context, &screen_login, NULL);
        return;
    }
    if (counter->locked) {
        stack_push(stack, context, &screen_locked, NULL);
        return;
    }
    stack_push(stack, context, &screen_home, NULL);
    if (counter->stage == COUNTER_PERSON)
        stack_push(stack, context, &screen_identity, NULL);
    if (counter->stage == COUNTER_CONFIRMED || counter->stage == COUNTER_DOCUMENT)
        stack_push(stack, context, &screen_file, NULL);
    if (counter->stage > COUNTER_PERSON && desk_progress(context->desk, DESK_DOCUMENT)->phase != DESK_IDLE)
        stack_push(stack, context, &screen_printing, NULL); /* under way, or its end not yet read */
}
