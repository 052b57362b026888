"""One measurement each."""

import gzip
import http.client
import random
import re
import socket
import subprocess
import threading
import time

from servers import pinned

CONNECTIONS = 64
# How often each query of the search is asked.
PASSES = 5


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Client:
    """One kept-alive connection."""

    def __init__(self, port):
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path, **headers):
        """(status, headers, body); a connection the server closed is opened anew."""
        for attempt in (1, 2):
            try:
                self.connection.request("GET", path, headers=headers)
                answer = self.connection.getresponse()
                return answer.status, dict(answer.getheaders()), answer.read()
            except (http.client.HTTPException, OSError):
                self.connection.close()
                if attempt == 2:
                    raise

    def timed(self, path, **headers):
        begun = time.perf_counter()
        status, _, body = self.get(path, **headers)
        return (time.perf_counter() - begun) * 1000, status, body


def addresses(site, count, seed=7):
    """Paths of item pages from all over the site, as its site map lists them."""
    client = Client(site.port)
    maps = [f"{site.address}/sitemap.xml"]
    found = []
    while maps:
        path = maps.pop()[len(site.address) :]
        status, _, body = client.get(path)
        assert status == 200, path
        listed = re.findall(r"<loc>([^<]+)</loc>", body.decode())
        if b"<sitemapindex" in body:
            maps.extend(listed)
        else:
            found.extend(one[len(site.address) :] for one in listed)
    items = [path for path in found if path.startswith("/tin-bai/")]
    random.Random(seed).shuffle(items)
    return items[:count]


def papers(site):
    """Paths of the PDFs of every leaflet on the first page of leaflets."""
    _, _, body = Client(site.port).get("/to-roi")
    leaflets = sorted(set(re.findall(r'href="(/to-roi/[a-z0-9-]+)"', body.decode())))
    assert leaflets, "the shipped leaflets are there"
    shapes = ("ban-in-a4-gap-ba", "ban-in-a5", "ban-in-a4")
    return [f"{leaflet}/{shape}.pdf" for leaflet in leaflets for shape in shapes]


def wrk(address, paths, script, seconds, core):
    """Requests a second, and p50 and p99 in ms, at 64 connections."""
    listed = ", ".join(f'"{path}"' for path in paths)
    script.write_text(
        f"""
local paths = {{{listed}}}
local asked = {{}}
for i, path in ipairs(paths) do
  asked[i] = wrk.format("GET", path, {{ ["Host"] = "127.0.0.1", ["Accept-Encoding"] = "gzip" }})
end
local at = 0
request = function()
  at = at % #asked + 1
  return asked[at]
end
done = function(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout
  print(string.format("RESULT %f %f %f %d", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, wrong))
end
"""
    )
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), address]
    said = subprocess.run(pinned(command, core), capture_output=True, text=True, check=True).stdout
    rate, median, tail, wrong = re.search(r"RESULT (\S+) (\S+) (\S+) (\d+)", said).groups()
    assert wrong == "0", f"{wrong} requests of {address} went wrong:\n{said}"
    return float(rate), float(median), float(tail)


def side_by_side(site, nginx, paths, script, seconds, rounds, core):
    """Both in turns; per server the best round's (rate, p50, p99)."""
    best = {}
    for _ in range(rounds):
        for name, address in (("lantoa", site.address), ("nginx", nginx.address)):
            result = wrk(address, paths, script, seconds, core)
            best[name] = max(best.get(name, result), result)
    return best


def copy_to_nginx(site, nginx, paths):
    """The same bytes: a page is made smaller once somebody asks for it a second time."""
    client = Client(site.port)
    for path in paths + paths:
        client.get(path, **{"Accept-Encoding": "gzip"})
    time.sleep(2)
    for path in paths:
        status, headers, compressed = client.get(path, **{"Accept-Encoding": "gzip"})
        assert status == 200, (path, status)
        assert headers.get("content-encoding", headers.get("Content-Encoding")) == "gzip", headers
        nginx.put(path, gzip.decompress(compressed), compressed)


def first_renders(site, paths):
    """ms for pages nobody asked for before."""
    client = Client(site.port)
    client.get("/healthz")
    times = []
    for path in paths:
        took, status, _ = client.timed(path, **{"Accept-Encoding": "br"})
        assert status == 200, path
        times.append(took)
    return percentile(times, 0.5), percentile(times, 0.99)


def first_of_each(site, publish, paths, rounds=5):
    """ms for a page of each kind, each time after something was published that made it
    stale: the middle of the kinds, and the slowest, each by its middle of all rounds."""
    client = Client(site.port)
    times = {path: [] for path in paths}
    for _ in range(rounds):
        publish()
        client.get("/healthz")
        for path in paths:
            took, status, _ = client.timed(path, **{"Accept-Encoding": "br"})
            assert status == 200, path
            times[path].append(took)
    medians = {path: percentile(of_one, 0.5) for path, of_one in times.items()}
    slowest = max(medians, key=medians.get)
    return percentile(list(medians.values()), 0.5), medians[slowest], slowest


def crowd(site, path, readers=1000):
    """A thousand readers ask at once for a page that nobody has seen: how often it was
    rendered, and ms until the last of them had it."""
    client = Client(site.port)
    before = _rendered(client)
    sockets = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(readers)]
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    begun = time.perf_counter()
    for one in sockets:
        one.sendall(asked)
    for one in sockets:
        answer = b""
        while part := one.recv(1 << 16):
            answer += part
        one.close()
        assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
    took = (time.perf_counter() - begun) * 1000
    return _rendered(client) - before, took


def _rendered(client):
    _, _, body = client.get("/metrics", Authorization="Bearer bench")
    return int(re.search(rb"^lantoa_pages_rendered_total (\d+)", body, re.MULTILINE).group(1))


def search(sites, queries):
    """Of each of `sites`, in turns: (p50, p99) of all passes and of the first, in ms; how
    many queries found something."""
    clients = {name: Client(site.port) for name, site in sites.items()}
    rounds, found = {name: [] for name in sites}, dict.fromkeys(sites, 0)
    for number in range(PASSES):
        for name, client in clients.items():
            client.get("/api/v1/search?q=mo")
            times = []
            for query in queries:
                took, status, body = client.timed(f"/api/v1/search?{query}")
                assert status == 200, (query, status, body)
                times.append(took)
                if number == 0 and b'"total":0' not in body:
                    found[name] += 1
            rounds[name].append(times)

    def told(times):
        return percentile(times, 0.5), percentile(times, 0.99)

    return {
        name: {
            "all": told([one for times in of_one for one in times]),
            "first": told(of_one[0]),
            "found": found[name],
        }
        for name, of_one in rounds.items()
    }


def until(port, path, sign, begun, seconds=30):
    """ms from `begun` until `path` shows `sign`."""
    client = Client(port)
    while time.perf_counter() - begun < seconds:
        status, _, body = client.get(path)
        if status == 200 and sign in body:
            return (time.perf_counter() - begun) * 1000
        time.sleep(0.004)
    return float("inf")


def visible(site, publish, watched):
    """Calls `publish()`, watching each of `watched` (name → (path, sign)) from the
    moment it is called; returns name → ms."""
    times, threads, ready = {}, [], threading.Barrier(len(watched) + 1)
    begun = [0.0]

    def watch(name, path, sign):
        ready.wait()
        ready.wait()
        times[name] = until(site.port, path, sign, begun[0])

    for name, (path, sign) in watched.items():
        threads.append(threading.Thread(target=watch, args=(name, path, sign)))
        threads[-1].start()
    ready.wait()
    begun[0] = time.perf_counter()
    ready.wait()
    publish()
    times["answer"] = (time.perf_counter() - begun[0]) * 1000
    for thread in threads:
        thread.join()
    return times
