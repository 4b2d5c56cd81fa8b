// Keeps a page of the preview up to date. The preview adds this script to the pages that it serves;
// it is in no file of the site.
//
// The script also runs as the worker that all pages of a browser share. A browser opens at most six
// connections to a server, but more pages may be open. So the worker holds a single connection, and
// tells the server which pages are open and in which state.
(() => {
  const scriptAddress =
    typeof document === "undefined" ? location.href : document.currentScript.src;

  /** Makes a function that connects to the server for some pages. `tell` receives the news. */
  const connection = (tell) => {
    let news = null;
    let again = 0;
    const connect = (pages) => {
      clearTimeout(again);
      news?.close();
      news = null;
      if (!pages.length) return;
      const query = pages.map(({ page, version, assets }) =>
        `page=${encodeURIComponent(page)}&version=${version}&assets=${assets}`);
      news = new EventSource(new URL(`events?${query.join("&")}`, scriptAddress));
      for (const name of ["page", "files", "lead", "findings"]) {
        news.addEventListener(name, (event) => {
          const data = JSON.parse(event.data);
          if (name === "files") for (const page of pages) page.assets = data.assets;
          tell({ name, data });
        });
      }
      // Happens after sleep, or a restart of briefgen. On the new connection the server compares
      // the states of the pages, so that no change is lost.
      news.addEventListener("error", () => {
        news?.close();
        clearTimeout(again);
        again = setTimeout(() => connect(pages), 500);
      });
    };
    return connect;
  };

  if (typeof document === "undefined") {
    const pages = new Map();
    const connect = connection((message) => {
      for (const port of pages.keys()) port.postMessage(message);
    });
    self.addEventListener("connect", ({ ports: [port] }) => {
      port.onmessage = ({ data }) => {
        if (data) pages.set(port, data);
        else pages.delete(port);
        connect([...pages.values()]);
      };
    });
    return;
  }

  const script = document.currentScript;
  const { page, version, assets } = script.dataset;
  const scrolled = `briefgen:scroll:${page}`;

  // After a reload the page scrolls to where the reader was.
  const last = sessionStorage.getItem(scrolled);
  if (last !== null) {
    sessionStorage.removeItem(scrolled);
    scrollTo(0, Number(last));
  }
  // While the browser loads another page, further news are ignored: they would abort the load.
  let leaves = false;
  const renew = () => {
    leaves = true;
    sessionStorage.setItem(scrolled, String(scrollY));
    location.reload();
  };

  // The old stylesheet stays until the new stylesheet has loaded, so that the page keeps its style.
  const swap = (link, address) => {
    const next = link.cloneNode();
    next.href = address;
    next.addEventListener("load", () => link.remove());
    next.addEventListener("error", () => link.remove());
    link.after(next);
  };
  const files = (names) => {
    const wanted = new Set(names.map((name) => `/${name}`));
    const own = (address) => {
      const url = new URL(address, location.href);
      return url.origin === location.origin ? url : null;
    };
    const isWanted = (address) => wanted.has(own(address)?.pathname);
    const fresh = (address) => {
      const url = own(address);
      url.searchParams.set("briefgen", String(Date.now()));
      return url.href;
    };
    // A script that ran cannot be undone, so the page reloads. Which files a module imports is not
    // known here: any changed script may be one of them.
    const scripts = [...document.scripts].filter((other) => other !== script);
    const isModule =
      scripts.some((other) => other.type === "module") &&
      names.some((name) => /\.m?js$/.test(name));
    if (isModule || scripts.some((other) => other.src && isWanted(other.src))) {
      renew();
      return;
    }
    // A stylesheet without a link of its own may be imported by any of the linked stylesheets.
    const links = [...document.querySelectorAll('link[rel~="stylesheet"]')]
      .filter((link) => own(link.href));
    const linked = new Set(links.map((link) => own(link.href).pathname));
    const imported = names.some((name) => name.endsWith(".css") && !linked.has(`/${name}`));
    for (const link of links) {
      if (imported || isWanted(link.href)) swap(link, fresh(link.href));
    }
    for (const image of document.querySelectorAll("img[src]")) {
      if (isWanted(image.src)) image.src = fresh(image.src);
    }
  };

  // Findings are shown above the page, in a shadow tree, which the page's styles do not affect.
  const style = `
    :host { all: initial; }
    details { position: fixed; z-index: 2147483647; inset: auto 0 0 0; max-height: 60vh;
      overflow: auto; font: 15px/1.45 system-ui, sans-serif; color: #111; background: #fff;
      border-top: 4px solid #b80000; box-shadow: 0 -2px 12px rgb(0 0 0 / 30%);
      padding: 0.6rem 1rem; }
    details.mild { border-color: #a86500; }
    summary { cursor: pointer; font-weight: 600; }
    ol { margin: 0.5rem 0; padding-left: 1.4rem; }
    li { margin: 0 0 0.8rem; }
    code, pre { font: 13px/1.4 ui-monospace, monospace; }
    pre { margin: 0.3rem 0; padding: 0.4rem 0.6rem; background: #f3f3f3; overflow: auto;
      white-space: pre-wrap; }
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
  let shown = "";
  const findings = (found) => {
    const text = JSON.stringify(found);
    if (text === shown) return;
    shown = text;
    overlay?.remove();
    overlay = null;
    if (!found.total && !found.failure) return;
    overlay = element("briefgen-findings");
    const root = overlay.attachShadow({ mode: "open" });
    root.append(element("style", style));
    const box = element("details", "", found.errors || found.failure ? "" : "mild");
    box.open = found.errors > 0 || found.failure !== null;
    box.setAttribute("role", "status");
    const failed = found.failure ? "not written" : "";
    const counts = [failed, counted(found.errors, "error"), counted(found.warnings, "warning")];
    box.append(element("summary", counts.filter(Boolean).join(", ")));
    if (found.failure) {
      box.append(element("p", found.failure.message));
      if (found.failure.help) box.append(element("div", found.failure.help, "help"));
    }
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
      const more = found.total - found.findings.length;
      box.append(element("p", `and ${more} more: see the terminal, or briefgen check`));
    }
    root.append(box);
    document.body.append(overlay);
  };

  const state = { page, version, assets };
  const hear = ({ name, data }) => {
    if (leaves) return;
    if (name === "page" && data.page === page) {
      // News go to all open pages, and some of them may already show the current version.
      const isFresh = data.version === version && data.assets === state.assets;
      if (!isFresh) renew();
    } else if (name === "files") {
      state.assets = data.assets;
      files(data.files);
    } else if (
      name === "lead" && data.page !== page && (data.from === null || data.from === page)
    ) {
      leaves = true;
      location.assign(`/${data.address}`);
    } else if (name === "findings") {
      findings(data);
    }
  };
  const alone = () => {
    const connect = connection(hear);
    connect([state]);
    return () => connect([]);
  };
  const together = () => {
    const worker = new SharedWorker(scriptAddress);
    let leave = () => worker.port.postMessage(null);
    // If the browser cannot start the worker, the page opens a connection of its own.
    worker.addEventListener("error", () => { leave = alone(); }, { once: true });
    worker.port.onmessage = ({ data }) => hear(data);
    worker.port.postMessage(state);
    return () => leave();
  };
  const leave = typeof SharedWorker === "undefined" ? alone() : together();
  addEventListener("pagehide", () => leave());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
