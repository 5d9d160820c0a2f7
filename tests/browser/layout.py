"""What a person sees at once and a reader of markup does not: words on top of words, words cut off, a page that slides sideways."""

# Walks through the lines of all words that are shown and returns sentences, at most a dozen.
# A line is taken at 60 % of its height: fonts have air above and below, and tight headings share it.
JUDGE = """() => {
  const found = [], lines = [], wide = document.documentElement.clientWidth;
  const say = text => { if (found.length < 12) found.push(text); };
  const cut = (words, at) => `「${words.trim().slice(0, 24)}」 (${at})`;
  const name = node => node.tagName.toLowerCase() + (node.getAttribute('class') ? '.' + node.getAttribute('class').split(' ')[0] : '');
  const slide = document.documentElement.scrollWidth - wide;
  if (slide > 0) say(`slides sideways by ${slide}px`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const frames = new Map();
  // The boxes around an element that clip what is in them: [element, cuts across, cuts down, scrolls].
  const clipping = node => {
    if (!node || node === document.body) return [];
    if (!frames.has(node)) {
      const style = getComputedStyle(node), hides = value => value === 'hidden' || value === 'clip';
      const own = hides(style.overflowX) || hides(style.overflowY) ? [[node, hides(style.overflowX), hides(style.overflowY)]] : [];
      const scrolls = ['auto', 'scroll'].includes(style.overflowX);
      frames.set(node, scrolls ? null : [...own, ...(clipping(node.parentElement) ?? [null])].filter(Boolean));
      if (!scrolls && clipping(node.parentElement) === null) frames.set(node, null);
    }
    return frames.get(node);
  };
  // The nearest box around an element for which `is` holds, itself included; null where there is none.
  const nearest = is => {
    const known = new Map([[null, null], [document.body, null]]);
    const find = node => {
      if (!known.has(node)) known.set(node, is(getComputedStyle(node)) ? node : find(node.parentElement));
      return known.get(node);
    };
    return find;
  };
  // What stays where it is while the page slides under it, and lets nothing be seen through.
  const pinned = nearest(style => ['sticky', 'fixed'].includes(style.position) && /^rgb[(]/.test(style.backgroundColor));
  const slider = nearest(style => ['auto', 'scroll'].includes(style.overflowY));
  // What slides in a box of its own is seen once that is slid to it.
  const slidAway = (box, rect) => {
    for (let frame = slider(box); frame; frame = slider(frame.parentElement)) {
      const seen = frame.getBoundingClientRect();
      if (rect.top > seen.bottom - 2 || rect.bottom < seen.top + 2 || rect.left > seen.right - 2 || rect.right < seen.left + 2) return true;
    }
    return false;
  };
  // Words for those who hear the page only.
  const heard = new Map([[null, false]]);
  const unseen = node => {
    if (!heard.has(node)) heard.set(node, getComputedStyle(node).clipPath === 'inset(50%)' || unseen(node.parentElement));
    return heard.get(node);
  };
  while (walker.nextNode()) {
    const text = walker.currentNode, box = text.parentElement;
    if (!text.data.trim() || box.closest('rt, rp, .kp-vh, .kp-skip, option, title, desc, script, style')) continue;
    if (!box.checkVisibility({visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true})) continue;
    range.selectNodeContents(text);
    if (unseen(box)) continue;
    const around = clipping(box);
    for (const rect of range.getClientRects()) {
      if (rect.width < 2 || rect.height < 4 || slidAway(box, rect)) continue;
      // A wide space at the end of a line hangs out of it, by its own width.
      const hangs = text.data.includes('\u3000') && rect.right > wide ? rect.height : 0;
      const line = {box, text, left: rect.left + 1, right: rect.right - 1 - hangs, pinned: pinned(box),
                    top: rect.top + rect.height * 0.2, bottom: rect.bottom - rect.height * 0.2};
      lines.push(line);
      if (around === null) continue;
      if (line.right > wide + 1 || line.left < -1) say(`outside of the page: ${cut(text.data, name(box))}`);
      for (const [node, across, down] of around) {
        const frame = node.getBoundingClientRect();
        if (across && (line.right > frame.right + 2 || line.left < frame.left - 2) ||
            down && (line.bottom > frame.bottom + 2 || line.top < frame.top - 2)) {
          say(`cut off by ${name(node)}: ${cut(text.data, name(box))}`);
          break;
        }
      }
    }
  }
  lines.sort((one, other) => one.top - other.top);
  for (let i = 0; i < lines.length; i++) {
    for (let j = i + 1; j < lines.length && lines[j].top < lines[i].bottom; j++) {
      const one = lines[i], other = lines[j];
      if (one.text === other.text || one.pinned !== other.pinned) continue;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - other.top;
      // A reading that is wider than its word leans over the neighbours, by half a letter of it at most.
      const leans = one.box.closest('ruby') || other.box.closest('ruby') ? (one.bottom - one.top) / 2 : 0;
      if (across > 3 + leans && down > 3) say(`${cut(one.text.data, name(one.box))} lies on ${cut(other.text.data, name(other.box))}`);
    }
  }
  return found;
}"""
WIDTHS = (320, 360, 768, 1280)
LARGE = 360  # the width at which words are twice as large


def layout_faults(page):
    """[sentence] of what is wrong with the page that stands in the tab, at every width and with words of twice the size."""
    before, problems = page.viewport_size, []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        problems += [f"{page.url} at {width}px: {fault}" for fault in page.evaluate(JUDGE)]
    page.set_viewport_size({"width": LARGE, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    problems += [f"{page.url} at {LARGE}px and 200%: {fault}" for fault in page.evaluate(JUDGE)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(before)
    return problems
