//! Who stops the shared server after its last user: a shell that outlives them all.

use std::io;

use super::super::guardian::shell;
use super::super::home::Home;

/// Looks every two seconds whether any user lives; after thirty without one, ends it all.
///
/// The list of users is moved away before the last look. Who comes too late to sign it starts
/// a server of their own in another folder; who signed in time is seen, and the list goes back.
const SCRIPT: &str = r#"
trap '' HUP INT TERM
folder=$1 server=$2 idle=0

anyone() {
    for file in "$1"/*; do
        kill -0 "${file##*/}" 2>/dev/null && return 0
        rm -f "$file"
    done
    return 1
}

while kill -0 "$server" 2>/dev/null; do
    sleep 2
    if anyone "$folder/users"; then idle=0; continue; fi
    idle=$((idle + 1))
    [ "$idle" -lt 15 ] && continue
    mv "$folder/users" "$folder/leaving"
    anyone "$folder/leaving" || break
    mv "$folder/leaving" "$folder/users"
    idle=0
done

kill -QUIT "$server" 2>/dev/null
for second in 1 2 3 4 5; do
    kill -0 "$server" 2>/dev/null || break
    sleep 1
done
rm -rf "$folder"
"#;

/// Leaves a janitor with a server.
pub(super) fn leave(home: &Home, server: u32) -> io::Result<()> {
    let folder = home.folder().to_string_lossy().into_owned();
    shell(SCRIPT, &[&folder, &server.to_string()]).spawn().map(drop)
}
