# Every sentence of huiyin. Written for a phone: short, plain, apology first, no blame, no verdict.

## Time
moment = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $time }
day = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
length-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
length-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
length-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
length-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
length-same-day = the same day

## Buttons everywhere
button-back = ← Back
button-skip = Skip
button-cancel = Cancel
button-enough = That's all
button-send = Send
button-edit = Change
button-home = Home
button-more = More →
button-less = ← Less
button-yes = Yes
button-no = No

## Greeting
greeting = Hello, this is the service centre of { $estate }.
greeting-promise = Tell us here what is wrong, what needs repair, what you want to ask or suggest. Every matter has an outcome and every item gets an answer.
privacy = To deal with your matter we keep your name, address, telephone number and what you tell us. Only the people who work on it see them. To see or delete them, call { $phone } at any time.
privacy-version = Privacy notice, version { $version }
button-agree = I agree, go on
button-decline = I do not agree
declined = All right. Without your consent we keep nothing about you. You can reach us on { $phone }. If you change your mind, send /start.
ask-name = What may we call you? Please type your name or your company's.
button-own-name = I am { $name }
ask-building = Where do you live or work?
ask-within = { $place }: please choose.
button-visitor = Public area / visitor
button-buildings = ← All buildings
ask-phone = May we have a telephone number? Share your own with the button below, or skip.
button-share-phone = Share my number
phone-kept = Thank you, we have your number.
phone-skipped = All right, no number.
phone-not-yours = That is somebody else's contact. Please press "{ $share }" for your own number, or "{ $skip }".
welcome = Good to know you, { $name }.
languages = 请选择语言 · 請選擇語言 · Choose a language
language-name-zh-hans = 简体中文
language-name-zh-hant = 繁體中文
language-name-en = English
language-set = We shall speak English from now on.

## Home
home = { $name }, what can we do for you?
home-nameless = What can we do for you?
button-complaint = Complain
button-repair = Repair
button-consultation = Ask
button-suggestion = Suggest
button-praise = Praise
button-mine = My matters
button-languages = 语言 Language
draft-waits = You have an unfinished { $kind }. Go on with it, or start again?
button-continue = Go on
button-restart = Start again
help = To complain, report a repair, ask, suggest or praise: send /start, or just write, take a photo or record your voice.
    Where a matter stands: /my, or /case with its number.
    Language: /lang. To stop what you are filling in: /cancel.
    Service centre: { $phone }
stranger = Hello! It takes half a minute to get to know you, then we can register your matter. Please send /start.
unknown-command = There is no such command. Send /help to see what there is, or simply tell us what happened.
nothing-to-cancel = There is nothing you are filling in.
cancelled = All right, stopped. What you wrote is not kept.
task-cancelled = All right, stopped.
cancel-surely = What you have written will be lost. Cancel?
button-cancel-surely = Cancel, throw it away
button-keep = No, go on

## Kinds
kind-complaint = complaint
kind-repair = repair
kind-consultation = question
kind-suggestion = suggestion
kind-praise = praise

## Intake
step = Step { $at } of { $of }
ask-story-complaint = We are sorry for the trouble. Please tell us in your own words what happened.
ask-story-repair = We are sorry for the inconvenience. What is broken? Please tell us in your own words.
ask-story-consultation = What would you like to know?
ask-story-suggestion = Thank you for thinking of everybody. What do you suggest?
ask-story-praise = Thank you! Whom would you like to praise, and for what?
ask-story-how = Text, voice, photos, albums and files, in any order. Then press "{ $enough }".
story-so-far = Noted: { $what }.
story-texts = { $count ->
    [one] { $count } text
   *[other] { $count } texts
}
story-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
story-more = Anything else? If not, press "{ $enough }".
ask-category = What is it about?
button-all-categories = Something else…
ask-place = Where is it? Press a button, or type it.
ask-place-within = Where in { $place }?
button-last-place = { $place }
button-this-place = { $place } as such
button-choose-building = Choose a building…
button-public = Public area…
ask-happened = When did it happen? Press a button, or type it.
button-just-now = Just now
button-today = Today
button-yesterday = Yesterday
button-skip-rest = Skip the rest, check it
ask-wish = What would you like us to do? Type it, or skip.
ask-wanted-by = By when would you like it done?
button-tomorrow = Tomorrow
button-this-week = This week
button-other-day = Another day…
ask-contact = How can we reach you? Type a telephone number, or skip.
ask-caller-name = Apologise to the caller first and let them finish. What are they called?
ask-caller-phone = The caller's telephone number?
ask-caller-story = Write down the caller's own words. Then press "{ $enough }".
ask-caller-kind = What do you register for the caller?
review = Please check it. If it is right, press "{ $send }".
review-for-caller = Please read it back to the caller. If it is right, press "{ $send }".
field-caller = Caller: { $value }
field-story = What: { $value }
field-files = Files: { $count }
field-category = About: { $value }
field-place = Where: { $value }
field-happened = When: { $value }
field-wish = Wish: { $value }
field-wanted-by = Wanted by: { $value }
field-contact = Telephone: { $value }
not-said = not said
said-at = { $moment }
which-field = What would you like to change?
name-caller-name = Caller
name-caller-phone = Caller's number
name-story = What
name-category = About
name-place = Where
name-happened = When
name-wish = Wish
name-wanted-by = Wanted by
name-contact = Telephone
story-only-files = (see files)

## Answers we cannot take
problem-empty = There is nothing in this message that we can read. Please write, take a photo or record your voice.
problem-too-long = That is too long for us to keep. Please shorten it to { $limit } characters, or send it in parts.
problem-nothing-told = We do not know yet what happened. Please say a few words, or send a photo or a voice message, then press "{ $enough }".
problem-too-many-files = One matter takes at most { $limit } files; this one was not added.
problem-choose-button = Added to your story. For this step, please press a button.
problem-choose = For this step, please press a button.
problem-wants-words = Please answer this in words, for example: "{ $example }"
problem-bad-date = Added to your story. For the date, please press a button.
problem-bad-phone = That does not look like a telephone number. For example: 138 0000 0000
problem-photo-needed = This kind of work needs a photo. Please send one of how it looks now.
wrong-media = We cannot take this kind of message here. Please write, or send a photo, a voice message or a file.
too-big = This file is over 20 MB and we cannot fetch it. Please make it smaller, photograph it or send it in parts.
edited-message = I see that you changed a message. We keep what you sent first; to add or correct something, please write it again.
two-misses = If it is hard to put into words, call us: { $phone }
example-wish = Please mend it soon
example-name = Meiling Chen
example-reason = The door still does not close

## Receipt
receipt = { $number } is registered: { $kind }
receipt-sorry = We are sorry for the trouble. Thank you for telling us.
receipt-thanks = Thank you for telling us.
receipt-department = It has gone to { $department }.
receipt-at-desk = The service centre is arranging it.
receipt-steps = What happens next:
receipt-pickup = · { $department } signs for it within { $length }
receipt-solve = · It is dealt with by { $moment }
receipt-callback = · We tell you the result, and ask how it was
receipt-answer-by = · You get an answer by { $moment }
receipt-state = Now: { $state }
receipt-again = { $number } ({ $kind }): this has been registered already, it is not registered twice.
button-copy = Copy the number
button-status = How does it stand?
button-add = Add something
button-hurry = Hurry up
button-withdraw = Take it back
button-say-crew = Write to the crew
state-registered = the service centre is arranging it
state-dispatched = waiting for { $department } to sign
state-working = { $department } is working on it
state-set-out = { $department } is on the way
state-arrived = { $department } is there
state-asked = waiting for you to tell us more
state-reported = done, waiting for your word
state-reported-confirmed = you confirmed it, we are finishing the papers
state-reported-silent = done, we have not heard from you
state-closed = done, being reviewed among ourselves
state-archived = done and archived
state-withdrawn = taken back
state-by = Worked on by: { $name }
state-due = Until: { $moment }

## Slip
slip = Slip { $number } · { $kind }
slip-again = Slip { $number } · { $kind } · round { $round }
slip-category = About: { $value }
slip-place = Where: { $value }
slip-received = Received: { $moment }
slip-sign-by = Sign by: { $moment }
slip-solve-by = Solve by: { $moment }
slip-promised = Promised to the owner: { $moment }
slip-severity = Severity: { $value }
slip-state = State: { $state }
slip-signed = { $name } signed { $signed }, accepted { $accepted }
slip-result-at = Result reported: { $moment }
slip-files = { $count ->
    [one] { $count } file, below
   *[other] { $count } files, below
}
slip-late = late
slip-moved-on = moved on, this slip is void
slip-owner-word = Owner: { $word }
slip-head = Head: { $word }
slip-callback = Callback: { $word }
word-awaited = to be heard
word-fixed = says it is fixed
word-silent = silent
word-signed-off = { $name } signed off { $moment }
word-not-signed-off = to sign
word-planned = not due yet
word-asked = asked
word-answered = answered
severity-minor = minor
severity-serious = serious
severity-major = major
slip-state-registered = at the service centre
slip-state-dispatched = to be signed
slip-state-accepted = accepted
slip-state-set-out = on the way
slip-state-arrived = on the spot
slip-state-asked = waiting for the owner
slip-state-reported = result reported
slip-state-closed = to be reviewed
slip-state-archived = archived
slip-state-withdrawn = taken back by the owner
button-sign = Sign
button-set-out = On my way
button-arrive = Arrived
button-note = Note
button-ask = Ask the owner
button-return = Not ours
button-report = Done
button-sign-off = Head signs off
button-send-back = Send back
button-review = Write the review
button-slip = Full slip
button-say-owner = Write to the owner
full-slip = Slip { $number } in full
full-slip-private = For the person working on it only. Please do not forward.
full-slip-name = Name: { $value }
full-slip-address = Address: { $value }
full-slip-phone = Telephone: { $value }
full-slip-phone-unverified = Telephone: { $value } (unverified)
full-slip-story = What happened:
files-of-story = Files of { $number }
files-of-result = Photos of the result of { $number }

## Desk
desk-card = New { $kind } { $number }
desk-owner = Owner: { $value }
desk-by-phone = By telephone, first asked: { $name }
desk-department = Department: { $value }
desk-none = none yet
desk-bounces = { $count ->
    [one] returned once
   *[other] returned { $count } times
}
button-correct = Correct
button-promise = Promise a time
button-reply = Answer
button-by-voice-fixed = Owner says fixed
button-by-voice-partly = Owner says partly
button-by-voice-dispute = Owner says not fixed
correct-what = What should be corrected in { $number }?
button-correct-category = Category
button-correct-department = Department
button-correct-severity = Severity
choose-category = What is { $number } about?
choose-department = Which department gets { $number }?
choose-severity = How grave is { $number }?
choose-promise = Until when do you promise the owner of { $number } an answer?
corrected = { $number } is corrected.
dispatched = { $number } has gone to { $department }.
promised = Promised to the owner: { $moment }.
registered-for-caller = Registered for the caller: { $number }. Please tell them the number.

## Other conversations
words-ask = { $number }: what would you like to ask the owner?
words-return = { $number }: why is it not ours? Please give the reason; the service centre will arrange it anew.
words-note = { $number }: please write the note. Only we see it.
words-partly = { $number }: what is left to do?
words-dispute = { $number }: we are sorry that it is not fixed. Please tell us what is wrong.
words-send-back = { $number }: why do you send it back?
words-review = { $number }: please write the review: date, who was there, causes, lessons.
words-add = { $number }: please add what you like. Text, photos, voice; then press "{ $enough }".
words-say-crew = { $number }: what would you like to tell the crew?
words-say-owner = { $number }: what would you like to tell the owner? Please be polite and plain.
words-reply = { $number }: please write the answer. The owner gets it as it is.
words-withdraw = { $number }: do you really want to take it back? You may write why, or just press "{ $yes }".
button-withdraw-surely = Take it back
words-done = { $number }: thank you, noted.
words-done-ask = { $number }: the owner is asked; you will hear the answer.
words-done-return = { $number }: back at the service centre.
words-done-note = { $number }: the note is kept.
words-done-say = { $number }: passed on.
words-done-add = { $number }: added, thank you.
words-done-reply = { $number }: the owner has your answer.
add-taken = Added. Anything else? If not, press "{ $enough }".
goes-private = Please go on in our private chat.
not-started = Please open our private chat first, press "Start", then press again.

## Report of work
report-result = { $number } Step 1 of 4: what is the result?
report-cause = { $number } Step 2 of 4: what was the cause? Press a button, or type it.
report-remedy = { $number } Step 3 of 4: what did you do for the owner? Press a button, or type it.
report-photos = { $number } Step 4 of 4: please send photos of how it looks now, then press "{ $enough }".
report-photos-needed = This kind of work needs a photo.
report-photos-so-far = { $count } so far.
report-review = { $number } Please check it. If it is right, press "{ $send }".
report-field-result = Result: { $value }
report-field-cause = Cause: { $value }
report-field-remedy = Remedy: { $value }
report-field-photos = Photos: { $count }
report-sent = { $number }: the result is with the service centre. The owner is told, and the head is asked to sign.
report-name-result = Result
report-name-cause = Cause
report-name-remedy = Remedy
report-name-photos = Photos
cause-1 = Worn out
cause-2 = Fault of installation
cause-3 = Wrong use
cause-4 = Weather
remedy-1 = Mended on the spot, owner tried it
remedy-2 = Part replaced
remedy-3 = Cleaned and put in order
example-result = Replaced the fan, it cools again

## Notices to the owner
note-signed = { $number }: { $name } of { $department } has signed for it. It is dealt with by { $moment }.
note-signed-nameless = { $number }: { $department } has signed for it. It is dealt with by { $moment }.
note-on-the-way = { $number }: { $department } is on the way.
note-question = { $number }: the crew would like to know:
note-question-how = Simply answer here.
note-result = { $number }: this is the result.
note-result-ask = Is it fixed?
button-fixed = Fixed
button-partly = Partly
button-not-fixed = Not fixed
note-confirmed = { $number }: thank you. A little later we shall ask once more how it was.
note-work-goes-on = { $number }: we are sorry that it is not right yet. We go on working on it; you hear from us by { $moment }.
note-promised = { $number }: you hear from us by { $moment }.
note-replied = { $number }: the answer to your { $kind }.
note-replied-thanks = Thank you for telling us.
note-thanks = { $number } is done and archived. Again, we are sorry for the trouble, and thank you for helping us do better.
note-taken-back = { $number } is taken back as you wish. We are here whenever you need us.
note-callback-reminder = { $number }: the questions above still wait for you. They take a few seconds.
note-message-crew = { $number }: the crew writes:
note-message-owner = { $number }: the owner writes:

## Notices to staff
note-added = { $number }: the owner adds:
note-added-files = { $count ->
    [one] ({ $count } file)
   *[other] ({ $count } files)
}
note-part-left = { $number }: the owner says that a part is left:
note-sent-back = { $number }: the head sends it back:
note-released = { $number }: this is no longer yours; you need not go on with it.
note-owner-withdrew = { $number }: the owner took it back. Nothing more to do.
note-hurried = { $number }: the owner asks us to hurry.
note-sign-off-wanted = { $number }: the result is reported. Please sign it off.
note-review-wanted = { $number }: a grave matter is done. Please hold the review and write the minutes.
note-late-pickup = { $number }: nobody signed within { $length } ({ $department }).
note-late-dispatch = { $number }: not sent to a department within { $length }.
note-late-plan = { $number }: no visit and no promised time within { $length } of signing ({ $department }).
note-late-solve = { $number }: past its limit ({ $department }).
note-late-sign-off = { $number }: the result has waited more than { $length } for a signature ({ $department }).
note-late-promise = { $number }: the time promised to the owner has passed ({ $department }).
note-late-review = { $number }: the review has not been written within { $length }.
note-late-chase = { $number }: still late, { $state } ({ $department }).
note-returned = { $number }: { $department } says it is not theirs:
note-reopened = { $number }: the owner says it is not fixed. Sent out again:
note-reopened-callback = { $number }: dissatisfied in the callback. Sent out again:
note-grave = { $number }: a { $severity } matter. Please take note.
note-no-room = { $number }: { $department } has no group, the slip cannot be posted. Please bind a group, or send it to another department.
note-please-call = { $number }: the owner does not use this system. Please call, tell and ask, then press below.

## Callback
callback-head = How was it? { $number }
callback-why = It is done, and we would like to hear from you. Only a few questions.
callback-solved = Is it solved?
callback-grade = Are you satisfied with how it was handled?
callback-reason = We are sorry. What was not right? Please type it.
callback-words = Anything else you would like to say? Type it, or press "{ $nothing }".
callback-answered-solved = Solved: { $value }
callback-answered-grade = Satisfied: { $value }
callback-answered-reason = Not right: { $value }
callback-answered-words = Also: { $value }
callback-thanks = Thank you for your answers.
callback-expired = These questions are closed.
solved-yes = Solved
solved-partly = Partly
solved-no = Not solved
grade-satisfied = Satisfied
grade-basically = Basically satisfied
grade-dissatisfied = Dissatisfied
button-nothing = Nothing more

## My matters
mine = Your matters
mine-empty = You have not registered anything yet.
mine-line = { $number } { $kind } · { $state }
case-usage = Please write the number after /case, for example: /case { $example }
case-not-found = We cannot find { $number }, or it is not yours.
case-mistyped = { $number } seems to have one wrong character. Please look again.
status-head = { $number }: { $kind }
status-opened = Registered: { $moment }

## Answers to presses
toast-signed = Signed. The full slip is in your private chat.
toast-done = Done
toast-noted = Noted
toast-sign-off = Signed off
toast-hurried = We have passed it on
toast-stale-question = That question is past. Please look at the newest one.
toast-old-button = That button is too old. Please look at the newest message.
toast-sent-already = That was sent already; it is not sent twice.
toast-not-asked = These questions are not for you, or are closed.
refusal-not-entitled = That is not yours to do.
refusal-not-yours = { $name } has signed for this.
refusal-stale = That is an old slip. Please look at the newest one.
refusal-already-signed = { $name } has already signed.
refusal-already-so = It is so already.
refusal-not-signed = Please sign first.
refusal-no-result = There is no result yet.
refusal-result-is-in = The result is reported already.
refusal-at-desk = It is at the service centre, to be sent out anew.
refusal-needs-work = This needs a department; words alone are not enough.
refusal-too-soon = You hurried us a short while ago; we are at it.
refusal-bad-time = That time is past, or later than may be promised.
refusal-over = This matter is over.
refusal-not-waiting = Nothing waits for this now.
refusal-no-case = There is no such matter, or it is not yours.

## Setting up
invite-role = What position do you invite a colleague to?
invite-department = In which department?
invite-link = Please send this link to your colleague. It holds for { $hours } hours and works once:
role-desk = Service centre
role-crew = Crew
role-head = Head of department
role-manager = Manager
role-leader = Company leader
role-auditor = Auditor
role-admin = Administrator
role-in = { $role }, { $department }
admin-welcome = You are the administrator now. Invite colleagues: /invite. Bind groups: /bind.
staff-waits = Thank you. You can begin when the administrator has said yes.
staff-asks = { $name } ({ $account }) would like to be: { $post }. Agreed?
staff-yes = You are now: { $post }. Send /help to see what you can do.
staff-no = The administrator did not agree. Please ask the administrator.
staff-decided = { $name }: { $decision }
decision-yes = agreed
decision-no = not agreed
decision-past = That has been decided already.
bind-what = Which group do you bind?
bind-desk = The service centre's group
bind-leaders = The leaders' group
bind-link = 1. Press the button to add me to the group, and let me be an administrator there.
    2. If it is not bound by itself, send this in the group:
bind-code = /bind { $code }
button-bind = Add to the group
bound = This group is bound: { $what }. Slips are posted here.
bound-rights = Please make me an administrator of the group, or I cannot see your answers.
bind-wrong = This code is wrong, used or has run out. Please let the administrator make a new one with /bind.
bind-only-group = Use /bind in the group. For a code, the administrator sends /bind in our private chat.
invitation-unknown = This link is wrong, or somebody else has used it. Please ask for a new one.
invitation-expired = This link has run out. Please ask for a new one.
only-admin = Only the administrator can do that.
only-desk = Only the service centre registers for others.
group-unknown = I work only in groups that are bound, so I leave. The administrator makes a code with /bind.
group-anonymous = I cannot see who sent this, so I must not act on it. Please switch "anonymous" off and try again.
group-only-private = Please use this command in our private chat.
help-staff = Staff:
    Work with the buttons on the slips; a reply to a slip is a note among ourselves.
    /case with a number: see a case.
help-desk = /new: register for a caller.
help-admin = /invite: invite a colleague. /bind: bind a group.
note-kept = The note is kept.
apology = Something went wrong. We have your message but could not deal with it. Please try again later, or call { $phone }.

## Command menu
command-start = Home: complain, repair, ask, suggest
command-my = My matters
command-case = See one matter
command-lang = Language
command-cancel = Stop what I am filling in
command-help = Help
command-new = Register for a caller
command-invite = Invite a colleague
command-bind = Bind a group

## The demo's panel
event-register = registered
event-dispatch = sent to a department
event-correct = corrected
event-promise = time promised
event-reply = answered
event-sign = signed
event-set-out = on the way
event-arrive = arrived
event-note = note
event-ask = owner asked
event-return = not ours
event-report = result reported
event-confirm = owner: fixed
event-partly = owner: partly
event-dispute = owner: not fixed
event-sign-off = head signed off
event-send-back = sent back
event-answer = callback answered
event-review = review
event-add = owner added
event-say = message
event-hurry = owner hurries
event-withdraw = taken back
event-overdue = time is up: { $timer }
timer-dispatch = send out
timer-pickup = sign
timer-plan = first plan
timer-solve = solve
timer-sign-off = head's signature
timer-confirm = owner's word
timer-callback = callback
timer-callback-reminder = callback reminder
timer-callback-expiry = callback ends
timer-promise = promised time
timer-review = review
timer-chase = chase again
timer-hurry = may hurry again
