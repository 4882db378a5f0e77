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
length-not-overnight = the day, before night
length-immediately = no time
length-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
length-working-hours = { $count ->
    [one] { $count } working hour
   *[other] { $count } working hours
}
length-working-minutes = { $count ->
    [one] { $count } working minute
   *[other] { $count } working minutes
}

## Buttons everywhere
button-back = ← Back
button-skip = Skip
button-cancel = Cancel
button-enough = That's all
button-send = Send
button-copy-link = Copy the link
button-copy-code = Copy this line
button-edit = Change
button-home = Home
button-more = Next →
button-less = ← Previous
button-yes = Yes
button-no = No

## Greeting
greeting = Hello, this is the service centre of { $estate }.
greeting-promise = Tell us here if something is wrong or needs repair, or if you have a question or a suggestion. Every matter has an outcome and every item gets an answer.
privacy = To deal with your matter we keep your name, address and telephone number, and what you tell us. Only the people who work on it see them; in danger everybody on duty reads where it is and what you write. /mydata shows you all of it, /forget deletes it; or call { $phone }.
privacy-version = Privacy notice, version { $version }
privacy-changed = We have rewritten our privacy notice. Your matters go on as before.
privacy-agreed = Thank you. You have agreed to this:
button-agree-only = I agree
button-agree = I agree, go on
button-decline = I do not agree
declined = That is fine. Without your consent we keep nothing about you. You can reach us on { $phone }. If you change your mind, send /start.
ask-name = What may we call you? Please type your name or your company's name.
button-own-name = I am { $name }
ask-building = Which building do you live or work in?
ask-within = { $place }: please choose.
button-visitor = Public area / visitor
button-buildings = ← All buildings
ask-phone = May we have your telephone number? Share it with the button below, type it, or skip.
button-share-phone = Share my number
phone-kept = Thank you, we have your number.
phone-skipped = That is fine, no number is needed.
phone-not-yours = That is somebody else's number. Please press "{ $share }" to share your own, or "{ $skip }".
welcome = Nice to meet you, { $name }.
languages = 请选择语言 · 請選擇語言 · Choose a language
language-name-zh-hans = 简体中文
language-name-zh-hant = 繁體中文
language-name-en = English
language-set = We will use English from now on.

## Home
home = Hello, { $name }. What can we do for you?
home-nameless = Hello. What can we do for you?
button-complaint = Complaint
button-repair = Repair
button-consultation = Question
button-suggestion = Suggestion
button-report-breach = Report a breach
button-praise = Praise
button-mine = My matters
button-languages = 语言 Language
draft-waits = You have an unfinished { $kind }. Go on with it, or start again?
button-continue = Go on
button-restart = Start again
help = For a complaint, a repair, a question, a suggestion, a report or praise: send /start, or simply write, or send a photo or a voice message.
    Where your matter stands: /my, or /case with its number.
    Language: /lang. To stop filling in: /cancel.
    What we keep about you: /mydata. To delete it: /forget.
    Service centre: { $phone }
unknown-command = We do not know that command. Send /help to see what there is, or simply tell us what happened.
nothing-to-cancel = You are not filling in anything at the moment.
cancelled = Stopped. What you wrote has not been kept.
task-cancelled = Stopped.
cancel-surely = What you have written will be lost. Cancel it?
button-cancel-surely = Yes, cancel it
button-keep = No, go on

## Kinds
kind-complaint = complaint
kind-repair = repair request
kind-consultation = question
kind-suggestion = suggestion
kind-report = report
kind-praise = word of praise

## Intake
step = Step { $at } of { $of }
ask-story-complaint = We are sorry for the trouble. Please tell us in your own words what happened.
ask-story-repair = We are sorry for the inconvenience. Please tell us in your own words what is broken.
ask-story-consultation = What would you like to know?
ask-story-suggestion = Thank you for thinking of everyone. What do you suggest?
ask-story-report = Thank you for coming to us. What happens, where, since when, and who does it?
    Only the service centre and the management learn who you are: not those it is about, and not those who look into it.
ask-story-praise = Thank you! Whom would you like to praise, and for what?
ask-story-how = You can write, or send voice messages, photos, videos and files, in any order. Then press "{ $enough }".
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
ask-place = Where is it? Press a button, or type the place.
ask-place-within = Where in { $place }?
button-this-place = { $place } in general
ask-happened = When did it happen? Press a button, or type it.
button-just-now = Just now
button-today = Today
button-yesterday = Yesterday
button-skip-rest = Skip the rest
ask-wish = What would you like us to do? Type it, or skip.
ask-wanted-by = By when would you like it done?
button-tomorrow = Tomorrow
button-this-week = This week
button-other-day = Another day…
ask-contact = How can we reach you? Type a telephone number, or skip.
ask-caller-name = Apologise to the caller first, and let them finish. What is the caller's name?
ask-caller-phone = What is the caller's telephone number?
ask-caller-story = Write down the caller's own words. Then press "{ $enough }".
ask-caller-kind = What would you like to register for the caller?
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
not-said = not given
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
story-only-files = (see the files)

## Answers we cannot take
problem-empty = We could not read anything in this message. Please write, or send a photo or a voice message.
problem-too-long = This is too long for us to keep. Please shorten it to { $limit } characters.
problem-story-too-long = This is too long, so it was not added. One message may have { $limit } characters and the whole story { $whole }. Please send anything longer as a file.
problem-nothing-told = We do not know yet what happened. Please write a few words, or send a photo or a voice message, then press "{ $enough }".
problem-too-many-files = One matter takes at most { $limit } files, so this one was not added.
problem-choose-button = We have added that to your story. For this step, please press a button.
problem-choose = For this step, please press a button.
problem-wants-words = Please answer this in words, for example: "{ $example }"
problem-bad-date = We have added that to your story. For the date, please press a button.
problem-bad-phone = That does not look like a telephone number. For example: { $example }
example-phone = 138 0000 0000
problem-photo-needed = This kind of work needs a photo. Please send one of how it looks now.
wrong-media = We cannot take this kind of message here. Please write, or send a photo, a voice message or a file.
too-big = This file is over 20 MB and we cannot fetch it. Please make it smaller, take a photo of it or send it in parts.
edited-message = We see that you changed a message. We keep what you sent first; to add or correct something, please send it again.
two-misses = If you would rather talk, please call { $phone }.
example-wish = Please mend it soon
example-name = Meiling Chen
example-reason = The door still does not close

## Receipt
receipt = Your { $kind } { $number } is registered
receipt-sorry = We are sorry for the trouble. Thank you for telling us.
receipt-dispatch = · We pass it to a department within { $length }
receipt-report = Thank you for telling us. Only the service centre and the management know who you are.
receipt-thanks = Thank you for telling us.
receipt-department = It has gone to { $department }.
receipt-steps = What happens next:
receipt-pickup = · { $department } signs for it within { $length }
receipt-solve = · You get the result by { $moment }
receipt-callback = · Then we ask you how it was
receipt-answer-by = We will answer you by { $moment }.
receipt-state = Now: { $state }
receipt-again = { $number }: this { $kind } was registered before, and has not been registered twice.
button-copy = Copy the number
button-add = Add something
button-hurry = Please hurry
button-withdraw = Withdraw
button-say-crew = Write to the crew
state-registered = the service centre is seeing to it
state-dispatched = waiting for { $department } to sign for it
state-working = { $department } is working on it
state-set-out = { $department } is on the way
state-arrived = { $department } has arrived
state-asked = waiting to hear more from you
state-reported = there is a result; please tell us if it is solved
state-reported-confirmed = you confirmed it; we are finishing the paperwork
state-reported-silent = there is a result; we have not heard from you yet
state-closed = closed
state-archived = closed
state-withdrawn = withdrawn
state-by = Handled by: { $name }
state-due = You get the result by { $moment }
state-promised = Promised: you hear from us by { $moment }
state-late = We are sorry to keep you waiting. We are working on it.

## Slip
slip = Slip { $number } · { $kind }
slip-again = Slip { $number } · { $kind } · round { $round }
slip-category = About: { $value }
slip-place = Where: { $value }
slip-urgent = Urgent: please see to it before anything else
slip-place-told = see the full slip
slip-received = Registered: { $moment }
slip-dispatch-by = Send out by: { $moment }
slip-answer-by = Answer by: { $moment }
slip-sign-by = Sign by: { $moment }
slip-plan-by = Set out by: { $moment }
slip-sign-off-by = Sign off by: { $moment }
slip-review-by = Review by: { $moment }
slip-solve-by = Solve by: { $moment }
slip-promised = Promised to the owner: { $moment }
slip-severity = Severity: { $value }
slip-state = State: { $state }
slip-signed = { $name } signed { $signed }, accepted { $accepted }
slip-signed-accepted = { $name } signed and accepted { $moment }
slip-result-at = Result reported: { $moment }
slip-files = { $count ->
    [one] { $count } file, below
   *[other] { $count } files, below
}
slip-late = late
slip-moved-on = void; a newer slip counts
slip-returned = back at the service centre; this slip is void
slip-owner-word = Owner: { $word }
slip-head = Head: { $word }
slip-callback = Callback: { $word }
word-awaited = not heard yet
word-fixed = says it is solved
word-silent = no answer
word-signed-off = { $name } signed off { $moment }
word-not-signed-off = not signed off yet
word-planned = not due yet
word-asked = asked
word-answered = answered
severity-minor = minor
severity-serious = serious
severity-major = major
criterion-slight = Minor: slight nuisance
criterion-not-in-place = Serious: poor service
criterion-undelivered = Major: told repeatedly
criterion-loss = Major: heavy loss
criterion-injury = Major: injury
slip-state-registered = at the service centre
slip-state-dispatched = waiting for a signature
slip-state-accepted = accepted
slip-state-set-out = on the way
slip-state-arrived = on site
slip-state-asked = waiting for the owner
slip-state-reported = result reported
slip-state-closed = waiting for the review
slip-state-archived = archived
slip-state-withdrawn = withdrawn by the owner
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
full-slip-private = Only for the people working on it. Please do not forward.
full-slip-name = Owner: { $value }
full-slip-withheld = Between neighbours: name, unit and number stay with the service centre. Write to the owner with the button, and name the unit of neither side.
full-slip-withheld-report = A report: name, unit and number of whoever told us stay with the service centre. Write to them with the button, and on site, do not mention that anyone reported it.
files-withheld = { $count ->
    [one] One file stays
   *[other] { $count } files stay
} with the service centre: a file can tell more than it shows.
full-slip-address = Address: { $value }
full-slip-phone = Telephone: { $value }
full-slip-phone-unverified = Telephone: { $value } (not verified)
full-slip-story = What happened:
files-of-story = Files of { $number }
files-of-result = Photos of the result of { $number }

## Desk
desk-card = { $number } · { $kind }
desk-first-asked = { $channel }; first asked: { $name }
desk-department = Department: { $value }
desk-none = none yet
desk-itself = the service centre
desk-bounces = { $count ->
    [one] returned once
   *[other] returned { $count } times
}
button-correct = Correct
button-promise = Promise a time
button-reply = Answer
button-by-voice-fixed = Owner says solved
button-by-voice-partly = Owner says partly
button-by-voice-dispute = Owner says not solved
correct-what = What should be corrected in { $number }?
button-correct-category = Category
button-correct-department = Department
button-correct-severity = Severity
button-correct-kind = Kind of matter
choose-category = What is { $number } about?
choose-department = Which department gets { $number }?
choose-severity = How serious is { $number }?
choose-kind = { $number } is registered as a { $kind }. What is it in truth?
choose-promise = By when do you promise the owner of { $number } an answer?
corrected = { $number } is corrected.
dispatched = { $number } has gone to { $department }.
promised = Promised to the owner: { $moment }.
registered-for-caller = Registered for the caller: { $number }. Please tell them the number, and thank them.

## Other conversations
words-ask = { $number }: what would you like to ask the owner?
words-return = { $number }: why is it not ours? Please give the reason; the service centre will send it elsewhere.
words-note = { $number }: please write the note. Only staff see it.
words-partly = { $number }: we are sorry that it is not all done. What is left?
words-dispute = { $number }: we are sorry that it is not solved. Please tell us what is wrong.
words-send-back = { $number }: why do you send it back? Please say what is still to be done.
words-review = { $number }: please write the review: date, who was there, causes, lessons, improvements.
words-add = { $number }: please add what you like. Text, photos or voice; then press "{ $enough }".
words-say-crew = { $number }: what would you like to tell the crew?
words-say-owner = { $number }: what would you like to tell the owner? Please be polite and plain, and give no verdict yet.
words-reply = { $number }: please write the answer. The owner gets it word for word.
words-withdraw = { $number }: do you really want to withdraw it? You may write why, or just press "{ $yes }".
button-withdraw-surely = Withdraw it
button-withdraw-not = Do not withdraw
words-done = { $number }: thank you, noted.
words-done-ask = { $number }: the owner has been asked; you will hear the answer.
words-done-return = { $number }: back at the service centre.
words-done-note = { $number }: the note is kept.
words-done-say = { $number }: passed on.
words-done-add = { $number }: added, thank you.
words-done-reply = { $number }: the owner has your answer.
add-taken = Added. Anything else? If not, press "{ $enough }".
goes-private = Please go on in our private chat.

## Report of work
report-result = { $number } · Step 1 of 4: what is the result?
report-cause = { $number } · Step 2 of 4: what was the cause? Press a button, or type it.
report-remedy = { $number } · Step 3 of 4: what did you do to put it right? Press a button, or type it.
report-photos = { $number } · Step 4 of 4: please send photos of how it looks now, then press "{ $enough }".
report-photos-needed = This kind of work needs a photo.
report-photos-optional = You may leave the photos out.
report-photos-so-far = { $count } so far.
report-choose = For this step, please send a photo or press a button.
report-review = { $number } · Please check it. If it is right, press "{ $send }".
report-field-result = Result: { $value }
report-field-cause = Cause: { $value }
report-field-remedy = Remedy: { $value }
report-field-photos = Photos: { $count }
report-advice = { $number } · What should the owner do or watch from now on? How to use it, what to look out for.
report-field-advice = Advice: { $value }
button-no-advice = No advice
button-advice = Advice for the owner
report-sent = { $number }: the result is with the service centre. We tell the owner and ask the head to sign it off.
report-name-result = Result
report-name-cause = Cause
report-name-remedy = Remedy
report-name-photos = Photos
cause-1 = Worn out
cause-2 = A part broke
cause-3 = Something blocked it
cause-4 = Weather
remedy-1 = Mended, owner tried it
remedy-2 = A part was replaced
remedy-3 = Cleaned and tidied up
example-result = Replaced the fan; it cools again

## Notices to the owner
note-signed = { $number }: { $name } of { $department } has signed for it.
note-signed-nameless = { $number }: { $department } has signed for it.
note-due = You get the result by { $moment }.
note-on-the-way = { $number }: { $department } is on the way.
note-question = { $number }: the crew would like to know:
note-question-how = Simply answer here, in words or with a photo or voice message.
note-result = { $number }: thank you for waiting. This is the result.
note-result-staff = { $number }: the result
note-result-ask = Is it solved?
button-fixed = Solved
button-partly = Partly
button-not-fixed = Not solved
note-confirmed = { $number }: thank you. In a while we will ask you once more how it was.
note-work-goes-on = { $number }: we are still working on this, and are sorry that it takes longer.
note-promised = { $number }: you will hear from us by { $moment }.
note-replied = { $number }: the answer to your { $kind }.
note-replied-thanks = Thank you for telling us.
note-thanks = { $number } is closed. Once again, we are sorry for the trouble, and thank you for helping us do better.
note-taken-back = { $number } is withdrawn, as you wished. We are here whenever you need us.
note-callback-reminder = { $number }: the questions above are still waiting for you. They take only a few seconds.
note-message-crew = { $number }: the crew writes:
note-message-owner = { $number }: the owner writes:

## Notices to staff
note-added = { $number }: the owner adds:
note-added-files = { $count ->
    [one] ({ $count } file)
   *[other] ({ $count } files)
}
note-part-left = { $number }: the owner says that a part is left:
note-sent-back = { $number }: the head sends the result back:
note-released = { $number }: it has been sent to others, so you can stop here. Thank you.
note-owner-withdrew = { $number }: the owner has withdrawn it. There is nothing more to do.
note-hurried = { $number }: the owner asks us to hurry. Please follow it up.
note-sign-off-wanted = { $number }: the result is reported. Please sign it off.
note-review-wanted = { $number }: a serious matter has been closed. Please hold the review and write the minutes.
note-late-pickup = { $number }: nobody signed within { $length } ({ $department }).
note-late-dispatch = { $number }: not sent to a department within { $length }.
note-late-arrive = { $number }: nobody was on the spot within { $length } ({ $department }).
note-late-age = { $number }: not solved for { $length }; it now counts as { $severity }.
note-soon = { $number } ({ $department }), due by { $moment }: { $timer }.
note-late-plan = { $number }: nobody has set out and no time is promised within { $length } of signing ({ $department }).
note-late-plan-registered = { $number }: nobody has set out and no time is promised within { $length } of registration ({ $department }).
note-late-solve = { $number }: past its time limit ({ $department }).
note-late-sign-off = { $number }: the result has waited more than { $length } for a signature ({ $department }).
note-late-promise = { $number }: the time promised to the owner has passed ({ $department }).
note-late-review = { $number }: the review has not been written within { $length }.
note-late-chase = { $number }: still late; it is: { $state } ({ $department }).
note-returned = { $number }: { $department } says it is not theirs:
note-reopened = { $number }: the owner says it is not solved. Sent out again:
note-reopened-callback = { $number }: the owner was dissatisfied in the callback. Sent out again:
note-report-came = { $number }: a report has come in.
note-report-came-next = The service centre decides who looks into it. If it is about one of our own people, please have that noted first.
note-urgent = { $number }: this is dealt with as urgent from now on.
note-grave = { $number }: a { $severity } matter. Please take note.
note-grave-unread = { $number }: a { $severity } matter that no leader has read yet. Please decide what is done by { $moment }.
note-no-room = { $number }: { $department } has no group, so the slip cannot be posted. Please bind a group, or send it to another department.
note-please-call = { $number }: the owner cannot be reached in the chat. Please call; the name and number are on the full slip.
note-please-call-result = Tell them the result, ask whether it is solved, then press below.
button-call = Write the answers down
note-please-call-callback = Ask them how it was, and write down what they say.
callback-call = { $number }: call { $name }, { $phone }
callback-script = “Good day, this is the service centre of { $estate }. You turned to us with { $number }. May I ask how it was?”
callback-written-down = Written down as they said it. Thank you for calling.
note-please-call-question = The crew has a question for the owner. Please ask the crew first.
note-please-call-answer = Tell them the answer, and thank them.
signed-off = { $number }: signed off.

## Callback
callback-head = How was it? { $number }
callback-why = It has been dealt with, and we would like to hear from you. Only a few questions.
callback-solved = Is the problem solved?
callback-grade = Are you satisfied with how it was handled?
callback-reason = We are sorry. What is left, or was not right? Please type it.
callback-words = Anything else you would like to say? Type it, or press "{ $nothing }".
callback-answered-solved = Problem: { $value }
callback-answered-grade = Rating: { $value }
callback-answered-reason = Reason: { $value }
callback-answered-words = Also: { $value }
callback-thanks = Thank you for your answers.
callback-sorry = Thank you for telling us. We are sorry that it is not right yet, and we will go on with it.
callback-expired = These questions are closed.
solved-yes = Solved
solved-partly = Partly
solved-no = Not solved
grade-satisfied = Satisfied
grade-basically = Fairly satisfied
grade-dissatisfied = Dissatisfied
button-nothing = Nothing more

## My matters
mine = Your matters
mine-empty = You have not registered anything yet.
mine-line = { $number } { $kind } · { $state }
    { $about }
case-usage = Please write the number after /case, for example: /case { $example }
case-not-found = We cannot find { $number }, or it is not yours.
case-mistyped = { $number } seems to have one wrong character. Please look again.

## Answers to presses
toast-signed = Signed. The full slip is in your private chat.
toast-done = Done
toast-noted = Noted
toast-sign-off = Signed off
toast-hurried = We have passed that on
toast-stale-question = That question is past. Please look at the newest one.
toast-old-button = That button is too old. Please look at the newest message.
toast-sent-already = That has been sent already; it is not registered twice.
toast-not-asked = These questions are not for you, or are closed.
refusal-not-entitled = This step is for somebody else.
refusal-not-yours = { $name } has signed for this and works on it.
refusal-heads-only = This step is for the head of the department.
refusal-stale = This one is old. Please look at the newest message.
refusal-already-signed = { $name } has already signed.
refusal-already-so = That is done already.
refusal-not-signed = Please sign first.
refusal-no-result = There is no result yet.
refusal-result-is-in = The result has been reported already.
refusal-at-desk = It is at the service centre, waiting to be sent out.
refusal-needs-work = This needs a department; words alone are not enough.
refusal-too-soon = We passed that on a short while ago and are working on it.
refusal-bad-time = That time is past, or later than may be promised.
refusal-over = This matter is closed.
refusal-not-waiting = That is not needed now.
refusal-no-case = There is no such matter, or it is not yours.

## Setting up
invite-role = Which position do you invite a colleague to?
invite-department = In which department?
invite-link = Please send this link to your colleague. It is valid for { $hours } hours and works once:
role-desk = Service centre staff
role-crew = Crew
role-head = Head of department
role-manager = Manager
role-leader = Company leader
role-auditor = Auditor
role-admin = Administrator
role-in = { $role }, { $department }
admin-welcome = You are the administrator now. Invite colleagues: /invite. Bind groups: /bind.
staff-waits = Thank you. You can begin once the administrator has agreed.
staff-asks = { $name } ({ $account }) would like to be: { $post }. Agreed?
staff-yes = You are now: { $post }. Send /help to see what you can do.
staff-no = The administrator did not agree. Please ask the administrator.
staff-decided = { $name }: { $decision }
decision-yes = agreed
decision-no = not agreed
decision-past = That has been decided already.
staff = Positions: { $count }
staff-line = { $at }. { $name }: { $post }, since { $day }
staff-how = To end a position, press its holder's name. To give one: /invite.
remove-surely = End this position? { $name }: { $post }. From then on nothing they press in it is done, and what they are filling in is closed.
button-remove = Yes, end it
post-ended = You are no longer: { $post }. Thank you for your work.
left-behind = { $name } is no longer: { $post }. What they had signed for and is not done: { $numbers }. Please see to it: report it yourself, or give it back so that somebody else can sign.
last-admin = You are the only administrator. Please appoint another first.
duty = On duty now
duty-desk = Service centre
duty-works = working hours
duty-closed = outside working hours
duty-no-roster = no roster
duty-nobody = nobody
duty-line = { $name }: { $people }
duty-line-hours = { $name }, { $works }: { $people }
only-staff = Only colleagues can ask that.
command-duty = Who is on duty
bind-what = Which group do you bind?
bind-desk = Service centre's group
bind-leaders = Leaders' group
bind-link = 1. Press the button to add me to the group, and let me be an administrator there.
    2. If that does not bind it, send this in the group:
bind-code = /bind { $code }
button-bind = Add to the group
bound = This group is bound: { $department }. Slips are posted here; please use their buttons.
bound-desk = This group is bound: service centre. New matters and reminders are posted here.
bound-leaders = This group is bound: company leaders. Serious and major matters are posted here.
bound-rights = If I am not an administrator of the group yet, please make me one, so that I miss no reply.
bind-wrong = This code is wrong, used or expired. Please ask the administrator for a new one (/bind).
bind-only-group = Use /bind with its code in the group. For a code, the administrator sends only /bind in our private chat.
invitation-unknown = This link is wrong, or somebody else has used it. Please ask the administrator for a new one.
invitation-expired = This link has expired. Please ask the administrator for a new one.
invitation-too-many = There were too many wrong tries. Please wait an hour, and ask the administrator for a new link.
only-admin = Only the administrator can do that.
only-colleagues = Only our colleagues register for others.
group-unknown = I work only in groups that are bound, so I am leaving. The administrator can make a code with /bind.
group-anonymous = I cannot see who sent this, so I cannot act on it. Please switch off "Remain anonymous" and try again.
group-only-private = Please use this command in our private chat.
help-staff = Staff:
    Work with the buttons on the slips; a reply to a slip is an internal note.
    /case with a number: look up a case.
    /why with a number: how its time limits come about.
help-desk = /new: register for a caller.
help-admin = /invite: invite a colleague. /staff: who holds which position, and end one. /bind: bind a group.
note-kept = The note has been kept.
apology = We are sorry, something went wrong. We have your message but could not deal with it. Please try again later, or call { $phone }.
too-many = So many messages at once are more than we can read, and the last ones were not read. Please wait a minute and tell us once more what matters. If it is urgent, call { $phone }.
closed-book = We are sorry: at this moment nothing can be written down here. Your message is not lost; we take it up by ourselves as soon as it works again, and you will hear from us then. If it is urgent, call { $phone }.
closed-book-press = At this moment nothing can be written down here, so this is not done yet. Please wait, or press again in a minute.
gap = From { $from } until { $to } this system did not hear from Telegram. Telegram keeps messages for 24 hours only, so what people wrote before that may be lost. Please ask owners whose matters were open whether they wrote, and look through the telephone log.

## Units
tenure-owner = owner
tenure-tenant = tenant
tenure-employee = employee
button-owner = Owner
button-tenant = Tenant
button-employee = Employee
units = My units
units-none = We know of none yet.
unit-waiting = as said, not confirmed yet
unit-from = { $tenure }, from { $day }
unit-until = { $tenure }, until { $day }
units-waiting = Waiting for the service centre: { $count }
units-nobody = Nobody is waiting.
button-add-unit = Add a unit
button-leave = I have left { $place }
button-look = Look
button-unit-code = Code for a unit
unit-known = Your unit is confirmed: { $tenure }.
unit-as-said = We have noted your unit as you said it. The service centre will confirm it; you need not wait for that.
unit-waits = Somebody has named their unit and waits for your confirmation. Please look; it opens in private.
unit-asks = { $place }
unit-who = Name: { $value }
unit-asked-at = Named: { $moment }
unit-ask-desk = Do they belong to this unit? If so, as what?
button-unit-no = Not this unit
unit-decided = { $name }: { $place }, { $tenure }
unit-decided-no = { $name }: not { $place }
unit-yes = Your unit is confirmed: { $place }, { $tenure }.
unit-no = The service centre could not confirm that { $place } is your unit. You can tell us about any matter all the same. If this is a mistake, please call { $phone }.
unit-code-which = A code for which unit? First the building.
unit-code-as = { $place }: as what may the code's reader belong to it?
unit-code = Code for { $place }, { $tenure }. It is valid for { $days } days and works once. Please give it only to the person it is for:
only-admitters = Only the service centre, managers and administrators say whose a unit is.
full-slip-guessed = (last known, not said)
full-slip-as-said = (unit as said, not confirmed)
command-units = My units

## Rights
action-read = see
action-slip = full-slip
action-dispatch = dispatch
action-correct = correct
action-promise = promise
action-reply = reply
action-sign = sign
action-ask = ask the owner for more
action-work = work
action-return = return
action-report = report
action-note = note
action-say = message
action-judge = judge
action-answer = answer
action-sign-off = sign-off
action-review = review
action-add = add
action-hurry = hurry
action-withdraw = withdraw
action-lead = decide a grave matter
action-ask-time = ask for more time
action-grant = grant more time
action-offer = tell the owner a price
action-consent = agree to a price
action-refer = refer, or not accept
action-object = object
action-decide = decide on an objection
action-prevent = note a corrective measure
action-complete = say that a corrective measure is done
action-accuse = note whom it is about
action-announce = announce
action-admit = admit
action-appoint = appoint
action-merge = deal with cases of the same cause together
action-recognise = say who a caller is
action-explain = explain
standing-owner = owner of the matter
standing-filer = who wrote it down
standing-signer = signer, still of its department
standing-crew = crew of its department
standing-free-crew = crew of its department while nobody has signed
standing-head = head of its department
standing-arbiter = member of the owners’ committee, before whom the objection is
standing-stand-in = manager, in place of a head whom it is about
standing-responsible = answers for a corrective measure
standing-desk-by-voice = service centre, when the owner can be reached by voice only
standing-none = nothing
can = May { $name } do this: { $action }?
can-case = May { $name } do this to { $number }: { $action }?
can-yes = Yes, as: { $standing }.
can-no = No. They would have to be one of those who may.
can-rule = Who may: { $standings }
can-stands = They are: { $standings }
can-posts = Positions: { $posts }
can-department = Department of the case: { $department }
can-stage = It stands: { $state }
can-rules-too = A right is not all: what makes sense at this point is decided by the rules of the case.
can-usage = /can, then who (a name, or the number of an account), what, and the number of a case if it is done to one. For example: /can Wang sign-off { $example }
can-whom = Several are called so. Please use the number of the account:
can-nobody = Nobody on the staff is called { $name }. Others can be named by the number of their account.
only-managers = Only managers and administrators can ask that.
help-can = /can: why somebody may or may not do something.
command-can = Why somebody may or may not

## Trouble with a group or a person
trouble-group = the group of { $department }
trouble-group-desk = the service centre's group
trouble-group-leaders = the leaders' group
trouble-group-other = a group that is not bound
trouble-somebody = a private chat
trouble-put-out = I am no longer in { $room }, so nothing can be posted there.
trouble-put-out-do = Please add me again and make me an administrator. What is open is then posted anew.
trouble-gone = { $room } has been deleted, or can no longer be found.
trouble-gone-do = New slips are told to the service centre until a group is bound again with /bind. What is open is then posted there.
trouble-muted = I may not write in { $room }.
trouble-muted-do = Please let me send messages there, or make me an administrator. I keep trying.
trouble-no-media = I may not send photos and files in { $room }. A line there says how many there are.
trouble-no-media-do = Please let me send media there.
trouble-not-admin = I am no longer an administrator of { $room }. I still post there, but miss replies to slips.
trouble-not-admin-do = Please make me an administrator again.
trouble-topic-closed = The general topic of { $room } is closed or deleted, so nothing can be posted there.
trouble-topic-closed-do = Please open it again, or make me an administrator who may manage topics.
trouble-waits = Telegram lets me write in { $room } again only at { $moment }.
trouble-waits-do = Until then, please tell the people there in another way.
trouble-unknown = Telegram does not find { $room }, so nothing can be posted there.
trouble-unknown-do = Please look whether the group is still there; if not, bind another with /bind.
trouble-unreachable = { $room } takes no messages from me. Slips and reminders do not arrive.
trouble-unreachable-do = Please ask them to open our private chat and press Start.
trouble-gave-up = A message to { $room } could not be delivered after many tries.
trouble-gave-up-do = Please tell them in another way. The administrator finds more in the log.
trouble-slips = { $count ->
    [one] { $count } open slip waits for it.
   *[other] { $count } open slips wait for it.
}
trouble-over = It works again: { $room }.
note-unreachable = { $number }: the owner's private chat takes no messages from us any more. Please call; the name and number are on the full slip.
note-reachable-again = { $number }: the owner can be reached in the chat again.
note-gave-up = { $number }: a message could not be delivered after many tries. Please tell them in another way.
files-in-words = { $number }: { $count ->
    [one] { $count } photo or file
   *[other] { $count } photos or files
} cannot be shown here. Available on request: press "{ $slip }", or ask the service centre.
slips-listed = { $count } new slips at once. All of them are here. Each follows by itself as soon as Telegram allows.
slips-listed-line = { $number } { $kind } · { $about } · { $place }
button-sign-number = Sign { $number }

## Announcements
announcement = Announcement, { $site }
announce-to = Whom is the announcement for?
button-everybody = Everybody
announce-everybody = everybody
announce-words = Announcement for { $whom }. Please write it in one message.
announce-preview = Announcement for { $whom }. Recipients: { $count }
announce-ask = Send it? It cannot be taken back.
announce-sent = The announcement is on its way. Recipients: { $count }. You hear from me when all are told.
announce-nobody = Nobody there has registered with this bot yet, so it would reach nobody.
announced = The announcement is finished. Delivered: { $delivered } of { $audience }.
announced-unreachable = Cannot be reached: { $count }
announced-failed = Failed: { $count }
only-announcers = Only the service centre, managers and administrators can announce something.
help-announce = /announce: tell everybody something.
command-announce = Announce something

## Why a deadline is when it is
why = { $number }: its time limits
why-usage = Please write the number after /why, for example: /why { $example }
why-policy = Policy profile { $profile }, version { $version }
why-nothing = Nothing is waited for.
why-runs = { $timer }: by { $moment }
why-ran-out = { $timer }: ran out { $moment }
why-rule = Rule { $rule } ({ $clauses }): { $length } from { $from }
why-rule-promise = Promised { $from }; rule { $rule } ({ $clauses }): { $length } at most
why-night = The length for the night, when it began.
why-summer = The length for the summer, when it began.
why-urgent = The length for what is urgent.
why-severity = The length for this severity.
why-promised = The date promised to the owner holds.
why-decided = Fixed by the leaders or the managers.
why-named = The day that was set for it holds.
why-told-earlier = An earlier date that the owner was told holds: from before it was graver, or of a matter dealt with together with this one.
why-owners-date = The owner's own date comes first.
why-calendar-of-then = Counted with the calendar and the facts as they were then.
why-skipped = Not counted: { $days }
why-counted = Counted, because it is worked: { $days }
why-day = { $day } ({ $name })
why-warning = { $moment }, a word beforehand to: { $people }
why-then-told = Told then: { $people }
why-told = Told: { $people }
why-later = { $moment }, if it is still late, told as well: { $people }
why-then-confirm = Then silence is written down as silence, and the callback follows.
why-then-callback = Then the owner is asked how it was.
why-then-reminder = Then the owner is reminded once.
why-then-expiry = Then silence is written down as the answer.
why-then-age = Then the case counts as major. Told: { $people }
hearer-signer = whoever signed
hearer-heads = the head
hearer-desk = the service centre
hearer-leaders = the leaders
list-comma = { ", " }
command-why = How a matter's time limits come about

## Command menu
command-start = Home: complaint, repair, question
command-my = My matters
command-case = Look up one matter
command-mydata = What you keep about me
command-forget = Delete what you keep about me
command-lang = Language
command-cancel = Stop filling in
command-help = Help
command-new = Register for a caller
command-invite = Invite a colleague
command-staff = Positions
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
timer-arrive = be on the spot
timer-plan = first plan
timer-solve = solve
timer-age = counts as major
timer-sign-off = head's signature
timer-confirm = owner's word
timer-callback = callback
timer-callback-reminder = callback reminder
timer-callback-expiry = callback ends
timer-promise = promised time
timer-review = review
timer-chase = chase again
timer-hurry = may hurry again

## What else can be done to a case
button-beside = More…
more-what = { $number }: what would you like to do?
more-nothing = { $number }: there is nothing else for you to do at the moment.
act-acknowledge = I have read it
act-grant-time = Grant the extra time
act-refuse-time = Do not grant it
act-second = Yes, it is not accepted
act-reject = No, please accept it
act-agree = I agree to the price
act-refuse-quote = I do not agree
act-object = I object
act-uphold = The owner is right
act-dismiss = The decision stands
form-fix = Fix measure and deadline
form-ask-time = Ask for more time
form-relieve = Temporary measure
form-quote = Tell the owner a price
form-refer = Refer to another body
form-decline = Do not accept
form-prevent = Measure against a repeat
form-complete = Measure is done
form-accuse = Note whom it is about
form-head = { $number } · { $title } ({ $at }/{ $of })
form-review = { $number } · { $title }. Is this right?
form-line = { $field }: { $value }
form-sent = { $number }: done. Everybody concerned is told.
form-sent-owner = { $number }: sent to the owner. You hear what they answer.
form-asked = { $number }: a manager is asked. You hear from me when it is decided.
form-noted = { $number }: noted. This person decides nothing about it and is told nothing of it.
field-measure = Measure
field-reason = Reason
field-responsible = Responsible
field-accused = About
field-done = Done
field-until = By
field-asker = Asked by
field-old-until = Was due
field-new-until = New date
field-work = Work
field-amount = Price
field-body = Responsible body
field-body-contact = Contact
field-ground = Ground
field-explanation = Explanation
field-suggestion = Suggestion
ask-measure = What is done about it? Please write it in a few words.
ask-reason = Why? The owner reads this too.
ask-responsible = Who is responsible? Please choose.
ask-accused = Whom is it about? Please choose.
ask-corrective = Which measure is done?
ask-done = What was done? Please write it in a sentence or two.
ask-until = By which day? Choose one, or write it, such as 12-24.
ask-work = Which work is it? Please describe it so that the owner understands it.
ask-amount = What does it cost the owner, and is that the final price? For example: 120 yuan, materials included.
ask-body = Whose matter is it? For example: the water company.
ask-body-contact = How does the owner reach them? Telephone number, address, opening hours.
ask-ground = On which ground is it not accepted?
ask-explanation = How do you explain it to the owner? They read this.
ask-suggestion = What do you suggest to the owner instead?
words-refuse-time = { $number }: why is more time not granted?
words-refuse-quote = { $number }: what do you not agree with? No paid work begins until you agree.
words-reject = { $number }: why should it be accepted?
words-object = { $number }: what do you object to? Somebody who had no part in it decides, and gives you the reason.
words-uphold = { $number }: please give the reason. The owner reads it, and the case is opened again.
words-dismiss = { $number }: please give the reason. The owner reads it, and learns where they can turn to next.
note-measure-fixed = { $number }: the leaders have decided.
note-leaders-act = { $number }: our leaders are dealing with it themselves. It is to be solved by { $moment }.
note-time-asked = { $number }: more time is asked for. The owner must be told before the old date passes.
note-time-granted = { $number }: we are sorry, we need longer, until { $moment }.
note-time-granted-staff = { $number }: more time is granted, until { $moment }. The owner is told.
note-time-refused = { $number }: more time was not granted.
note-relieved = { $number }: we are sorry that it cannot be mended today. This helps for now, and we promise you a date.
note-quoted = { $number }: this work has to be paid for by you.
note-quoted-ask = Nothing is begun before you agree. Do you agree?
note-quoted-agreed = You have agreed to this price. Work begins as soon as possible.
note-quoted-refused = You have not agreed to this price. We will come back to you.
note-agreed = { $number }: the owner agrees to the price. Work may begin.
note-quote-refused = { $number }: the owner does not agree to the price. Please talk to them.
note-referred = { $number }: this is the matter of another body. We have noted whom to ask, and we stay with it.
note-referred-how = We ask there how it stands, and tell you by { $moment }.
note-decline-asked = { $number }: the desk proposes not to accept it. A second person decides.
note-decline-done = { $number }: agreed, it is not accepted. The owner is told why.
note-declined = { $number }: thank you for telling us. After looking into it we cannot act on it.
note-declined-object = If you see it differently, please object: somebody else looks at it again.
note-decline-rejected = { $number }: please accept it.
note-decided-already = { $number }: this has been decided already.
note-objection-heard = { $number }: your objection is registered. Somebody who had no part in it decides, and you hear the reason by { $moment }.
note-objection-committee = { $number }: the owners’ committee has received your objection. This is its receipt. It looks into the matter and replies by { $moment }.
note-objected = { $number }: the owner objects.
note-decided-upheld = { $number }: your objection is right, and we are sorry. The case is open again.
note-decided-dismissed = { $number }: we have looked at it again, and the result stands.
note-decided-committee = The owners’ committee has decided this. This message is its closing receipt.
note-decided-upheld-staff = { $number }: the objection was looked at, and the owner is right. The case is open again, and the owner is told.
note-decided-dismissed-staff = { $number }: the objection was looked at, and the result stands. The owner is told.
note-next-instances = If you are still not satisfied, you can turn to:
note-corrective-set = { $number }: a measure against a repeat is noted.
note-corrective-done = { $number }: a measure against a repeat is done.
note-reclassified = { $number }: we have looked at what you told us, and deal with it as a { $kind }. A department will sign for it and act; you need not tell it again.
slip-measure = Measure: { $value }
slip-read = Read higher up: { $moment }
slip-last-result = Last time: { $value }
slip-came-back = Why it came back: { $value }
slip-quote = Price: { $value } ({ $word })
quote-open = the owner has not answered
quote-agreed = the owner agrees
quote-refused = the owner does not agree
slip-mediated = Agreed between neighbours: { $value } (asked again on { $day })
slip-mediated-not = Talk between neighbours, nothing agreed: { $value } (asked again on { $day })
receipt-price = Price: { $value }, which you have agreed to
receipt-answer = Our answer: { $value }
slip-asked = Waiting for: { $value }
pending-measure = the leaders' decision
pending-time = a decision on more time
pending-price = a price for the owner, who is to pay
pending-referral = turning to whoever is responsible
pending-consent = the owner's consent to the price
pending-decline = a second person
pending-objection = the decision on the objection
event-acknowledge = read by a leader
event-fix = measure fixed
event-ask-time = more time asked for
event-grant-time = more time granted
event-refuse-time = more time refused
event-relieve = temporary help
event-quote = price told
event-agree = price agreed
event-refuse-quote = price refused
event-refer = referred
event-decline = proposed not to accept
event-second = not accepted
event-reject = to be accepted
event-object = objection
event-decide = objection decided
event-prevent = measure against a repeat
event-complete = measure against a repeat done
event-accuse = whom it is about
timer-measure = the leaders' decision
timer-follow-up = asking the other body
timer-objection = the decision on the objection
refusal-no-measure = The leaders have not fixed measure, person and deadline yet. A grave case goes on only with them.
refusal-no-more-time = More time was granted as often as it may be. Now the leaders fix a date: “{ $more }”, “{ $form }”.
refusal-other-kind = It cannot become that. What needs work stays with a department, and a report stays a report.
refusal-no-price = The owner is to pay for this. Please put the price to them first.
refusal-no-consent = The owner has not agreed to the price. Please wait for their answer, or tell them another price.
refusal-no-corrective = Please note a measure against a repeat first (More…). A grave case is not archived without one.
refusal-about-them = It is about somebody who works there. Please choose another department.
refusal-with-department = A department has it already. It can be returned or reported, not refused.
refusal-second-person = Somebody else must decide this, not who proposed it.
refusal-partial = You had a part in this case, so somebody else must decide.
refusal-undecided = The owner has objected. That is decided first.
ask-channel = How did it reach us? On the telephone and face to face: greet first, apologise, and let them finish.
ask-document = Which number has it in the register of letters?
name-channel = Way
name-document = Number of the original
slip-channel = Way: { $value }
slip-document = Original: { $value }
channel-chat = Chat
channel-phone = Telephone
channel-visit = Visit
channel-letter = Letter
channel-email = E-mail
channel-box = Opinion box
channel-patrol = Found on patrol
channel-reception = Reception day
note-late-measure = { $number }: the leaders have not fixed measure, person and deadline yet.
note-late-follow-up = { $number }: please ask { $body } how it stands, and tell the owner.
note-late-objection = { $number }: the objection is not decided yet.

## What is planned, agreed and found while work goes on
act-approve-plan = Approve the plan
act-reject-plan = Send the plan back
act-take-visit = That suits me
act-settle = We agreed so
act-statements = Statements
act-agreement = Agreement to sign
act-other-visit = Another time, please
act-survey = What I found there
act-resume = Work goes on
act-recheck = Looked again: it holds
act-relapse = It has not held
form-plan = How it will be done
form-visit = Offer a time to come
form-pause = Work has to wait
form-mediate = Talk between neighbours
form-statement = Statement of one side
field-plan = Plan
field-day = Day
field-time = Time
field-pause-ground = Waiting for
field-what = In particular
field-agreed = Agreed
field-settled = Outcome
field-mediator = Led by
field-party = Side
field-statement = Statement
ask-plan = How is it done, by whom, with what? The owner reads this too.
ask-day = On which day can you come? Choose one, or write it, such as 12-24.
ask-time = At what time? Choose one, or write it, such as 14:30.
ask-pause-ground = What does the work wait for?
ask-what = What exactly, and who brings it? The owner reads this too.
ask-agreed = What was agreed, or why was nothing agreed? Please name neither side.
ask-settled = Have both sides agreed on something?
ask-mediator = Who led the talk? Where much is at stake, a third party should.
ask-party = Whose statement is it?
ask-statement = What did they say? Please write it in their words. Only the service centre, managers and leaders read it; it stands on no slip and no print.
settled-yes = Agreed
settled-no = Nothing agreed
mediator-ours = Our own people
mediator-committee = Mediation committee
mediator-outside = A third party
party-owner = Who told us
party-other = The other side
party-witness = A witness
pause-owner = The owner
pause-parts = Parts or material
pause-outside = A contractor or utility
pause-weather = The weather
pause-planned = Larger works, planned
words-reject-plan = { $number }: what has to change in the plan?
words-other-visit = { $number }: when would suit you? For example: Saturday after 10.
words-survey = { $number }: what did you find on the spot? Cause, extent, what it needs.
words-relapse = { $number }: what is wrong again? The case is opened again.
note-plan-wanted = { $number }: a plan waits for approval.
note-planned = { $number }: this is how we go about it.
note-plan-approved = { $number }: the plan is approved.
note-plan-rejected = { $number }: the plan has to be changed.
note-visit-offered = { $number }: somebody can come to you on { $moment }. Does that suit you?
note-visit-agreed = { $number }: somebody comes to you on { $moment }.
note-visit-taken = { $number }: the owner expects you on { $moment }.
note-visit-moved = { $number }: the time does not suit the owner. Please offer another.
note-paused = { $number }: we are sorry, the work has to wait.
note-paused-until = You hear from us again by { $moment }, whether or not it has come.
note-relapsed = { $number }: the repair has not held. The case is open again.
note-mediated = { $number }: we have talked with both sides. We ask on { $day } whether it is kept.
note-mediated-agreed = This was agreed: { $value }
note-mediated-ask = Is that what you agreed? If not, please add it to your matter.
note-mediated-confirmed = You have confirmed this.
note-settled = { $number }: the owner confirms what was agreed in the talk.
statements-none = { $number }: no statement is kept.
statements-head = Statements in { $number }
statements-line = { $party }, { $moment }:
note-late-mediation = { $number }: please ask whether the neighbours keep what was agreed, and tell the owner.
note-late-approve = { $number }: the plan is not approved yet.
note-late-recheck = { $number }: please look at the repair again, and say how it is.
note-late-corrective = { $number }: what is to keep it from happening again is overdue. Please do it, or write down what was done.
note-late-pause = { $number }: what the work waited for should be there. Please go on, or tell the owner a new date.
slip-plan = Plan: { $value }
slip-visit = Visit: { $value }
slip-visit-agreed = Visit agreed: { $value }
slip-survey = Found: { $value }
slip-pause = Waits for: { $value }
pending-approval = approval of the plan
event-assess = judged by the desk
event-plan = plan
event-approve-plan = plan approved
event-reject-plan = plan sent back
event-offer-visit = visit offered
event-take-visit = visit agreed
event-other-visit = another time wanted
event-survey = survey on the spot
event-pause = work waits
event-resume = work goes on
event-recheck = looked at again, it holds
event-relapse = has not held
event-mediate = talk between neighbours
event-settle = agreement confirmed
event-statement = statement of a side
timer-approve = approval of the plan
timer-pause = what the work waits for
timer-recheck = looking at the repair again
timer-corrective = measure against a repeat
refusal-no-approval = The plan is not approved yet. A grave case is worked on by an approved plan.
refusal-no-higher = Everybody who decides within the estate has decided. The bodies outside are named in the last decision.
problem-bad-time = That is not a time. Please choose one, or write it like this: 14:30.
form-raise = Graver than it looked
field-raise-ground = Reason
ask-raise-ground = For which reason should the leaders hear of it?
note-raised = { $number }: now { $severity }, and the leaders hear of it.
event-raise = graver than it looked
raised-repeated = The same matter at the same place again
raised-households = Many households tell of it at once
raised-handover = Unit not taken over
raised-repeated-repair = Mended again and again
raised-spares = Parts missing for many
raised-design = Fault of design
raised-fit-out = Fit-out stands still
raised-unsettled = Nobody can settle it
raised-quality = Serious fault disputed
raised-spreading = Damage would spread
raised-repair-refused = No repair before payment
raised-demand = Money is demanded
raised-large-loss = Large loss expected
raised-beyond-authority = Beyond our authority
action-decide-higher = decide on an objection before the leaders
action-decide-last = decide on an objection before the owners’ committee
action-approve = approve a plan
action-pause = let the work wait, and go on
action-recheck = look at a repair again
action-mediate = lead a talk between neighbours
action-read-statements = read the statements of a quarrel

## How the desk judges a case
button-triage = Judge
triage-head = { $number }: how do you judge it? Only the service centre and managers see this.
triage-line = { $question }: { $answer }
warranty-runs = Warranty by the rules: runs until { $until }. Is it the developer’s?
warranty-ended = Warranty by the rules: ended on { $until }.
triage-founded = Founded: both tests say so.
triage-explain = By these tests we cannot do what is wanted. Please explain it patiently; the owner is not shown this.
triage-nature = What is wanted
triage-reason = Reason sufficient
triage-demand = Demand reasonable
triage-side = Whose responsibility
triage-scope = Where it lies
triage-payer = Who pays
triage-urgency = How pressing
nature-complaint = Put right
nature-help = Help
nature-enquiry = To know
nature-venting = To be heard
judged-yes = Yes
judged-no = No
side-ours = Ours
side-developer = Developer
side-utility = Utility
side-resident = Resident
side-own = The owner’s own
scope-public = Public part
scope-unit = In the unit
payer-estate = Estate pays
payer-owner = Owner pays
payer-warranty = Under warranty
payer-misuse = Whoever misused it
urgency-urgent = Urgent
urgency-normal = Normal
urgency-routine = Routine
note-objected-level-2 = { $number }: the owner objects again. It is for the company’s leaders to decide.
note-objected-level-3 = { $number }: the owner objects to the leaders’ decision. It is for the owners’ committee to decide.
note-decided-next = If you see it differently, you can object again: it then comes before { $who }.
level-leaders = the company’s leaders
level-committee = the owners’ committee
## What we keep about somebody
mydata-caption = This is everything we keep about you. To delete it: /forget
mydata-from = Estate
mydata-name = Name
mydata-phone = Telephone
mydata-known-as = Written down as
mydata-account = Telegram number
mydata-language = Language
mydata-units = Units
mydata-unit = Unit
mydata-as = As
mydata-consents = Privacy notice
mydata-version = Version
mydata-shown = Shown
mydata-agreed = Agreed
mydata-draft = Not sent yet
mydata-matters = Matters
mydata-number = Number
mydata-kind = Kind
mydata-opened = Registered
mydata-state = State
mydata-place = Place
mydata-story = What you told us
mydata-happened = When it happened
mydata-wish = What you wished
mydata-contact = How to reach you
mydata-files = Photos and files
mydata-result = Result
mydata-own = What you did and wrote
mydata-when = When
mydata-what = What
mydata-words = In your words
mydata-answers = Your answers in the callback
mydata-solved = Solved
mydata-grade = Satisfied
mydata-looks = Who opened your full slip
mydata-who = Who
forget = Delete what we keep about you?
forget-goes = Deleted: your name, telephone number, units, what you wrote, photos and files, and the link to this chat.
forget-stays = Kept without your name: that there was a matter, of which kind, when, and how it ended. And who agreed to which privacy notice when, as a number.
forget-chats = Messages that were already sent stay in the chats they are in. Papers that the law makes us keep are not in here; for those, call { $phone }. It cannot be undone.
button-forget = Delete for good
forget-open = Your matter { $number } is still open, and we cannot deal with it without knowing whose it is. Wait for its end or take it back, then send /forget again.
forget-holder = You hold a position here. Ask an administrator to end it first, then send /forget again.
forgotten = Done. We no longer know who you are. If you need us again, simply write.

## What is open, and the round of the morning
command-queue = What is open
queue-not-yours = This list is for the people who work here. Your own matters are under /my.
queue-empty = Nothing is open.
queue-stale-empty = Somebody has looked at everything lately.
queue-head = Open, by when it is due: { $total }
queue-stale-head = Nobody has touched these for a while: { $total }
queue-line = { $number } · { $about } · { $state } · { $next }
queue-late = ⏰ { $line }
queue-next = { $timer } by { $moment }
queue-touched = last touched { $moment }
queue-overdue = past its time limit
queue-nothing-next = nothing is waited for!
button-queue = What is open
button-queue-due = By due date
button-queue-stale = Untouched for long
button-previous = ← Earlier
button-next = Next →
round-head = Good morning. Open: { $open }, late: { $late }, untouched for long: { $stale }.
round-lacking = These lack a date or somebody who must act. Please look at them first: { $numbers }
## The slip on paper
button-print = Print the slip
paper-caption = Slip { $number }, ready to print. Only for the people working on it. Please do not forward.
paper-title = Handling slip: { $kind }
paper-foot = Every matter is seen to; every word is answered.
paper-number = Number
paper-channel = Came by
paper-document = Original no.
paper-owner = Owner
paper-phone = Telephone
paper-address = Address
paper-kind = Kind
paper-category = About
paper-severity = Severity
paper-story = What was told
paper-wish = Wish
paper-happened = When it happened
paper-wanted-by = Wanted by
paper-registrar = Registered by
paper-registered = Registered
paper-dispatched = Sent out
paper-department = Department
paper-signed = Signed for
paper-accepted = Accepted
paper-signer = Received by
paper-survey = Found on site
paper-plan = Plan
paper-visit = Visit
paper-arrived = Arrived
paper-relief = Temporary measure
paper-quote = Price
paper-consent = Owner’s consent
paper-agreed = agreed
paper-refused = not agreed
paper-open = not answered yet
paper-measure = Leaders’ measure
paper-result = Result
paper-cause = Cause
paper-remedy = Remedial measure
paper-advice = Advice
reply-advice = What you can do yourself
paper-corrective = Corrective measures
paper-word = Owner’s word
paper-head = Head signs off
paper-callback = Callback
paper-review = Review
paper-extension = More time
paper-objection = Objection
paper-decision = Decision
paper-upheld = The objection is right
paper-dismissed = The result stands
paper-referral = Referred to
paper-pause = Waited for
paper-resumed = Went on
paper-talk = Talk
agreement-title = Agreement between neighbours
agreement-kept = Kept until, then asked
agreement-terms = We have agreed
agreement-first = First side (name, signature)
agreement-second = Second side (name, signature)
agreement-mediator = Who led the talk (name, signature)
agreement-foot = Made in two copies, one for each side. Names are written by hand and are in no file of ours.
agreement-caption = { $number }: the agreement, to be printed and signed by both sides.
paper-recheck = Looked at again
paper-held = It has held.
paper-together = Dealt with together
paper-withheld = kept by the service centre
paper-unverified = { $value } (not verified)
paper-sign = Signed:
paper-date = Date:
paper-day = { $year }-{ $month }-{ $day }

## The written reply
note-reply-ready = { $number }: the written reply to the owner is ready. Please print it and post it to them.
button-print-reply = Print the reply
reply-caption = This is our written reply to { $number }, ready to print and keep.
reply-caption-post = The written reply to { $number }. Please print it and post it to the owner. Please do not forward.
reply-title = Our reply
reply-greeting = Dear { $name },
reply-greeting-nameless = Dear owner,
reply-begin = We have dealt with what you told us on { $day }. We are sorry for the trouble. This is our reply.
reply-told = What you told us
reply-found = What we found
reply-done = What was done
reply-remedy = How it was put right
reply-answer = Our answer
reply-object-chat = If you see it differently, press "{ $button }" in the chat, or call { $phone }. Somebody who had no part in it then looks at it again, and tells you the decision with its reason.
reply-object-call = If you see it differently, please call { $phone }. Somebody who had no part in it then looks at it again, and tells you the decision with its reason.
reply-thanks = Thank you for telling us, and for your patience.
reply-from = { $estate }, service centre
reply-handled = Handled by

## Cases of the same cause, dealt with together

form-merge = Same matter as…
field-leader = Same matter as
ask-leader = Which case is it the same matter as? Choose a number below, or send one. This owner keeps their own number and is told the result.
leader-line = { $number } · { $about } · { $place } · { $state } · { $moment }
leader-none = No open case looks like it. Please send a number.
form-merged = { $number } is now dealt with together with that case. The owner has been told.
button-split = Split off again
state-merged = dealt with together with another matter of the same cause
slip-state-merged = merged into { $number }; dealt with there
slip-led = Same matter as: { $number }
slip-leads = The same matter too: { $numbers }
full-slip-led = { $count ->
    [one] One more case tells of the same:
   *[other] { $count } more cases tell of the same:
}
full-slip-led-line = { $number } · { $place }: { $story }
story-withheld = the service centre has it
note-joined = { $number }: your matter has the same cause as another, so we deal with both together. Your number stays the same. You hear from us as soon as there is a result, and we then ask you whether it is solved for you.
note-parted = { $number }: your matter is dealt with by itself again. We keep you informed.
note-parted-desk = { $number } is dealt with by itself again.
note-new-date = { $number }: we are sorry, this takes longer. You get the result by { $moment }.
note-led = { $number }: another owner tells of the same matter ({ $other }):
refusal-merged = This is dealt with together with another matter of the same cause; that step is taken there.
refusal-no-merge = These two cannot be put together: both must be complaints or repairs, different, and without a result. Please choose another.
event-merge = merged into another
event-lead = another joins it
event-split = split off again
event-share = result of the same matter
event-recall = result taken back

## Callers who have a chat now

caller-asks = Somebody has verified a telephone number that ends in { $end }. A caller of that number: { $numbers }. The same person? Please look; name and number are shown in private only.
caller-who = Is this the same person?
caller-who-chat = In the chat: { $name }, { $phone } (verified)
caller-who-voice = Caller, as written down: { $name }, { $phone }
caller-who-case = { $number } · { $moment }: { $about }
caller-who-ask = If you are not sure, call first. With a yes they read these matters and are asked about them in the chat. A no is remembered.
button-caller-look = Who is it?
button-caller-yes = Same person
button-caller-no = Somebody else
caller-nobody = No caller waits for this.
caller-decided = { $name } now has in the chat: { $numbers }.
caller-decided-no = { $name } is not that caller; nothing is shown to them ({ $numbers }).
caller-now-yours = The matters that you told us by telephone or in person are now here, too: { $numbers }. You find them under “My matters” and hear how they go on.
button-caller-link = Link for the caller
caller-link = This link is for the caller of { $number } alone. It is valid for { $days } days and works once; then they follow the matter in the chat:
caller-link-opened = The matters that you told us by telephone or in person are now here, too. You find them under “My matters” and hear how they go on.
only-desk-knows-callers = Only the service centre says who a caller is.
event-recognise = the caller has a chat now

## Danger
button-danger = Danger now
button-alarm = Tell the people on duty
danger-call-first = If life is in danger, call first:
danger-number = { $name } { $phone }
danger-duty = Service centre: { $phone }
danger-ask = Then tell us what it is. One press tells the people on duty.
danger-found = What you tell may be danger ({ $what }). Please press the button below: the people on duty are told at once.
danger-told = We are telling the people on duty now: { $what }, { $number }.
danger-place-known = Place: { $place }
danger-place-unknown = We do not know yet where you are.
danger-more = Now please write where exactly it is, and whether somebody is hurt or cannot get out. Words and photos go to the people on duty at once. When that is all, press "{ $enough }".
note-alarm = Danger: { $what } · { $number }
slip-danger = Danger: please go there at once
act-alarm = People are in danger
event-alarm = danger reported
action-alarm = say that people are in danger
command-danger = People are in danger
danger-place-guessed = Perhaps it is { $place }, where you were last. If not, please write where you are.
danger-perhaps = perhaps { $place } (last known, not said)
danger-holds = You add nothing more. The people on duty have been told of { $number } and are still on their way; if it was a mistake, please withdraw it under "My matters".
paper-alarm = Danger

## Summaries

command-summary = The month in figures
action-read-summary = read the summaries
summary-which = Which summary?
summary-usage = Please write /summary 2026-11 for a month, 2026-11a or 2026-11b for its halves, 2026-Q4 for a quarter, 2026 for a year; it must have begun.
summary-not-yours = Summaries are for the service centre, for those who run the estate, and for heads of departments.
summary-comes = { $period } is on its way.
summary-title = { $period }: summary
summary-title-of = { $period }: summary of { $department }
summary-so-far = So far, as of { $moment }
summary-came = Received { $received }, closed { $ended }, open { $open }, of these late { $late }
summary-in-time = Solved in time: { $share }
summary-content = Satisfied or fairly satisfied: { $share }; no answer: { $silent }
summary-share = { $percent } ({ $hits }/{ $base })
summary-read-by = Read by { $names }
summary-acknowledged = Noted: you have read it.
summary-figures = Press a figure: how it is counted, and which cases.
summary-foot = As of { $moment }. How each figure is counted: /summary
summary-file = { $title }: every figure with its formula, every case
summary-no-picture = There is no picture: the machine has no font with Chinese characters. Whoever runs it installs fonts-noto-cjk.
summary-spread = Result: half within { $median }, nine of ten within { $ninety }
summary-repeat = Again and again: { $place }, { $category }, { $count } times
button-summary-read = I have read it
button-summary-file = As a file
button-summary-how = How it is counted
period-half-month = { $month } { $from }–{ $until }, { $year }
period-month = { $month } { $year }
period-quarter = Quarter { $quarter } of { $year }
period-year = { $year }
span-minutes = { $count } min
span-hours = { $count } h
span-days = { $count } days
age-up-to = up to { $days } days
age-older = over { $days } days
voice-silent = No answer
voice-unreachable = Not reachable
tile-received = Received
tile-received-note = { $ended } closed, { $open } open
tile-in-time = Solved in time
tile-content = Satisfied or fairly so
block-clocks = Kept in time
block-categories = By subject
block-voices = What owners say
block-backlog = What is open, by age
block-also = Besides
block-kinds = Kinds
block-places = Places
block-severities = Severity
block-channels = Ways in
block-causes = Causes
block-repeats = Same matter, same place
figure-received = Received
figure-ended = Closed
figure-open = Open
figure-overdue = Open and late
figure-kept-dispatch = Sent on in time
figure-kept-pickup = Signed in time
figure-kept-arrive = Arrived in time
figure-kept-plan = Arranged in time
figure-kept-solve = Solved in time
figure-kept-sign-off = Signed off in time
figure-reopened = Opened again
figure-returned = Returned
figure-extended = More time
figure-objected = Objections
figure-paused = Had to wait
figure-called-back = Called back
figure-content = Content
figure-satisfied = Satisfied
figure-answered = Answered
figure-valid = Valid complaints
figure-target-least = Target: at least { $percent } %
figure-target-most = Target: at most { $percent } %
figure-cases-counted = Counted ({ $count }):
figure-cases-missing = Not counted ({ $count }):
figure-cases-more = and { $count } more; the file has all.
formula-received = Registered in the period, of all cases that were open in it.
formula-ended = Over in the period (archived or withdrawn), of all cases that were open in it.
formula-open = Not over at the end of the period, of all cases that were open in it.
formula-overdue = Without a result though the limit has passed, of all cases that are not over.
formula-kept = Ended before its limit, of all waits of this sort that ended or ran out in the period; a case counts once, and late once is late.
formula-kept-solve = Result before the limit, of all cases whose limit passed or whose result came in the period; what is late and still open counts as late.
formula-reopened = Opened again by the owner, of all cases with a result in the period or opened again in it.
formula-returned = Sent back by a department, of all cases that were open in the period.
formula-extended = Given more time in the period, of all cases that were open in it.
formula-objected = With an objection in the period, of all cases that were open in it.
formula-paused = Where work waited for something, of all cases that were open in the period.
formula-called-back = With a callback that was answered, of all cases that were over in the period with a result and not withdrawn.
formula-content = Satisfied or fairly satisfied, of all callbacks that were answered in the period. Silence is in neither number.
formula-satisfied = Satisfied, of all callbacks that were answered in the period.
formula-answered = Answered, of all callbacks that were answered or given up in the period.
formula-valid = Complaints registered in the period that the desk has not found without ground, of the units of the estate.
sheet-figures = Figures
sheet-lists = Lists
sheet-hands = People
sheet-cases = Cases
sheet-count = Count
sheet-figure = Figure
sheet-hits = Count
sheet-base = Of
sheet-share = Share
sheet-formula = How it is counted
sheet-person = Name
sheet-results = Results
sheet-in-time = In time
sheet-reopened = Opened again
sheet-number = Number
sheet-kind = Kind
sheet-category = What about
sheet-place = Where
sheet-opened = Registered
sheet-result = Result
sheet-ended = Closed
sheet-file = summary-{ $period }.xlsx
