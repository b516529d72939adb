/* Projects in the matrix of access: in each of two townships one with a signed return, another that
   waits with a photograph, a problem, an acceptance that is not confirmed, and a change asked for.
 */
#include "domain/casework/enclosure.h"
#include "domain/project/return.h"
#include "web/matrix.h"

#include <stdio.h>

static int64_t return_make(struct db *db, int64_t project, int month, int64_t beds,
                           const char *clerk)
{
    struct error e = {0};
    int64_t id;
    const struct project_return r = {.project = project,
                                     .month = month_make(2013, month),
                                     .beds_added = beds,
                                     .invested = FEN(1000000),
                                     .progress = "主体"};
    assert_ok_e(project_return_write(db, LIVE_COUNTY, &r, clerk, &id, &e), &e);
    assert_ok_e(project_return_submit(db, LIVE_COUNTY, id, clerk, &e), &e);
    return id;
}

static void photo_make(struct matrix *m, struct db *db, int64_t return_id, const char *clerk)
{
    static const char picture[] = "\xff\xd8\xff\xe0 a photograph";
    struct error e = {0};
    int seq;
    const struct enclosure_new photo = {.kind = ENCLOSURE_PROJECT_RETURN,
                                        .subject = return_id,
                                        .title = "现场",
                                        .bytes = picture,
                                        .size_bytes = sizeof(picture) - 1,
                                        .thumbnail = picture,
                                        .thumbnail_bytes = sizeof(picture) - 1};
    assert_ok_e(enclosure_add(db, LIVE_COUNTY, m->keys, &photo, clerk, &seq, &e), &e);
    assert_int_equal(seq, MATRIX_PHOTO);
}

static void project_fill(struct matrix *m, struct db *db, struct matrix_things *t, const char *code,
                         int township)
{
    struct error e = {0};
    struct project p;
    char clerk[40], lead[40];
    int version;
    snprintf(clerk, sizeof(clerk), "township%d.clerk", township);
    snprintf(lead, sizeof(lead), "township%d.lead", township);
    assert_ok_e(project_find(db, LIVE_COUNTY, code, m->arena, &p, &e), &e);
    t->project = p.code;
    for (int s = STAGE_SITE; s <= STAGE_FITOUT; s++)
        assert_ok_e(project_stage_reach(db, LIVE_COUNTY, p.id, (enum project_stage)s,
                                        date_make(2013, 5, s), "wubao1", &e),
                    &e);
    int64_t signed_one = return_make(db, p.id, 5, 10, clerk);
    assert_ok_e(project_return_sign(db, LIVE_COUNTY, signed_one, lead, &e), &e);
    t->project_return = return_make(db, p.id, 6, 5, clerk);
    photo_make(m, db, t->project_return, clerk);
    const struct project_problem problem = {.project = p.id,
                                            .raised_on = date_make(2013, 6, 1),
                                            .due_on = date_make(2013, 6, 30),
                                            .problem = "未通电",
                                            .cause = "",
                                            .owner_unit = "供电所"};
    assert_ok_e(project_problem_raise(db, LIVE_COUNTY, &problem, clerk, &t->problem, &e), &e);
    const struct project_acceptance acceptance = {.project = p.id,
                                                  .beds = 5,
                                                  .accepted_on = date_make(2013, 9, 1),
                                                  .is_passed = true,
                                                  .members = "张三、李四",
                                                  .opinion = "合格",
                                                  .document = ""};
    assert_ok_e(project_accept(db, LIVE_COUNTY, &acceptance, "wubao1", &t->acceptance, &e), &e);
    struct project_scope scope = p.scope;
    scope.change = "SITE";
    scope.site = "新址";
    scope.reason = "原址不合格";
    scope.document = "";
    assert_ok_e(project_change_request(db, LIVE_COUNTY, p.id, &scope, clerk, &version, &e), &e);
    assert_int_equal(version, MATRIX_SCOPE_VERSION);
}

void matrix_project_fill(struct matrix *m, struct db *db)
{
    project_fill(m, db, &m->of[SIDE_OWN], "P07", 106);
    project_fill(m, db, &m->of[SIDE_OTHER], "P02", 101);
    m->of[SIDE_NEAR].project = m->of[SIDE_OWN].project;
    m->of[SIDE_NEAR].project_return = m->of[SIDE_OWN].project_return;
    m->of[SIDE_NEAR].problem = m->of[SIDE_OWN].problem;
    m->of[SIDE_NEAR].acceptance = m->of[SIDE_OWN].acceptance;
}
