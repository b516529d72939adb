/* What of the homes waits for the viewer: for the first screen. */
#pragma once
#include "web/request.h"

/* Adds the list "home_work" of {path, label, what, count}: a director's records that today lacks,
   requests on their way, claims that came back; whoever confirms: admissions and leavings that
   somebody else asked for, claims whose step is his. Also "own_home" for a director. */
MUST_USE enum status homes_work_add(struct request *r, struct error *e);
