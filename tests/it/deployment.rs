//! The workflow of `content/docs/deployment.md`, read as a host reads it: as YAML.
//!
//! `reference.rs` holds its commands to the program's help, and `scripts/servers` runs them.

use serde_json::{Value, json};

const DOCUMENT: &str = include_str!("../../content/docs/deployment.md");

/// The workflow in the document.
fn workflow() -> Value {
    let code = DOCUMENT.split("\n```yaml\n").nth(1).unwrap();
    serde_yaml::from_str(code.split("```\n").next().unwrap()).unwrap()
}

/// The steps of the only job, each with what it uses or runs.
fn steps(workflow: &Value) -> Vec<(&str, &Value)> {
    let jobs: Vec<&Value> = workflow["jobs"].as_object().unwrap().values().collect();
    let [job] = jobs[..] else { panic!("{jobs:?}") };
    assert!(job["runs-on"].is_string());
    let steps = job["steps"].as_array().unwrap().iter();
    steps.map(|step| (step["uses"].as_str().or(step["run"].as_str()).unwrap(), step)).collect()
}

#[test]
fn the_workflow_runs_for_each_change_and_each_day_with_the_rights_to_publish() {
    let workflow = workflow();
    let on = workflow["on"].as_object().unwrap();
    assert_eq!(on["push"], json!({"branches": ["main"]}));
    assert!(on.contains_key("workflow_dispatch"));
    // Of minute, hour, day, month and weekday the first two are set: once a day.
    let fields: Vec<&str> = on["schedule"][0]["cron"].as_str().unwrap().split(' ').collect();
    let [minute, hour, "*", "*", "*"] = fields[..] else { panic!("{fields:?}") };
    assert!(minute.parse::<u8>().unwrap() < 60 && hour.parse::<u8>().unwrap() < 24);
    let zone = workflow["env"]["TZ"].as_str().unwrap();
    assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
    assert_eq!(
        workflow["permissions"],
        json!({"contents": "read", "pages": "write", "id-token": "write"})
    );
}

#[test]
fn the_workflow_publishes_what_it_checks_and_builds() {
    let workflow = workflow();
    let steps = steps(&workflow);
    let named = |name: &str| {
        let found = steps.iter().position(|(does, _)| does.starts_with(name));
        found.unwrap_or_else(|| panic!("no step `{name}`: {steps:#?}"))
    };
    let in_order = [
        "actions/checkout@v",
        "cargo install ",
        "briefgen check",
        "briefgen build",
        "actions/upload-pages-artifact@v",
        "actions/deploy-pages@v",
    ];
    assert_eq!(in_order.map(named), [0, 1, 2, 3, 4, 5]);
    assert_eq!(steps.len(), in_order.len());
    // The program is a submodule.
    assert_eq!(steps[0].1["with"]["submodules"], true);
    assert!(steps[1].0.ends_with(" --path tools/briefgen"));
    // A build goes to `public` where nothing says otherwise.
    assert!(!steps[3].0.contains("--output"));
    assert_eq!(steps[4].1["with"]["path"], "public");
    // The address that the host shows is that of the last step.
    let id = steps[5].1["id"].as_str().unwrap();
    assert_eq!(
        workflow["jobs"]["publish"]["environment"],
        json!({"name": "github-pages", "url": format!("${{{{ steps.{id}.outputs.page_url }}}}")})
    );
}
