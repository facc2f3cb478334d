//! The READMEs' console blocks are run: what they show is what the program prints.

#[test]
fn the_readmes_show_what_the_program_prints() {
    trycmd::TestCases::new()
        .env("LANG", "zh_CN.UTF-8")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .case("README.md")
        .case("README.zh-CN.md");
}
