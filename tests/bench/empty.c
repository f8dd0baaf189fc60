/* An empty program, linked with the kiosk's libraries: what starting them costs whatever we do. Tells that it is there.
 */
#include <unistd.h>

int main(void) {
    return write(STDOUT_FILENO, "ok", 2) == 2 ? 0 : 1;
}
