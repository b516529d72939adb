/* Shared by the pages of a hospital's counter: everything is looked up by the hospital's own
   number, so that it sees nobody whom it does not treat. */
#pragma once
#include "web/pages/medical_page.h"
#include "web/pages/plain_form.h"

/* Adds "serial", the running number of the message that the page's form will send: the one that was
   posted (a form shown again is the same message), else a fresh one. So a double click, a reload or
   a second try says the same thing once. */
void counter_serial_add(struct request *r, struct view *v);
/* Sends a message of this page as the viewer; m has kind and contents, the rest is filled in.
   REFUSED (SERIAL_FORM) when the form has lost its serial. */
MUST_USE enum status counter_send(struct request *r, const struct payee *hospital,
                                  struct medical_message *m, struct medical_answer *ret,
                                  struct error *e);
