"""Opens pages in headless Chromium with axe-core in them and tells what it finds.

usage: check.py AXE_JS PAGES WORK [PICTURES]
"""

import html
import json
import pathlib
import re
import subprocess
import sys

RUN = """
<script>%s</script>
<script>
addEventListener("load", async () => {
  const answer = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    rules: {"color-contrast": {enabled: true}},
    // Of what passes one example a rule will do: a map of a thousand nodes has tens of thousands.
    resultTypes: ["violations", "incomplete"],
  });
  const brief = (list) => list.map((one) => ({id: one.id, count: one.nodes.length,
    example: one.nodes.slice(0, 2).map((node) => node.html.slice(0, 200) + " | " + node.failureSummary)}));
  const result = {violations: brief(answer.violations), incomplete: brief(answer.incomplete),
    passes: brief(answer.passes).map((one) => one.id),
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    width: innerWidth};
  const place = document.createElement("pre");
  place.id = "answer";
  place.textContent = JSON.stringify(result);
  document.body.append(place);
});
</script>
"""

# Headless Chromium has no window narrower than 500 pixels, so a phone is a frame in a page.
FRAME = '<!doctype html><title>phone</title><body style="margin:0"><iframe src="%s" style="border:0;width:375px;height:%dpx"></iframe>'
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def chromium(work, *arguments):
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
               "--allow-file-access-from-files", f"--user-data-dir={work}/profile", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=900, check=True).stdout


def main():
    axe, pages, work = sys.argv[1:4]
    pictures = sys.argv[4] if len(sys.argv) > 4 else ""
    script = RUN % pathlib.Path(axe).read_text().replace("</script", "<\\/script")
    failed = False
    for page in sorted(pathlib.Path(pages).glob("*.html")):
        text = page.read_text()
        if "Content-Security-Policy" not in text or "<script" in text:
            sys.exit(f"{page.name}: forbids no scripts, or has one")
        probe = pathlib.Path(work) / f"probe-{page.name}"
        probe.write_text(POLICY.sub("", text).replace("</body>", script + "</body>"))
        for scheme, setting in [("light", 1), ("dark", 0)]:
            for width in [1280, 500]:
                scheme_option = f"--blink-settings=preferredColorScheme={setting}"
                dom = chromium(work, scheme_option, f"--window-size={width},1000", "--virtual-time-budget=60000",
                               "--dump-dom", probe.as_uri())
                found = re.search(r'<pre id="answer">(.*?)</pre>', dom, re.S)
                if not found:
                    sys.exit(f"{page.name}: axe gave no answer")
                answer = json.loads(html.unescape(found[1]))
                if answer["dark"] != (scheme == "dark"):
                    sys.exit(f"{page.name}: the browser didn't show it {scheme}")
                if "color-contrast" not in answer["passes"]:
                    sys.exit(f"{page.name}: axe looked at no contrast")
                problems = answer["violations"]
                wide = answer["overflow"] > 0
                print(f"{page.name} {scheme} {answer['width']} px: {len(problems)} violations, "
                      f"{len(answer['passes'])} rules hold, {len(answer['incomplete'])} for people to look at, "
                      f"{answer['overflow']} px too wide")
                for one in problems:
                    print("  ", one["id"], one["count"], *one["example"], sep="\n     ")
                for one in answer["incomplete"]:
                    print(f"   to look at: {one['id']} ({one['count']}) {one['example'][0][:300]}")
                failed = failed or wide or bool(problems)
            if pictures:
                shot = f"{pictures}/{page.stem}-{scheme}"
                chromium(work, scheme_option, "--window-size=1280,2400", f"--screenshot={shot}.png", page.as_uri())
                frame = pathlib.Path(work) / "frame.html"
                frame.write_text(FRAME % (page.as_uri(), 2400))
                chromium(work, scheme_option, "--window-size=500,2400", f"--screenshot={shot}-phone.png", frame.as_uri())
    sys.exit(1 if failed else 0)


main()
