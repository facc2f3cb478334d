//! The page in a browser, where one is installed: what its script hides, opens and sorts; and that it is
//! read without it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::page::{Tag, tags};
use crate::program::{arg, hegui, list, text};

/// Names browsers of the kind go by.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Neither a window nor the network, and no traces.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A page of the township in autumn, with things due, and the browser to open it with.
struct Opened {
    folder: tempfile::TempDir,
    browser: &'static str,
    result: Value,
}

impl Opened {
    /// Nothing where there is no browser, which is said.
    fn township() -> Option<Self> {
        let browser = Self::browser()?;
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("report.html");
        let args = ["check", "fixtures/township", "--as-of", "2026-10-31", "--format", "json", "--quiet"];
        let ran = hegui(&[&args[..], &["--report", arg(&page)]].concat());
        Some(Self { folder, browser, result: serde_json::from_str(&ran.out).unwrap() })
    }

    /// What changed in the township within a quarter.
    fn changes() -> Option<Self> {
        let browser = Self::browser()?;
        let folder = tempfile::tempdir().unwrap();
        let saved = ["2026-09-30", "2026-12-31"].map(|day| {
            let path = folder.path().join(day);
            let ran = hegui(&["check", "fixtures/township", "--as-of", day, "--format", "json"]);
            fs::write(&path, ran.out).unwrap();
            path
        });
        let form = |format| hegui(&["diff", arg(&saved[0]), arg(&saved[1]), "--format", format]).out;
        fs::write(folder.path().join("report.html"), form("html")).unwrap();
        Some(Self { folder, browser, result: serde_json::from_str(&form("json")).unwrap() })
    }

    fn browser() -> Option<&'static str> {
        let answers = |name: &&&str| {
            let asked =
                Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            asked.is_ok_and(|status| status.success())
        };
        let Some(browser) = NAMES.iter().find(answers) else {
            eprintln!("skipped: no Chromium is installed");
            return None;
        };
        Some(browser)
    }

    fn page(&self) -> PathBuf {
        self.folder.path().join("report.html")
    }

    fn run(&self, flags: &[&str], out: &Path, fragment: &str) {
        let profile = tempfile::tempdir().unwrap();
        let url = format!("file://{}{fragment}", self.page().display());
        let mut browser = Command::new(self.browser);
        browser.args(FLAGS).arg(format!("--user-data-dir={}", profile.path().display())).args(flags).arg(url);
        let mut child = browser.stdout(fs::File::create(out).unwrap()).stderr(Stdio::null()).spawn().unwrap();
        for _ in 0..1200 {
            if child.try_wait().unwrap().is_some() {
                return;
            }
            sleep(Duration::from_millis(100));
        }
        let _ = child.kill();
        panic!("the browser does not come to an end");
    }

    /// Another page in the place of this one.
    fn rewrite(&self, change: impl Fn(&str) -> String) {
        let page = crate::code::text(&self.page());
        fs::write(self.page(), change(&page)).unwrap();
    }

    /// The page as it stands after its script ran.
    fn dom(&self, fragment: &str) -> Dom {
        let out = self.folder.path().join("dom.html");
        self.run(&["--dump-dom"], &out, fragment);
        let dom = crate::code::text(&out);
        Dom(tags(&dom.replacen("<!DOCTYPE html>", "", 1).trim_start().replacen(
            "<html",
            "<!DOCTYPE html><html",
            1,
        )))
    }

    fn count(&self, fits: impl Fn(&Value) -> bool) -> usize {
        list(&self.result, "findings").iter().filter(|finding| fits(finding)).count()
    }
}

/// A page after its script ran.
struct Dom(Vec<Tag>);

impl Dom {
    /// What says how much is shown.
    fn output(&self) -> &str {
        &self.0.iter().find(|tag| tag.name == "output").unwrap().content
    }

    fn is_hidden(tag: &Tag) -> bool {
        tag.attributes.contains_key("hidden")
    }

    /// Findings that are not hidden.
    fn entries(&self) -> Vec<&Tag> {
        self.0.iter().filter(|tag| tag.get("id").starts_with("f-") && !Self::is_hidden(tag)).collect()
    }

    /// Sections of unions that are not hidden, in order.
    fn unions(&self) -> Vec<&Tag> {
        self.0.iter().filter(|tag| tag.get("class") == "u" && !Self::is_hidden(tag)).collect()
    }
}

#[test]
fn the_page_filters_and_sorts_as_its_address_asks() {
    let Some(page) = Opened::township() else { return };
    let is_due = |finding: &Value| text(finding, "state") == "due";
    let dom = page.dom("#state=due");
    assert_eq!(dom.entries().len(), page.count(is_due));
    assert!(dom.entries().iter().all(|tag| tag.get("data-s") == "due"));
    assert!(dom.output().ends_with(&format!("，{} 条", page.count(is_due))), "{}", dom.output());
    let form = dom.0.iter().find(|tag| tag.get("id") == "filter").unwrap();
    assert!(!Dom::is_hidden(form), "a script that runs shows the filter");

    let dom = page.dom("#severity=error&area=contracts&sort=coverage");
    let shown = dom.entries();
    assert!(!shown.is_empty() && shown.iter().all(|tag| tag.get("class") == "f error"));
    let unions = page.dom("#sort=coverage");
    let coverage: Vec<u64> = unions.unions().iter().map(|tag| tag.get("data-v").parse().unwrap()).collect();
    assert!(coverage.len() > 5 && coverage.is_sorted(), "{coverage:?}");

    let dom = page.dom("#q=%E8%BF%9C%E6%B4%8B%20%E4%BC%9A%E8%B4%B9&state=fail");
    // The union itself, and the one above it, whose rates name those that fall short.
    assert_eq!(dom.unions().len(), 2);
    assert!(!dom.entries().is_empty());
    assert!(dom.entries().iter().all(|tag| tag.content.contains("会费")), "{}", dom.output());
}

#[test]
fn a_link_opens_what_it_leads_to() {
    let Some(page) = Opened::township() else { return };
    let ground = |dom: &Dom, at: usize| {
        dom.0.iter().filter(|tag| tag.get("class") == "rule").nth(at).unwrap().attributes.clone()
    };
    let id = ground(&page.dom(""), 3)["id"].clone();
    let opened = ground(&page.dom(&format!("#{id}")), 3);
    assert!(opened.contains_key("open"), "{opened:?}");
    let dom = page.dom("#state=insufficient");
    let is_open = |tag: &&Tag| tag.get("class") == "lacking" && tag.attributes.contains_key("open");
    assert!(dom.0.iter().any(|tag| is_open(&tag)), "what is found in a folded part is unfolded");
}

#[test]
fn without_its_script_everything_is_there() {
    let Some(page) = Opened::township() else { return };
    page.rewrite(|text| text.split("<script>").next().unwrap().to_owned() + "</body></html>");
    let dom = page.dom("");
    let is_shown = |finding: &Value| matches!(text(finding, "state"), "fail" | "due");
    assert_eq!(dom.entries().len(), page.count(is_shown));
    let form = dom.0.iter().find(|tag| tag.get("id") == "filter").unwrap();
    assert!(Dom::is_hidden(form) && dom.output().is_empty());
}

#[test]
fn no_other_script_runs_and_nothing_is_called() {
    let Some(page) = Opened::township() else { return };
    let planted =
        "<main><script>document.title = 'planted'</script><svg onload=\"document.title = 'planted'\"></svg>";
    page.rewrite(|text| text.replacen("<main>", planted, 1));
    let dom = page.dom("#state=due");
    let title = dom.0.iter().find(|tag| tag.name == "title").unwrap();
    assert!(title.content.contains("2026-10-31"), "{title:?}");
    assert!(!dom.output().is_empty(), "its own script runs");
}

#[test]
fn the_page_is_printed() {
    let Some(page) = Opened::township() else { return };
    let pdf = page.folder.path().join("report.pdf");
    let flag = format!("--print-to-pdf={}", pdf.display());
    page.run(&[&flag], &page.folder.path().join("out"), "");
    assert!(crate::code::bytes(&pdf).starts_with(b"%PDF-"));
    assert!(pdf.metadata().unwrap().len() > 100_000);
}

#[test]
fn changes_can_be_sorted_and_their_links_unfold() {
    let Some(page) = Opened::changes() else { return };
    let dom = page.dom("");
    let buttons = dom.0.iter().filter(|tag| tag.name == "button").count();
    assert!(buttons > 20, "headings that sort: {buttons}");
    let opened = |dom: &Dom| {
        dom.0.iter().filter(|tag| tag.name == "details" && tag.attributes.contains_key("open")).count()
    };
    let fixed = dom.0.iter().find(|tag| tag.get("data-c") == "fixed").unwrap().get("id").to_owned();
    assert_eq!((opened(&dom), opened(&page.dom(&format!("#{fixed}")))), (0, 1));
    page.rewrite(|text| text.split("<script>").next().unwrap().to_owned() + "</body></html>");
    let listed = page.dom("").0.iter().filter(|tag| !tag.get("data-c").is_empty()).count();
    assert_eq!(listed, page.count(|_| true), "without its script everything is there");
}
