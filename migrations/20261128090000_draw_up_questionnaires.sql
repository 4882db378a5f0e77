-- Every version of every questionnaire that was ever asked.
create table templates (
    id        bigint generated always as identity primary key,
    name      text    not null,
    version   integer not null,
    body      text    not null,                     -- its TOML
    file      text,                                 -- the estate's own that it was read from; null: ours
    position  integer,                              -- which comes first; null: it is asked no more
    loaded_at timestamptz not null,
    unique (name, version)
);

-- What was asked before questionnaires were drawn up by files. Who is in the middle of it goes on with it.
insert into templates (name, version, body, loaded_at) values ('callback', 0, $toml$
questionnaire = "callback"
version = 0
occasion = "result"
correction = "0h"

[[questions]]
code = "solved"
asks = "solved"
text = { zh-Hans = "问题解决了吗？", zh-Hant = "問題解決了嗎？", en = "Is the problem solved?" }
name = { zh-Hans = "问题", zh-Hant = "問題", en = "Problem" }

[[questions]]
code = "result"
asks = "grade"
text = { zh-Hans = "您对这次处理满意吗？", zh-Hant = "您對這次處理滿意嗎？", en = "Are you satisfied with how it was handled?" }
name = { zh-Hans = "满意度", zh-Hant = "滿意度", en = "Rating" }

[[questions]]
code = "reason"
asks = "words"
required = true
when = [
    { question = "solved", is = ["partly", "no"] },
    { question = "result", is = ["dissatisfied"] },
]
text = { zh-Hans = "很抱歉。还有哪里没办好，或让您不满意？请打字告诉我们。", zh-Hant = "非常抱歉。還有哪裡沒辦好，或讓您不滿意？請打字告訴我們。", en = "We are sorry. What is left, or was not right? Please type it." }
name = { zh-Hans = "原因", zh-Hant = "原因", en = "Reason" }

[[questions]]
code = "words"
asks = "words"
text = { zh-Hans = "还有什么想说的吗？请打字。", zh-Hant = "還有什麼想說的嗎？請打字。", en = "Anything else you would like to say? Please type it." }
name = { zh-Hans = "想说的", zh-Hant = "想說的", en = "Also" }
$toml$, now());

alter table questionnaires
    add column template_id bigint references templates,
    add column solved   text,                       -- what the answers come to, once they are complete
    add column grade    text,
    add column attitude text,
    add column speed    text,
    add column kept     jsonb,                      -- the answers that hold while they are being corrected
    add column declined_at timestamptz;             -- whoever is asked wants no such questions

update questionnaires q
set template_id = t.id,
    solved = case when answered_at is not null then sheet ->> 'solved' end,
    grade = case when answered_at is not null then sheet ->> 'grade' end,
    sheet = jsonb_build_object('answers', jsonb_strip_nulls(jsonb_build_object(
        'solved', case when sheet ->> 'solved' is not null
                  then jsonb_build_object('chose', sheet -> 'solved') end,
        'result', case when sheet ->> 'grade' is not null
                  then jsonb_build_object('chose', sheet -> 'grade') end,
        'reason', case when sheet ->> 'reason' is not null
                  then jsonb_build_object('said', sheet -> 'reason') end,
        'words', nullif(sheet -> 'words', '"not_asked"'::jsonb)
    )))
from templates t
where t.name = 'callback' and t.version = 0;

alter table questionnaires alter column template_id set not null;

-- Who wants no such questions, since when; and when they sleep, where that is not when others do.
alter table people
    add column unasked_since timestamptz,
    add column quiet_from  time,
    add column quiet_until time;

-- A matter that was raised in a callback (Q-12).
alter table cases add column raised_in bigint references questionnaires;
create index cases_raised on cases (raised_in) where raised_in is not null;
