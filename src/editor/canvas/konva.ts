/** The part of Konva that the canvas draws with. The package's front door brings all shapes and filters: 18 kB more. */
import 'konva/lib/shapes/Circle';
import 'konva/lib/shapes/Ellipse';
import 'konva/lib/shapes/Image';
import 'konva/lib/shapes/Label';
import 'konva/lib/shapes/Line';
import 'konva/lib/shapes/Rect';
import { Text as TextShape } from 'konva/lib/shapes/Text';

export {
  Circle,
  Ellipse,
  Group,
  Image,
  Label,
  Layer,
  Line,
  Rect,
  Stage,
  Tag,
  Text,
} from 'react-konva/lib/ReactKonvaCore';

/** How wide a line of text is drawn, in CSS pixels. */
export const widthOf = (text: string, fontSize: number, fontFamily: string): number =>
  new TextShape({ text, fontSize, fontFamily }).width();
