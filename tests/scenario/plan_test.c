/* P0, P1: the plan's own words are kept clause by clause as they were loaded, whatever is loaded
   later says otherwise only for itself, and they are there for everybody to read. */
#include "scenario/people.h"
#include "scenario/story.h"

#define OFFICE " --as supervisor"
#define DIRECTOR " --as director"

static void a_later_version_says_otherwise(struct story *s)
{
    static const struct plan_edit edits[] = {{"以民为本,为民解困", "以人为本,为民解困"}};
    char path[PROCESS_PATH_BYTES];
    plan_variant(s, "second.yaml", edits, 1);
    story_set(s, "plan", story_path(s, "second.yaml", path));
    STORY_TELL(s, {"another wording", "plan load {plan}", .expect = "第 2 版"},
               {"is what is shown", "plan show P1", .expect = "以人为本"},
               {"the other clauses stay", "plan show P0", .expect = "全面实施四项民政民生工程"},
               {"the trail is whole", "audit"});
}

static void the_plan_keeps_its_words(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    STORY_TELL(&s, {"init", "init --plan {plan}", .today = "2013-01-04"},
               {"the preamble", "plan show P0", .expect = "全面实施四项民政民生工程"},
               {"the guiding thought", "plan show P1 --format csv", .expect = "以民为本"},
               {"a clause that is none", "plan show P9", .exit = 1, .expect = "没有条款"},
               {"the same again changes nothing", "plan load {plan}", .expect = "没有变化"},
               {"as documents for the public", "library seed" OFFICE, .expect = "待审核"},
               {"found once approved", "library search 群众路线 --format csv"});
    assert_int_equal(story_rows(&s), 0);
    STORY_TELL(&s, {"all of the library", "library list --kind PLAN --format csv" OFFICE});
    assert_int_equal(story_rows(&s), 13);
    const int64_t id = story_number(&s, "clause", "P1", "id");
    story_set_number(&s, "document", id);
    STORY_TELL(&s, {"approved", "library approve {document}" DIRECTOR, .expect = "可以检索"},
               {"found", "library search 群众路线 --format csv"});
    assert_int_equal(story_rows(&s), 1);
    a_later_version_says_otherwise(&s);
    story_close(&s);
}

STORY_CLAIM(the_plan_keeps_its_words)

STORY_MAIN("plan", STORY_BOTH(the_plan_keeps_its_words))
