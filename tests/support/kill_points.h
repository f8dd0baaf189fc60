/* The places where the build of KILLS=1 may be killed (kiosk/kill_point.h), as the sources name them. */
#ifndef GUICHET_TESTS_KILL_POINTS_H
#define GUICHET_TESTS_KILL_POINTS_H

#include <stddef.h>

enum { KILL_POINTS_MAX = 128, KILL_POINT_SIZE = 64 };

/* Each name of a KILL_POINT("room.place") below kiosk/, printing/ and screens/ of the working folder, once, in order of
 * name. Fails the test when a name is too long, or there are too many. */
size_t kill_points_list(char names[KILL_POINTS_MAX][KILL_POINT_SIZE]);

#endif
