/** What is taken: rectangles on the floor and on the walls. */
import type { Wall } from './types';

/** Floor: x0, x1, z0, z1. Wall: along the wall (x for the back wall, z for a side wall) and height. */
export type Rectangle = readonly [a0: number, a1: number, b0: number, b1: number];

function overlap(a: Rectangle, b: Rectangle, gap: number): boolean {
  return a[0] - gap < b[1] && a[1] + gap > b[0] && a[2] - gap < b[3] && a[3] + gap > b[2];
}

export class FloorPlan {
  private readonly floor: Rectangle[] = [];
  private readonly walls: Record<Wall, Rectangle[]> = { back: [], left: [], right: [] };

  constructor(
    readonly width: number,
    readonly depth: number,
    readonly height: number,
  ) {}

  floorFree(rectangle: Rectangle, gap: number, ignore?: Rectangle): boolean {
    const [x0, x1, z0, z1] = rectangle;
    if (x0 < -this.width / 2 - 0.01 || x1 > this.width / 2 + 0.01) return false;
    if (z0 < -this.depth / 2 - 0.01 || z1 > this.depth / 2) return false;
    return !this.floor.some((other) => other !== ignore && overlap(rectangle, other, gap));
  }

  wallFree(wall: Wall, rectangle: Rectangle, gap: number): boolean {
    const [low, high] = this.extentOf(wall);
    if (rectangle[0] < low || rectangle[1] > high || rectangle[3] > this.height - 0.05) return false;
    return !this.walls[wall].some((other) => overlap(rectangle, other, gap));
  }

  /** From where to where a wall runs, in its own coordinate. */
  extentOf(wall: Wall): readonly [number, number] {
    const half = (wall === 'back' ? this.width : this.depth) / 2;
    return [-half, half];
  }

  takeFloor(rectangle: Rectangle): void {
    this.floor.push(rectangle);
  }

  takeWall(wall: Wall, rectangle: Rectangle): void {
    this.walls[wall].push(rectangle);
  }

  /** Pose of something `depth` deep whose back touches `wall` at `along`. */
  against(wall: Wall, along: number, depth: number): { x: number; z: number; yaw: number } {
    const off = depth / 2 + 0.02;
    if (wall === 'back') return { x: along, z: -this.depth / 2 + off, yaw: 0 };
    if (wall === 'left') return { x: -this.width / 2 + off, z: along, yaw: Math.PI / 2 };
    return { x: this.width / 2 - off, z: along, yaw: -Math.PI / 2 };
  }
}

/** Floor rectangle of a box that is turned by a multiple of a quarter turn, or by anything when it is round. */
export function footprint(x: number, z: number, yaw: number, width: number, depth: number): Rectangle {
  const cos = Math.abs(Math.cos(yaw));
  const sin = Math.abs(Math.sin(yaw));
  const halfX = (width * cos + depth * sin) / 2;
  const halfZ = (width * sin + depth * cos) / 2;
  return [x - halfX, x + halfX, z - halfZ, z + halfZ];
}
