use super::*;
use crate::theme::templates::fault;
use fluent_bundle::FluentResource;
use std::collections::BTreeMap;
use tera::{Context, Tera};

#[test]
fn what_was_found_is_told_with_what_it_names() {
    for (what, told) in [
        ("Found `{` but expected `}}`.", "gặp `{` ở chỗ phải là `}}`"),
        ("Variable `tin` is not defined. Available: head", "không có biến `tin`"),
        (
            "there is no theme `cty`; allowed: city, desk; did you mean `city`?",
            "không có giao diện `cty`; có: city, desk; có phải là `city`?",
        ),
        ("there is no theme `x`; allowed: city", "không có giao diện `x`; có: city"),
        ("key with no value, expected `=`", "mục này thiếu dấu = và giá trị"),
        ("something nobody thought of", "something nobody thought of"),
    ] {
        assert_eq!(in_vietnamese(what), told);
    }
}

/// What tera says of a template, when it is read or used.
fn said_of(template: &str) -> String {
    let mut tera = Tera::default();
    let read = tera.add_raw_template("t.html", template);
    let used = read.and_then(|()| {
        let mut context = Context::new();
        context.insert("n", &1);
        context.insert("text", "chữ");
        tera.render("t.html", &context).map(drop)
    });
    let error = used.expect_err(template);
    fault(&error, &BTreeMap::new()).what
}

/// A newer tera may word it otherwise.
#[test]
fn whatever_is_wrong_with_a_template_is_told_in_vietnamese() {
    for template in [
        "{{",
        "{{ }}",
        "{{ n",
        "{{ n }",
        "{{ 'a }}",
        "{{ n | }}",
        "{{ n + }}",
        "{{ n ! }}",
        "{{ n | nothing }}",
        "{{ nothing() }}",
        "{{ <nothing /> }}",
        "{{ < }}",
        "{{ [n }}",
        "{{ n(a=1, a=2) }}",
        "{{ missing }}",
        "{{ missing.part }}",
        "{{ missing[0] }}",
        "{{ missing[0:1] }}",
        "{{ text[n:text] }}",
        "{{ n[0:1] }}",
        "{{ text + n }}",
        "{{ -text }}",
        "{{ n / 0 }}",
        "{{ text * 2 }}",
        "{{ n | upper }}",
        "{{ text | round }}",
        "{{ text | replace(from='a') }}",
        "{{ text is nothing }}",
        "{{ n in n }}",
        "{{ text < n }}",
        "{{ super() }}",
        "{% if n %}",
        "{% if %}{% endif %}",
        "{% if n %}{% endfor %}",
        "{% for x in n %}{% endfor %}",
        "{% for k, v in [1] %}{% endfor %}",
        "{% for x on n %}{% endfor %}",
        "{% for x in [1] %}{{ loop.nothing }}{% endfor %}",
        "{% break %}",
        "{% nothing %}",
        "{% set = 1 %}",
        "{% set n 1 %}",
        "{% set true = 1 %}",
        "{% include 'nothing.html' %}",
        "{% include n %}",
        "{% extends 'nothing.html' %}",
        "{% extends 't.html' %}",
        "a{% extends 't.html' %}",
        "{% block a %}",
        "{% block a %}{% endblock b %}",
        "{% block a %}{% endblock %}{% block a %}{% endblock %}",
        "{% block a %}{{ super() }}{% endblock %}",
        "{% for x in [1] %}{% block a %}{% endblock %}{% endfor %}",
        "{% component a() %}",
        "{% component a(b: nothing) %}{% endcomponent a %}",
        "{% component a(b: string) %}{% endcomponent a %}{{ <a /> }}",
        "{% component a(b: string) %}{% endcomponent a %}{{ <a b={1} /> }}",
        "{% component a() %}{% endcomponent a %}{{ <a b={1} /> }}",
        "{% raw %}",
        "{# never closed",
    ] {
        let what = said_of(template);
        assert_ne!(in_vietnamese(&what), what, "{template}");
    }
}

#[test]
fn whatever_is_wrong_with_words_is_told_in_vietnamese() {
    for words in [
        "a",
        "a =",
        "= b",
        "-a =",
        "a = {",
        "a = { $ }",
        "a = { }",
        "a = b }",
        "a = { \"b }",
        "a = { \"\\q\" }",
        "a = { \"\\u12\" }",
        "a = { b(c) }",
        "a = { B(c: 1, c: 2) }",
        "a = { B(c: 1, 2) }",
        "a = { $b ->\n  [one] x\n}",
        "a = { $b ->\n *[one] x\n *[two] y\n}",
        "a = { b ->\n *[one] x\n}",
        "a = { -b ->\n *[one] x\n}",
        "a = { B(c: $d) }",
    ] {
        let (_, faults) = FluentResource::try_new(words.to_owned()).expect_err(words);
        let what = faults.first().expect("a fault").to_string();
        assert_ne!(in_vietnamese(&what), what, "{words}");
    }
}
