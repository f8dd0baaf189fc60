/* Opens and closes screens. It must not draw, nor decide which screen comes next. */
#include "stack.h"

#include "../kiosk/memory.h"

struct stack_level *stack_top(struct stack *stack) {
    return stack->count == 0 ? NULL : &stack->levels[stack->count - 1];
}

uint32_t stack_serial(const struct stack *stack) {
    return stack->count == 0 ? 0 : stack->levels[stack->count - 1].serial;
}

bool stack_takes_scans(const struct stack *stack) {
    return stack->count > 0 && (stack->levels[stack->count - 1].screen->flags & SCREEN_TAKES_SCANS) != 0;
}

bool stack_has(const struct stack *stack, const struct screen *screen) {
    for (size_t i = 0; i < stack->count; i++)
        if (stack->levels[i].screen == screen)
            return true;
    return false;
}

static struct stack_level open_level(struct stack *stack, const struct screen_context *context,
                                     const struct screen *screen, const void *argument) {
    struct stack_level level = {.screen = screen, .serial = ++stack->last_serial};
    if (screen->state_size > 0)
        level.state = memory_alloc(screen->state_size);
    if (screen->open != NULL)
        screen->open(level.state, context, argument);
    return level;
}

static void close_level(struct stack *stack, struct stack_level *level) {
    if (level->screen->flags & SCREEN_SHOWS_PERSON)
        stack->person_gone = true;
    if (level->screen->close != NULL)
        level->screen->close(level->state);
    memory_free(level->state);
    *level = (struct stack_level){0};
}

void stack_push(struct stack *stack, const struct screen_context *context, const struct screen *screen,
                const void *argument) {
    if (stack->count == STACK_DEPTH)
        return;
    struct stack_level level = open_level(stack, context, screen, argument);
    stack->levels[stack->count++] = level;
}

void stack_replace(struct stack *stack, const struct screen_context *context, const struct screen *screen,
                   const void *argument) {
    struct stack_level level = open_level(stack, context, screen, argument);
    stack_pop(stack);
    stack->levels[stack->count++] = level;
}

void stack_pop(struct stack *stack) {
    if (stack->count == 0)
        return;
    stack->count--;
    close_level(stack, &stack->levels[stack->count]);
}

void stack_clear(struct stack *stack) {
    while (stack->count > 0)
        stack_pop(stack);
}
