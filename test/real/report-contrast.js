/* global document, getComputedStyle, NodeFilter */
/*
 * Evaluated in the page: the texts whose contrast to what is behind them is below 4.5:1 (WCAG 2.2, 1.4.3 for small text).
 * Behind a text are the backgrounds of the elements around it, or in a drawing the shape that was drawn before it.
 */
(() => {
  const MINIMUM = 4.5;
  const numbers = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const rgba = (color) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = numbers(color);
    return { red, green, blue, alpha };
  };
  const over = (top, bottom) => {
    const mix = (a, b) => a * top.alpha + b * (1 - top.alpha);
    return {
      red: mix(top.red, bottom.red),
      green: mix(top.green, bottom.green),
      blue: mix(top.blue, bottom.blue),
      alpha: 1,
    };
  };
  const luminance = ({ red, green, blue }) => {
    const linear = [red, green, blue].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };

  /** Every colour that may be behind an element: of stripes, each one. */
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(at);
      const stripes = (backgroundImage.match(/rgba?\([^)]*\)/g) ?? []).map(rgba).filter(({ alpha }) => alpha > 0);
      layers.push({ color: rgba(backgroundColor), stripes });
    }
    let grounds = [rgba('rgb(255, 255, 255)')];
    for (const { color, stripes } of layers.reverse()) {
      grounds = grounds.map((ground) => over(color, ground));
      grounds = [...grounds, ...stripes.flatMap((stripe) => grounds.map((ground) => over(stripe, ground)))];
    }
    return grounds;
  };
  const drawnBehind = (text) => {
    for (let at = text.previousElementSibling; at; at = at.previousElementSibling) {
      if (['rect', 'circle'].includes(at.localName)) return [rgba(getComputedStyle(at).fill)];
    }
    return behind(text.closest('svg').parentElement);
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = [];
  let seen = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (text === '' || element.closest('script, title, desc') || element.getClientRects().length === 0) continue;
    seen += 1;
    const inDrawing = element.closest('svg') !== null;
    const color = rgba(inDrawing ? getComputedStyle(element).fill : getComputedStyle(element).color);
    const worst = Math.min(
      ...(inDrawing ? drawnBehind(element) : behind(element)).map((ground) => contrast(color, ground)),
    );
    if (worst < MINIMUM)
      poor.push(`${worst.toFixed(2)} ${element.localName}.${element.getAttribute('class')}: ${text.slice(0, 40)}`);
  }
  return { seen, poor: [...new Set(poor)] };
})();
