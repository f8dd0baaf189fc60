/* The stack at rest: which screens the counter's state calls for. Only the shell asks. */
#ifndef GUICHET_SHELL_STACK_H
#define GUICHET_SHELL_STACK_H

#include "stack.h"

/* Instead of what is there. */
void shell_reset_stack(struct stack *stack, const struct screen_context *context);

#endif
