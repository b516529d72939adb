#include "office/casepaper/change_table.h"

#include "base/i18n.h"

const struct paper_column CHANGE_COLUMNS[CHANGE_COLUMN_COUNT] = {
    {N_("序号"), 6, PAPER_RIGHT, PAPER_INT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村（居）"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("户主"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("证件后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("变动类别"), 9, PAPER_CENTER, PAPER_TEXT, false},
    {N_("变动前人数"), 10, PAPER_RIGHT, PAPER_INT, true},
    {N_("变动后人数"), 10, PAPER_RIGHT, PAPER_INT, true},
    {N_("变动前金额"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("变动后金额"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("增减金额"), 12, PAPER_RIGHT, PAPER_FEN, true},
    {N_("原因"), 30, PAPER_LEFT, PAPER_TEXT, false},
};

enum status change_row_put(struct paper_writer *paper, int64_t number,
                           const struct change_list_row *row, const struct change_words *words,
                           struct error *e)
{
    const struct paper_cell cells[CHANGE_COLUMN_COUNT] = {
        {.number = number},
        {.text = words->township},
        {.text = words->village},
        {.text = row->head_name},
        {.text = row->id_tail},
        {.text = words->change},
        {.number = row->people_before},
        {.number = row->people_after},
        {.number = row->before.v},
        {.number = row->after.v},
        {.number = row->after.v - row->before.v},
        {.text = words->cause},
    };
    return paper_row(paper, cells, e);
}
