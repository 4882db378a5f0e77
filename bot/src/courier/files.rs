//! Files of a case as Telegram takes them: photos and films in albums of two to ten, documents in
//! albums of their own, the rest one by one.

use casework::{
    ids::{MessageId, Room},
    intake::{File, FileKind},
};
use serde_json::{Value, json};

/// The most that one album holds.
const ALBUM: usize = 10;

/// Files that go out with one request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parcel<'a>(Vec<&'a File>);

/// Cuts files into parcels, in their order.
pub(super) fn parcels(files: &[File]) -> Vec<Parcel<'_>> {
    let mut parcels: Vec<Parcel<'_>> = vec![];
    for file in files {
        match parcels.last_mut() {
            Some(Parcel(last)) if last.len() < ALBUM && go_together(last[0], file) => {
                last.push(file);
            }
            _ => parcels.push(Parcel(vec![file])),
        }
    }
    parcels
}

fn go_together(first: &File, next: &File) -> bool {
    let pictured = |file: &File| matches!(file.kind, FileKind::Photo | FileKind::Video);
    let both = |kind| first.kind == kind && next.kind == kind;
    (pictured(first) && pictured(next)) || both(FileKind::Document) || both(FileKind::Audio)
}

/// Groups are shown pictures only: what somebody said or wrote into a file goes to whoever
/// signed, in private (PV-01). Between neighbours nobody is handed more than photos, out of which
/// Telegram takes where and by whom they were made: a file keeps its name and what is written into
/// it, a film may, and a voice is known (PV-03).
pub(super) fn shown_in(room: Room, mut files: Vec<File>, is_veiled: bool) -> Vec<File> {
    if is_veiled {
        files.retain(|file| file.kind == FileKind::Photo);
    } else if room.is_group() {
        files.retain(|file| matches!(file.kind, FileKind::Photo | FileKind::Video));
    }
    files
}

impl Parcel<'_> {
    /// So many files.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Which method takes it.
    pub(super) fn method(&self) -> &'static str {
        match (self.0.len(), self.0[0].kind) {
            (2.., _) => "sendMediaGroup",
            (_, FileKind::Photo) => "sendPhoto",
            (_, FileKind::Video) => "sendVideo",
            (_, FileKind::VideoNote) => "sendVideoNote",
            (_, FileKind::Animation) => "sendAnimation",
            (_, FileKind::Voice) => "sendVoice",
            (_, FileKind::Audio) => "sendAudio",
            (_, FileKind::Document) => "sendDocument",
        }
    }

    /// The request's body: the files by their handles, the first with a caption.
    pub(super) fn body(&self, room: Room, reply_to: Option<MessageId>, caption: &str) -> Value {
        let mut body = json!({ "chat_id": room.0 });
        if let Some(message) = reply_to {
            body["reply_parameters"] =
                json!({ "message_id": message.0, "allow_sending_without_reply": true });
        }
        if self.0.len() > 1 {
            let media = self.0.iter().enumerate().map(|(at, file)| {
                let mut item = json!({ "type": kind(file.kind), "media": file.handle });
                if at == 0 {
                    item["caption"] = json!(caption);
                }
                item
            });
            body["media"] = media.collect();
            return body;
        }
        let file = self.0[0];
        body[kind(file.kind)] = json!(file.handle);
        if file.kind != FileKind::VideoNote {
            body["caption"] = json!(caption);
        }
        body
    }
}

fn kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Photo => "photo",
        FileKind::Video => "video",
        FileKind::VideoNote => "video_note",
        FileKind::Animation => "animation",
        FileKind::Voice => "voice",
        FileKind::Audio => "audio",
        FileKind::Document => "document",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: FileKind) -> File {
        File { kind, handle: "h".to_owned(), caption: None, album: None }
    }

    #[test]
    fn twelve_photos_a_voice_and_two_documents_are_four_requests() {
        let mut files = vec![file(FileKind::Photo); 12];
        files.push(file(FileKind::Voice));
        files.extend([file(FileKind::Document), file(FileKind::Document)]);
        let sizes: Vec<usize> = parcels(&files).iter().map(|parcel| parcel.0.len()).collect();
        assert_eq!(sizes, [10, 2, 1, 2]);
    }

    #[test]
    fn a_round_film_has_no_caption() {
        let film = [file(FileKind::VideoNote)];
        let parcel = &parcels(&film)[0];
        assert_eq!(parcel.method(), "sendVideoNote");
        assert!(parcel.body(Room(1), None, "x").get("caption").is_none());
    }
}
