/* What Historique says of one line. For the files of that tab. */
#ifndef GUICHET_FILE_HISTORY_H
#define GUICHET_FILE_HISTORY_H

#include "file_tabs.h"
#include "theme.h"
#include "words.h"

struct date file_line_date(const struct file_line *line);
enum file_kind file_line_kind(const struct file_line *line);
const char *file_line_type(const struct file_line *line); /* "Infraction"; "Rendu (calcul)": only computed */
/* "Usage d'un téléphone tenu en main" */
void file_line_describe(const struct file_line *line, char out[WORDS_MAX]);
/* "−3", "+1", "(3)" what is to come, "0"; "" when it has nothing to do with points. */
void file_line_write_points(const struct file_line *line, char out[16]);
enum theme_role file_line_role(const struct file_line *line); /* of those points */
/* All that is known of it, in sentences: dates, class, how it became final, what became of its points. */
void file_line_detail(const struct file_line *line, struct text_builder *text);

#endif
