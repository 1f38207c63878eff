//! The rules of the authoring language, case by case: each page of `tests/spec/` is a small newsroom.

mod support;

#[test]
fn the_cases_come_out_as_written() {
    support::check(&support::pages("tests/spec"));
}
