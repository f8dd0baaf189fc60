/* The `page` worker: draws documents and prints them. Started when a document is near, killed with the person.
 *
 * Protocol (heads; the body of a request is the record's JSON as the registry sent it):
 *   to page   {"configure": {"printer_ca": path-or-"", "printer_timeout_seconds", "prefecture", "specimen": bool}}
 *             {"check": {"printer"}}               → {"checked": {"ready": bool, "reason": ipp-reason, "text": French,
 *                                                    "copies_max": n}}
 *             {"withdraw": {"printer", "number"}}  → {"withdrawn": {"jobs": n}}   (its jobs that are not completed are
 *                                                    cancelled, whoever started them; none for "SITUATION")
 *             {"count": "ADCS"|"RII"|"SITUATION"} + record
 *                                                  → {"counted": pages}
 *             {"draw": "ADCS"|"RII", "attestation": {…}, "reissued_on": date-or-absent} + record
 *             {"draw": "SITUATION", "issued_at": time} + record
 *                                                  → {"drawn": {"pages": n, "size": bytes}}      (read back; the PDF
 *                                                    stays in the worker)
 *             {"take": true}                       → {"taken": {"size": bytes}} + the PDF drawn last
 *             {"find": true} + PDF, PNG or JPEG    → {"found": [text, …]}     (Data Matrix codes with 2D-Doc text;
 *                                                    needs no configuration)
 *             {"print": {"printer", "copies": n, "number": n°}}   (withdrawn first; "SITUATION" for one that has none)
 *                                                  → {"printing": {"pages_done": n, "reason", "text"}} any number of
 *                                                    times, then
 *                                                  → {"printed": {"pages": n, "delivered": path-or-""}}
 *             {"cancel": true}                     → the job is cancelled; {"failed": {"status": "cancelled", …}}
 *   any of them may answer {"failed": {"status": status_name, "where", "detail"}}. */
#ifndef GUICHET_PAGE_WORKER_H
#define GUICHET_PAGE_WORKER_H

/* Entry point of worker-page.so; serves `fd` until it closes; returns the exit status. */
int worker_run(int fd);

#endif
