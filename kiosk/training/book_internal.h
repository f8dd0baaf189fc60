/* Between the files of the book. */
#ifndef GUICHET_TRAINING_BOOK_INTERNAL_H
#define GUICHET_TRAINING_BOOK_INTERNAL_H

#include "book.h"

#include <sqlite3.h>

struct book {
    sqlite3 *database;
};

#endif
