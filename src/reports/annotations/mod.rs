//! What was found as notes on the files of a repository: for the pipelines of GitHub and of GitLab.

mod github;
mod gitlab;
mod lines;

pub use github::GithubReport;
pub use gitlab::GitlabReport;
