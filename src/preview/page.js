// Keeps a page of the preview up to date. It is added to what the preview serves, and is in no file of the site.
(() => {
  const { page, version } = document.currentScript.dataset;
  const scrolled = `briefgen:scroll:${page}`;

  // A page that was renewed stays where its reader was.
  const last = sessionStorage.getItem(scrolled);
  if (last !== null) {
    sessionStorage.removeItem(scrolled);
    scrollTo(0, Number(last));
  }
  const renew = () => {
    sessionStorage.setItem(scrolled, String(scrollY));
    location.reload();
  };

  // A stylesheet is swapped once the new one is there, so that the page is never without.
  const swap = (link, address) => {
    const next = link.cloneNode();
    next.href = address;
    next.addEventListener("load", () => link.remove());
    next.addEventListener("error", () => link.remove());
    link.after(next);
  };
  const files = (names) => {
    const wanted = new Set(names.map((name) => `/${name}`));
    const fresh = (address) => {
      const url = new URL(address, location.href);
      if (url.origin !== location.origin || !wanted.has(url.pathname)) return null;
      url.searchParams.set("briefgen", String(Date.now()));
      return url.href;
    };
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const address = fresh(link.href);
      if (address) swap(link, address);
    }
    for (const image of document.querySelectorAll("img[src]")) {
      const address = fresh(image.src);
      if (address) image.src = address;
    }
  };

  // What is wrong is shown above the page, in a tree of its own that the page's style does not reach.
  const style = `
    :host { all: initial; }
    details { position: fixed; z-index: 2147483647; inset: auto 0 0 0; max-height: 60vh; overflow: auto;
      font: 15px/1.45 system-ui, sans-serif; color: #111; background: #fff; border-top: 4px solid #b80000;
      box-shadow: 0 -2px 12px rgb(0 0 0 / 30%); padding: 0.6rem 1rem; }
    details.mild { border-color: #a86500; }
    summary { cursor: pointer; font-weight: 600; }
    ol { margin: 0.5rem 0; padding-left: 1.4rem; }
    li { margin: 0 0 0.8rem; }
    code, pre { font: 13px/1.4 ui-monospace, monospace; }
    pre { margin: 0.3rem 0; padding: 0.4rem 0.6rem; background: #f3f3f3; overflow: auto; white-space: pre-wrap; }
    .place { color: #444; }
    .help { color: #05410b; }`;
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const counted = (number, word) => (number ? `${number} ${word}${number === 1 ? "" : "s"}` : "");
  let overlay = null;
  const findings = (found) => {
    overlay?.remove();
    overlay = null;
    if (!found.total) return;
    overlay = element("briefgen-findings");
    const root = overlay.attachShadow({ mode: "open" });
    root.append(element("style", style));
    const box = element("details", "", found.errors ? "" : "mild");
    box.open = found.errors > 0;
    box.setAttribute("role", "status");
    const number = [counted(found.errors, "error"), counted(found.warnings, "warning")].filter(Boolean).join(", ");
    box.append(element("summary", number));
    const list = element("ol");
    for (const item of found.findings) {
      const line = element("li");
      line.append(element("div", `${item.severity} ${item.code}: ${item.message}`));
      line.append(element("code", `${item.file}:${item.line}:${item.column}`, "place"));
      if (item.excerpt) line.append(element("pre", item.excerpt));
      if (item.help) line.append(element("div", item.help, "help"));
      list.append(line);
    }
    box.append(list);
    if (found.total > found.findings.length) {
      box.append(element("p", `and ${found.total - found.findings.length} more: see the terminal, or briefgen check`));
    }
    root.append(box);
    document.body.append(overlay);
  };

  // The browser reconnects by itself; the server then compares the version, so that nothing missed stays missed.
  const query = `page=${encodeURIComponent(page)}&version=${version}`;
  const news = new EventSource(`/.briefgen/events?${query}`);
  news.addEventListener("page", renew);
  news.addEventListener("files", (event) => files(JSON.parse(event.data)));
  news.addEventListener("lead", (event) => location.assign(`/${event.data}`));
  news.addEventListener("findings", (event) => findings(JSON.parse(event.data)));
  // A page that is left gives its connection back at once: browsers allow six to a server.
  addEventListener("pagehide", () => news.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
