//! A real Chromium, and what a person does in it: look, press, type, hand over a file. Nothing is
//! pressed that is not on the screen or lies under something else.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, anyhow, ensure};
use chromiumoxide::{
    Browser, BrowserConfig, Page,
    cdp::browser_protocol::{
        dom::SetFileInputFilesParams, emulation::SetDeviceMetricsOverrideParams,
        input::InsertTextParams, page::CaptureScreenshotFormat,
    },
    cdp::js_protocol::runtime::EvaluateParams,
    handler::viewport::Viewport,
    page::ScreenshotParams,
};
use tokio::task::JoinHandle;
use tokio_stream::StreamExt as _;

/// How long a person looks for something before giving up.
const PATIENCE: Duration = Duration::from_secs(10);

const FLAGS: [&str; 6] = [
    "disable-gpu",
    "disable-dev-shm-usage",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
];

/// Tries again and again until `attempt` has nothing to complain of; says the last complaint.
const UNTIL: &str = r"async (attempt) => {
    const end = Date.now() + PATIENCE;
    for (;;) {
        const why = attempt();
        if (!why || Date.now() > end) return why;
        await new Promise((next) => setTimeout(next, 30));
    }
}";

/// Presses the newest button with these words, as far as a person could.
const PRESS: &str = r"(scope, words) => {
    const all = [...document.querySelectorAll(`${scope} button:not([aria-busy])`)];
    const says = (key) => key.firstChild?.textContent.trim() === words;
    const key = all.filter((key) => key.offsetParent && says(key)).at(-1);
    if (!key) return `there is no button ${words}`;
    key.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const { x, y, width, height } = key.getBoundingClientRect();
    const hit = document.elementFromPoint(x + width / 2, y + height / 2);
    if (!key.contains(hit)) return `something lies over the button ${words}`;
    key.click();
    return '';
}";

/// Looks for words on the screen.
const SEE: &str = r"(scope, words) => document.querySelector(scope)?.innerText.includes(words)
    ? '' : `${words} is not to be read`";

/// A browser with one page open.
pub(super) struct Window {
    browser: Browser,
    page: Page,
    hearing: JoinHandle<()>,
    folder: PathBuf,
}

impl Window {
    /// Opens a page in a browser of its own, which keeps its things in `folder`.
    pub(super) async fn open(
        address: &str,
        folder: &Path,
        size: (u32, u32),
    ) -> anyhow::Result<Self> {
        let viewport = Viewport { width: size.0, height: size.1, ..Viewport::default() };
        let config = BrowserConfig::builder()
            .no_sandbox()
            .args(FLAGS)
            .user_data_dir(folder)
            .window_size(size.0, size.1)
            .viewport(viewport)
            .build()
            .map_err(|why| {
                anyhow!(
                    "there is no Chromium to try the page in ({why}): install one, on Debian \
                     with `apt-get install chromium`, or name one in CHROME"
                )
            })?;
        let (browser, mut heard) =
            Browser::launch(config).await.context("Chromium does not start")?;
        let hearing = tokio::spawn(async move { while heard.next().await.is_some() {} });
        let page = browser.new_page(address).await.context("the page does not open")?;
        Ok(Self { browser, page, hearing, folder: folder.to_owned() })
    }

    /// Presses the newest button with these words.
    pub(super) async fn press(&self, scope: &str, words: &str) -> anyhow::Result<()> {
        self.until(PRESS, scope, words).await
    }

    /// Waits until these words can be read.
    pub(super) async fn sees(&self, scope: &str, words: &str) -> anyhow::Result<()> {
        self.until(SEE, scope, words).await
    }

    /// Types into the field of a phone, and sends it.
    pub(super) async fn types(&self, scope: &str, words: &str) -> anyhow::Result<()> {
        let field = self.page.find_element(format!("{scope} textarea")).await?;
        field.click().await?;
        self.page.execute(InsertTextParams::new(words)).await?;
        field.press_key("Enter").await?;
        Ok(())
    }

    /// Hands a file over, as its dialog would.
    pub(super) async fn hands(&self, scope: &str, file: &Path) -> anyhow::Result<()> {
        let input = self.page.find_element(format!("{scope} input[type=file]")).await?;
        let given = SetFileInputFilesParams::builder()
            .file(file.display().to_string())
            .backend_node_id(input.backend_node_id);
        self.page.execute(given.build().map_err(|why| anyhow!(why))?).await?;
        Ok(())
    }

    /// Looks at the same page on a telephone.
    pub(super) async fn on_a_telephone(&self, width: i64, height: i64) -> anyhow::Result<()> {
        self.page.execute(SetDeviceMetricsOverrideParams::new(width, height, 1, true)).await?;
        self.page.reload().await?;
        Ok(())
    }

    /// Keeps a picture of the screen.
    pub(super) async fn picture(&self, file: &Path) -> anyhow::Result<()> {
        let png = ScreenshotParams::builder().format(CaptureScreenshotFormat::Png).build();
        self.page.save_screenshot(png, file).await?;
        Ok(())
    }

    /// Closes the browser and takes its things away.
    pub(super) async fn close(mut self) {
        self.browser.close().await.ok();
        self.browser.wait().await.ok();
        self.hearing.abort();
        std::fs::remove_dir_all(&self.folder).ok();
    }

    async fn until(&self, attempt: &str, scope: &str, words: &str) -> anyhow::Result<()> {
        let until = UNTIL.replace("PATIENCE", &PATIENCE.as_millis().to_string());
        let (scope_json, words_json) =
            (serde_json::to_string(scope)?, serde_json::to_string(words)?);
        let script = format!("({until})(() => ({attempt})({scope_json}, {words_json}))");
        let asked = EvaluateParams::builder().expression(script).await_promise(true);
        let asked = asked.build().map_err(|why| anyhow!(why))?;
        let why: String = self.page.evaluate(asked).await?.into_value()?;
        ensure!(why.is_empty(), "{why}; {scope} shows:\n{}", self.text(scope).await?);
        Ok(())
    }

    async fn text(&self, scope: &str) -> anyhow::Result<String> {
        let script =
            format!("document.querySelector({})?.innerText ?? ''", serde_json::to_string(scope)?);
        Ok(self.page.evaluate(script).await?.into_value()?)
    }
}
