// The function that finds things in the page by role and accessible name. It is sent to the page as text, so it uses nothing from
// outside itself. It knows the roles and names that our own page gives, and no more of the standard.

export const finder = String(function find(wanted, what) {
  const SELECTORS = {
    alert: "[role=alert]",
    button: "button:not([role]), [role=button], summary",
    checkbox: "input[type=checkbox]:not([role])",
    combobox: "select, [role=combobox]",
    contentinfo: "footer, [role=contentinfo]",
    dialog: "dialog, [role=dialog]",
    heading: "h1, h2, h3, h4, [role=heading]",
    link: "a[href]",
    list: "ul, ol, [role=list]",
    log: "[role=log]",
    option: "option, [role=option]",
    page: "body",
    radio: "input[type=radio], [role=radio]",
    radiogroup: "[role=radiogroup]",
    region: "section, [role=region]",
    searchbox: "input[type=search], [role=searchbox]",
    status: "[role=status], output",
    switch: "[role=switch]",
    tab: "[role=tab]",
    table: "table",
    textbox: "textarea:not([role]), input:not([type], [role]), input[type=text]:not([role]), input[type=url], input[type=password], [role=textbox]",
  };
  const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const nameOf = (element) => {
    const by = element.getAttribute("aria-labelledby");
    if (by) return clean(by.split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
    const label = element.getAttribute("aria-label");
    if (label) return clean(label);
    const caption = element.matches("table, fieldset") && element.querySelector(":scope > caption, :scope > legend");
    if (caption) return clean(caption.textContent);
    if (element.labels?.length) return clean([...element.labels].map((label) => label.innerText).join(" "));
    return clean(element.innerText);
  };
  const isNamed = (element, name) => {
    if (name === undefined) return true;
    return typeof name === "string" ? nameOf(element) === name : new RegExp(name.pattern).test(nameOf(element));
  };
  const isShown = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? getComputedStyle(element).display !== "none";
  const all = ({ role, name, within }) => {
    const roots = within ? all(within) : [document];
    const found = roots.flatMap((root) => [...root.querySelectorAll(SELECTORS[role])]);
    return found.filter((element) => isShown(element) && isNamed(element, name));
  };
  const found = all(wanted);
  const [element] = found;
  if (what === "count") return found.length;
  if (what === "element") return element;
  if (!element) return null;
  if (what === "text") return element.innerText;
  if (what === "enabled") return !element.disabled;
  if (what === "value") return element.value ?? null;
  if (what === "shown") return { text: element.innerText, value: element.value ?? null };
  element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  // A visually hidden control is pressed on its label.
  const target = element.labels?.length && element.getBoundingClientRect().width < 8 ? element.labels[0] : element;
  const { left, top, width, height } = target.getBoundingClientRect();
  const place = { x: left + width / 2, y: top + height / 2 };
  const inside = place.x > 0 && place.y > 0 && place.x < innerWidth && place.y < innerHeight;
  const over = document.elementFromPoint(place.x, place.y);
  const last = element.outcropPlace;
  element.outcropPlace = place;
  const still = last !== undefined && last.x === place.x && last.y === place.y;
  const hit = over !== null && (target.contains(over) || over.contains(target));
  return { ...place, rests: inside && still && hit && !element.disabled };
});
