#!/usr/bin/env python3
"""Measures the program at several sizes and prints one table in Markdown.

    python3 benches/load/main.py --binary target/release/lantoa --database sqlite 1000 10000

The texts come from ${LANTOA_TEST_DATA}/news-5000.jsonl.gz. Everything runs on
127.0.0.1 in temporary folders; every server is ended by its process id.
"""

import argparse
import contextlib
import os
import platform
import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import corpus
import measure
import queries
from desk import Desk
from servers import ROOT, Nginx, Postgres, Site

PAGES = 100
# One page of each kind but the item's.
OTHERS = [
    "/", "/en", "/tin-bai", "/to-roi", "/guong-dien-hinh", "/su-kien", "/su-kien/thang/2026-12",
    "/chu-de", "/chu-de/dao-tao-nghe", "/doi-tuong", "/dia-ban", "/dia-ban/xa-ba-vi", "/so-do-trang",
    "/dinh-chinh", "/gioi-thieu", "/guong-dien-hinh/linh-vuc/trong-trot", "/ban-do", "/gan-toi",
    "/gan-toi/xa-ba-vi",
]  # fmt: skip
STARTS = 3
PUBLICATIONS = 20


def main():
    options = arguments()
    # A thousand readers are as many connections, here and in the server.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    data = Path(os.environ.get("LANTOA_TEST_DATA", ROOT.parent / "shared/data"))
    if not (data / "news-5000.jsonl.gz").exists():
        print(f"SKIPPED: there is no news-5000.jsonl.gz in {data}; LANTOA_TEST_DATA names the folder")
        return
    texts = corpus.read(data)
    places = commune_slugs()
    asked = queries.make(texts)
    results, sites = {}, {}
    with contextlib.ExitStack() as at_end:
        for size in options.sizes:
            results[size], sites[size] = one_size(options, size, texts, places, at_end)
        # The sizes in turns: how fast a shared machine is changes from minute to minute.
        for size, times in measure.search(sites, asked).items():
            results[size]["search"] = times
            results[size]["memory"] = sites[size].memory()
            say(f"search among {size}: {times}")
    print(table(results, options))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000, 100000])
    parser.add_argument("--binary", default=str(ROOT / "target/release/lantoa"), type=os.path.abspath)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--folder", default=None, help="where temporary folders are made")
    parser.add_argument("--seconds", type=int, default=8, help="of each load")
    parser.add_argument("--rounds", type=int, default=3, help="of each load; the best counts")
    return parser.parse_args()


def commune_slugs():
    lines = (ROOT / "content/places/communes.csv").read_text(encoding="utf-8").splitlines()
    column = lines[0].split(",").index("slug")
    return [line.split(",")[column] for line in lines[1:]]


def say(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def one_size(options, size, texts, places, at_end):
    """What was measured, and the site, which serves until `at_end`."""
    print(f"{size} items, {options.database}", file=sys.stderr, flush=True)
    folder = Path(tempfile.mkdtemp(prefix="lantoa-bench-", dir=options.folder))
    at_end.callback(shutil.rmtree, folder, ignore_errors=True)
    ours, theirs = cores()
    postgres = None
    if options.database == "postgres":
        postgres = Postgres()
        at_end.callback(postgres.stop)
    data = folder / "data"
    data.mkdir()
    site = Site(options.binary, data, postgres and postgres.url())
    at_end.callback(site.stop)
    nginx = Nginx(folder / "nginx", ours)
    try:
        return measured(options, size, texts, places, folder, site, nginx, (ours, theirs)), site
    finally:
        nginx.stop()


def cores():
    """A core for who answers and one for who asks; none where there is only one."""
    own = sorted(os.sched_getaffinity(0))
    return (own[0], own[1]) if len(own) > 1 else (None, None)


def measured(options, size, texts, places, folder, site, nginx, cores):
    ours, theirs = cores
    found = {}
    corpus.write(texts, size, places, folder / "items.jsonl")
    site.run("import", ROOT / "content")
    mapping = Path(__file__).with_name("map.toml")
    seconds, _ = site.run("import", folder / "items.jsonl", "--map", mapping)
    found["import"] = size / seconds
    (folder / "items.jsonl").unlink()
    say(f"imported in {seconds:.1f} s")
    seconds, _ = site.run("reindex")
    found["reindex"] = size / seconds
    say(f"indexed in {seconds:.1f} s")

    desk = Desk(site)
    site.start(ours)
    settle(site)
    site.stop()
    starts = []
    for _ in range(STARTS):
        starts.append(site.start(ours))
        site.stop()
    found["start"] = statistics.median(starts)
    site.start(ours)
    found["memory at start"] = site.memory()

    paths = measure.addresses(site, PAGES + 300)
    found["first"] = measure.first_renders(site, paths[PAGES:])
    found["paper"] = measure.first_renders(site, measure.papers(site))
    found["card"] = measure.first_renders(site, [f"{path}/anh-chia-se.png" for path in paths[:PAGES]])
    say(f"first: {found['first']}, paper: {found['paper']}, card: {found['card']}")
    shown = paths[:PAGES]
    measure.copy_to_nginx(site, nginx, shown + OTHERS)
    nginx.start()
    script = folder / "paths.lua"
    for name, what in (("item", shown), ("others", OTHERS)):
        found[name] = measure.side_by_side(
            site, nginx, what, script, options.seconds, options.rounds, theirs
        )
        say(f"{name}: {found[name]}")
    found["visible"] = desk.publications(PUBLICATIONS)
    say(f"visible: {found['visible']}")
    found["crowd"] = measure.crowd(site, desk.publish_unseen())
    say(f"crowd: {found['crowd']}")

    def publish():
        desk.publish_unseen()
        settle(site)

    found["first others"] = measure.first_of_each(site, publish, OTHERS)
    say(f"first of each other kind: {found['first others']}")
    return found


def settle(site):
    """Waits until what the import ordered is done: the queue is empty."""
    begun = time.perf_counter()
    client = measure.Client(site.port)
    while time.perf_counter() - begun < 900:
        _, _, body = client.get("/metrics", Authorization="Bearer bench")
        waiting = re.search(rb"^lantoa_orders_waiting (\d+)", body, re.MULTILINE)
        if waiting is None or waiting.group(1) == b"0":
            return
        time.sleep(0.2)
    raise SystemExit("the queue did not become empty")


def machine():
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB memory, Linux {platform.release()}"


def table(results, options):
    rows = [
        ("item page, requests/s: ours / nginx (ratio)", lambda r: versus(r["item"])),
        ("item page, p50 / p99 ms: ours", lambda r: pair(r["item"]["lantoa"][1:])),
        ("item page, p50 / p99 ms: nginx", lambda r: pair(r["item"]["nginx"][1:])),
        ("every other kind of page, requests/s: ours / nginx (ratio)", lambda r: versus(r["others"])),
        ("every other kind of page, p50 / p99 ms: ours", lambda r: pair(r["others"]["lantoa"][1:])),
        ("every other kind of page, p50 / p99 ms: nginx", lambda r: pair(r["others"]["nginx"][1:])),
        ("a page's first rendering, p50 / p99 ms", lambda r: pair(r["first"])),
        ("every other kind's first rendering, typical / slowest kind, ms", lambda r: pair(r["first others"][:2])),
        ("a leaflet's PDF, drawn for the first time, p50 / p99 ms", lambda r: pair(r["paper"])),
        ("a social card, drawn for the first time, p50 / p99 ms", lambda r: pair(r["card"])),
        ("search, 200 queries, p50 / p99 ms", lambda r: pair(r["search"]["all"])),
        ("search, each query's first time, p50 / p99 ms", lambda r: pair(r["search"]["first"])),
        ("published → page, p50 / max ms", lambda r: pair(r["visible"]["page"])),
        ("published → feed, p50 / max ms", lambda r: pair(r["visible"]["feed"])),
        ("published → search, p50 / max ms", lambda r: pair(r["visible"]["search"])),
        ("1,000 readers at once of a page just published: renderings, ms until the last has it",
         lambda r: f"{r['crowd'][0]}, {r['crowd'][1]:.0f}"),
        ("memory after load, MiB: resident (own + mapped)", lambda r: memory(r["memory"])),
        ("memory at start, MiB: resident (own + mapped)", lambda r: memory(r["memory at start"])),
        ("start until the first page, s", lambda r: f"{r['start']:.2f}"),
        ("import, items/s", lambda r: f"{r['import']:.0f}"),
        ("indexing anew, items/s", lambda r: f"{r['reindex']:.0f}"),
    ]
    sizes = list(results)
    lines = [
        f"Machine: {machine()}. Database: {options.database}. {time.strftime('%Y-%m-%d')}.",
        f"Loads: wrk, {measure.CONNECTIONS} connections kept alive, {PAGES} item pages, gzip, "
        f"best of {options.rounds} × {options.seconds} s; ours and nginx with one worker each on one "
        f"core, wrk on another. Search: {measure.PASSES} times each query, the sizes in turns.",
        "",
        "| | " + " | ".join(f"{size:,} items" for size in sizes) + " |",
        "| --- |" + " --- |" * len(sizes),
    ]
    for name, read in rows:
        lines.append(f"| {name} | " + " | ".join(read(results[size]) for size in sizes) + " |")
    return "\n".join(lines)


def versus(both):
    ours, theirs = both["lantoa"][0], both["nginx"][0]
    return f"{ours:,.0f} / {theirs:,.0f} ({ours / theirs:.2f})"


def pair(values):
    return " / ".join(f"{value:.1f}" for value in values)


def memory(read):
    return f"{read['VmRSS']:.0f} ({read['RssAnon']:.0f} + {read['RssFile']:.0f})"


if __name__ == "__main__":
    main()
