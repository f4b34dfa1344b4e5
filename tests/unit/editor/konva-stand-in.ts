/** Konva wants a real canvas. What is drawn on it is not looked at without a browser. */
export const Group = ({ children }: { children?: unknown }): unknown => children ?? null;
const Nothing = (): null => null;
export {
  Group as Stage,
  Group as Layer,
  Group as Label,
  Nothing as Tag,
  Nothing as Text,
  Nothing as Line,
  Nothing as Rect,
  Nothing as Circle,
  Nothing as Ellipse,
  Nothing as Image,
};
export const widthOf = (text: string): number => 7 * text.length;
