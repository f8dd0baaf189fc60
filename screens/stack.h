/* The stack of screens. It opens and closes them and wipes their states. */
#ifndef GUICHET_STACK_H
#define GUICHET_STACK_H

#include "screen.h"

enum { STACK_DEPTH = 8 };

struct stack_level {
    const struct screen *screen;
    void *state;
    uint32_t serial; /* tells this level from every other that has been here */
};

struct stack {
    struct stack_level levels[STACK_DEPTH];
    size_t count;
    uint32_t last_serial;
    bool person_gone; /* a screen that shows personal data has left since the caller last reset this */
};

struct stack_level *stack_top(struct stack *stack); /* NULL when empty */
uint32_t stack_serial(const struct stack *stack);   /* of the top; 0 when empty */
bool stack_takes_scans(const struct stack *stack);  /* does the top? */
bool stack_has(const struct stack *stack, const struct screen *screen);
/* Ignored when the stack is full: every screen can be left, and none pushes itself. */
void stack_push(struct stack *stack, const struct screen_context *context, const struct screen *screen,
                const void *argument);
void stack_replace(struct stack *stack, const struct screen_context *context, const struct screen *screen,
                   const void *argument);
void stack_pop(struct stack *stack);
void stack_clear(struct stack *stack);

#endif
