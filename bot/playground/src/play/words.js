// The page's own few words in three languages; everything else comes from the bot.

const WORDS = {
  en: {
    skip: "To the phones", clock: "Program's time: ", forward: "Move the clock forward",
    minutes5: "+5 min", hour1: "+1 hour", day1: "+1 day",
    forward5: "Forward 5 minutes", forward60: "Forward 1 hour", forwardDay: "Forward 1 day",
    add: "Add a person", addNew: "Add", panel: "Timers and history", timers: "Timers", history: "History",
    language: "Language of this page", phones: "Phones", name: "Name", clientLanguage: "Language of their Telegram",
    cancel: "Cancel", ok: "OK", nothing: "Nothing yet", messages: "Messages", write: "Message", send: "Send",
    attach: "Attach photos or files", voice: "Send a voice file", commands: "Commands", start: "Start", restart: "Unblock and start",
    edited: "edited", typing: "typing…", pinned: "Pinned message", replyTo: "Reply to", forwardedFrom: "Forwarded from",
    more: "More", reply: "Reply", edit: "Edit", remove: "Delete", stopReply: "Stop replying", copied: "Copied",
    closePhone: "Put the phone away", block: "Block the bot", chats: "Chats", newGroup: "New group", pickGroup: "Add the bot to which group?",
    photo: "Photo", album: "Album", document: "File", sticker: "Sticker", location: "Place", contact: "Contact", poll: "Poll", unread: "new messages",
    empty: "No messages here yet.", notMember: "Not in this group.", opened: "Forwarded the clock", you: "You", like: "Like", seen: "Seen", keyboard: "Keyboard",
    new_chat_members: "joined the group", left_chat_member: "left the group", pinned_message: "pinned a message",
    migrate_to_chat_id: "made this a supergroup", migrate_from_chat_id: "made this a supergroup", service: "changed something", newest: "To the newest message",
  },
  "zh-Hans": {
    skip: "跳到手机", clock: "程序时间：", forward: "拨快时钟", minutes5: "+5 分钟", hour1: "+1 小时", day1: "+1 天",
    forward5: "拨快 5 分钟", forward60: "拨快 1 小时", forwardDay: "拨快 1 天",
    add: "添加人物", addNew: "添加", panel: "计时与经过", timers: "计时", history: "经过",
    language: "本页语言", phones: "手机", name: "姓名", clientLanguage: "其 Telegram 语言",
    cancel: "取消", ok: "好", nothing: "暂无", messages: "消息", write: "输入消息", send: "发送",
    attach: "附上照片或文件", voice: "发送语音文件", commands: "命令", start: "开始", restart: "解除屏蔽并开始",
    edited: "已编辑", typing: "正在输入…", pinned: "置顶消息", replyTo: "回复", forwardedFrom: "转发自",
    more: "更多", reply: "回复", edit: "编辑", remove: "删除", stopReply: "取消回复", copied: "已复制",
    closePhone: "收起手机", block: "屏蔽机器人", chats: "会话", newGroup: "新建群组", pickGroup: "把机器人加到哪个群？",
    photo: "照片", album: "相册", document: "文件", sticker: "贴纸", location: "位置", contact: "联系人", poll: "投票", unread: "新消息",
    empty: "还没有消息。", notMember: "不在此群中。", opened: "已拨快时钟", you: "你", keyboard: "键盘", like: "赞", seen: "已看",
    new_chat_members: "加入了群组", left_chat_member: "离开了群组", pinned_message: "置顶了一条消息",
    migrate_to_chat_id: "将此群升级为超级群组", migrate_from_chat_id: "将此群升级为超级群组", service: "作了更改", newest: "到最新消息",
  },
  "zh-Hant": {
    skip: "跳到手機", clock: "程式時間：", forward: "撥快時鐘", minutes5: "+5 分鐘", hour1: "+1 小時", day1: "+1 天",
    forward5: "撥快 5 分鐘", forward60: "撥快 1 小時", forwardDay: "撥快 1 天",
    add: "新增人物", addNew: "新增", panel: "計時與經過", timers: "計時", history: "經過",
    language: "本頁語言", phones: "手機", name: "姓名", clientLanguage: "其 Telegram 語言",
    cancel: "取消", ok: "好", nothing: "暫無", messages: "訊息", write: "輸入訊息", send: "傳送",
    attach: "附上相片或檔案", voice: "傳送語音檔", commands: "指令", start: "開始", restart: "解除封鎖並開始",
    edited: "已編輯", typing: "正在輸入…", pinned: "置頂訊息", replyTo: "回覆", forwardedFrom: "轉寄自",
    more: "更多", reply: "回覆", edit: "編輯", remove: "刪除", stopReply: "取消回覆", copied: "已複製",
    closePhone: "收起手機", block: "封鎖機器人", chats: "對話", newGroup: "新增群組", pickGroup: "把機器人加到哪個群組？",
    photo: "相片", album: "相簿", document: "檔案", sticker: "貼圖", location: "位置", contact: "聯絡人", poll: "投票", unread: "新訊息",
    empty: "還沒有訊息。", notMember: "不在此群組中。", opened: "已撥快時鐘", you: "你", keyboard: "鍵盤", like: "讚", seen: "已看",
    new_chat_members: "加入了群組", left_chat_member: "離開了群組", pinned_message: "置頂了一則訊息",
    migrate_to_chat_id: "將此群升級為超級群組", migrate_from_chat_id: "將此群升級為超級群組", service: "作了變更", newest: "到最新訊息",
  },
};

function closest(tag) {
  const code = (tag || "").toLowerCase();
  if (!code.startsWith("zh")) return code.startsWith("en") ? "en" : null;
  return /hant|tw|hk|mo/.test(code) ? "zh-Hant" : "zh-Hans";
}

let chosen = closest(new URLSearchParams(location.search).get("lang"))
  || navigator.languages.map(closest).find(Boolean) || "en";

export const language = () => chosen;
export const word = (key) => WORDS[chosen][key] || WORDS.en[key] || key;

/** Puts the words of the chosen language into everything that names them. */
export function speak(root = document) {
  if (root === document) document.documentElement.lang = chosen;
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", word(node.dataset.label));
    if (node.matches("button")) node.title = word(node.dataset.label);
  }
}

export function choose(tag) {
  chosen = closest(tag) || "en";
  const address = new URL(location.href);
  address.searchParams.set("lang", chosen);
  history.replaceState(null, "", address);
  speak();
}
