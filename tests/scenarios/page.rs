//! The demo's page in a real browser: one complaint from the owner's first word to the archive,
//! by people who see nothing but their screens.

mod browser;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use casework::{clock::Clock, postgres::Scratch, words::Language};
use chrono::{DateTime, Utc};
use huiyin::{
    demo,
    lifecycle::Tasks,
    stage::{Setting, Stage},
};
use tokio::{net::TcpListener, sync::mpsc};

use browser::Window;

/// What the pictures are kept in, for people to look at.
const PICTURES: &str = env!("CARGO_TARGET_TMPDIR");
/// A small picture that a browser can show.
const PHOTO: &[u8] = include_bytes!("page/photo.png");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complaint_is_played_on_the_page_from_the_first_word_to_the_archive() -> anyhow::Result<()>
{
    let scratch = Scratch::fresh("the page makes its own book", async |_| Ok(())).await?;
    let setting =
        Setting { language: Language::ZhHans, clock: Clock::standing(morning()), limits: false };
    let stage = Stage::set(scratch.options(), &setting, port().await?).await?;
    let (listener, mut tasks) = (port().await?, Tasks::default());
    let address = format!("http://{}/?lang=zh-Hans", listener.local_addr()?);
    demo::open(&stage, listener, &mut tasks).await?;
    let (stop, stopped) = mpsc::channel(1);
    let running = tokio::spawn(tasks.run(stopped));

    let folder = std::env::temp_dir().join(format!("huiyin-page-{}", std::process::id()));
    let window = Window::open(&address, &folder, (1500, 900)).await?;
    let play = Play { stage: &stage, window: &window };
    let played = play.all().await;
    if played.is_err() {
        window.picture(&picture("page-failed.png")).await?;
    }
    window.close().await;
    stop.send(()).await?;
    running.await??;
    stage.app.desk().close().await;
    scratch.discard().await;
    played
}

struct Play<'p> {
    stage: &'p Stage,
    window: &'p Window,
}

impl Play<'_> {
    async fn all(&self) -> anyhow::Result<()> {
        self.complains().await.context("the owner complains")?;
        self.works().await.context("the department works")?;
        self.closes().await.context("the case is closed")?;
        self.looks().await.context("the pictures are taken")
    }

    async fn complains(&self) -> anyhow::Result<()> {
        let owner = self.phone("owner");
        owner
            .presses(&["开始", "同意，继续", "我叫陈美玲", "1号楼", "3层", "302", "分享我的号码"])
            .await?;
        owner.presses(&["投诉"]).await?;
        owner.sees("很抱歉").await?;
        owner.types("办公室空调不制冷，三十度，没法上班").await?;
        owner.sees("文字 1 段").await?;
        owner.hands_photo().await?;
        owner.sees("附件 1 个").await?;
        owner.presses(&["说完了", "空调通风", "1号楼 3层 302", "刚刚"]).await?;
        owner.sees("您希望我们怎么做").await?;
        owner.types("今天有客人来，请尽快修好").await?;
        owner.presses(&["今天", "发送"]).await?;
        owner.sees("已登记").await
    }

    async fn works(&self) -> anyhow::Result<()> {
        let crew = self.phone("crew");
        crew.sees("待签收").await?;
        crew.presses(&["签收"]).await?;
        self.phone("owner").sees("经办人：王强").await?;
        crew.presses(&["出发"]).await?;
        self.phone("desk").sees("在路上").await?;
        self.phone("owner").sees("已经出发").await?;
        self.window.picture(&picture("page-case.png")).await?;
        crew.presses(&["到场", "完成"]).await?;
        crew.sees("第 1 步，共 4 步").await?;
        crew.types("更换了室外机风机，试机半小时，室温二十五度").await?;
        crew.presses(&["设备老化", "更换了零件"]).await?;
        crew.sees("第 4 步，共 4 步").await?;
        crew.hands_photo().await?;
        crew.sees("已收到 1 个").await?;
        crew.presses(&["说完了", "发送"]).await
    }

    async fn closes(&self) -> anyhow::Result<()> {
        let (owner, head) = (self.phone("owner"), self.phone("head"));
        owner.presses(&["解决了"]).await?;
        owner.sees("谢谢您的确认").await?;
        head.presses(&["负责人签字"]).await?;
        head.sees("已签字").await?;
        self.window.press(".forward", "+1 天").await?;
        self.window.press(".forward", "+1 小时").await?;
        owner.sees("问题解决了吗").await?;
        // The next question has the same buttons: people read it before they press.
        let next = [
            "处理的结果满意吗",
            "态度，您满意吗",
            "速度，您满意吗",
            "还有什么想说的",
            "谢谢您的回答",
        ];
        for (label, next) in scenarios::all_is_well(Language::ZhHans).into_iter().zip(next) {
            owner.presses(&[label]).await?;
            owner.sees(next).await?;
        }
        owner.sees("已办结").await?;
        self.phone("crew").presses(&["工程部"]).await?;
        self.phone("crew").sees("状态：已归档").await
    }

    /// The end at both sizes, for people to look at.
    async fn looks(&self) -> anyhow::Result<()> {
        self.window.picture(&picture("page-1500.png")).await?;
        self.window.on_a_telephone(390, 844).await?;
        self.phone("owner").sees("已办结").await?;
        self.window.picture(&picture("page-390.png")).await
    }

    fn phone(&self, code: &str) -> Phone<'_> {
        Phone { window: self.window, scope: format!("#phone{}", self.stage.account(code)) }
    }
}

struct Phone<'p> {
    window: &'p Window,
    scope: String,
}

impl Phone<'_> {
    async fn presses(&self, labels: &[&str]) -> anyhow::Result<()> {
        for label in labels {
            self.window.press(&self.scope, label).await?;
        }
        Ok(())
    }

    async fn sees(&self, words: &str) -> anyhow::Result<()> {
        self.window.sees(&self.scope, words).await
    }

    async fn types(&self, words: &str) -> anyhow::Result<()> {
        self.window.types(&self.scope, words).await
    }

    async fn hands_photo(&self) -> anyhow::Result<()> {
        let file = picture("photo.png");
        std::fs::write(&file, PHOTO)?;
        self.window.hands(&self.scope, &file).await
    }
}

fn picture(name: &str) -> PathBuf {
    Path::new(PICTURES).join(name)
}

async fn port() -> anyhow::Result<TcpListener> {
    Ok(TcpListener::bind("127.0.0.1:0").await?)
}

/// A Tuesday, ten past nine in the estate.
fn morning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_788_225_000, 0).expect("a moment in range")
}
