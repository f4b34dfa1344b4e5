/**
 * What a pickle becomes here: data, and nothing else. Tensors are descriptions of where their numbers lie;
 * objects of classes that this reader does not know are kept as inert records of what the file says about them.
 */

export class PyTuple {
  constructor(readonly items: readonly Value[]) {}
}

export class PyList {
  constructor(readonly items: Value[]) {}
}

export class PySet {
  constructor(readonly items: Value[]) {}
}

/** Also OrderedDict: a Map keeps its order. Keys that are no primitives are compared by identity. */
export class PyDict {
  constructor(readonly entries: Map<Value, Value> = new Map()) {}

  get(key: string): Value | undefined {
    return this.entries.get(key);
  }
}

/** The name of a class or function, never the thing itself. */
export class PyGlobal {
  constructor(readonly name: string) {}
}

/** An object of an unknown class: its name, what it was made from, and what was put into it. Nothing was run. */
export class PyObject {
  state: Value | undefined;
  readonly entries = new Map<Value, Value>();
  readonly items: Value[] = [];
  constructor(
    readonly className: string,
    readonly args: readonly Value[],
  ) {}
}

export type DataType =
  'float64' | 'float32' | 'float16' | 'bfloat16' | 'int64' | 'int32' | 'int16' | 'int8' | 'uint8' | 'bool';

/** A run of numbers in an entry of its own: `data/KEY` of the archive. */
export class Storage {
  constructor(
    readonly key: string,
    /** Null for an untyped storage, whose length is in bytes. */
    readonly dataType: DataType | null,
    readonly length: number,
  ) {}
}

/** A strided view of a storage. Offset and strides are in elements. */
export class Tensor {
  constructor(
    readonly storage: Storage,
    readonly dataType: DataType,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PyTuple
  | PyList
  | PySet
  | PyDict
  | PyGlobal
  | PyObject
  | Storage
  | Tensor;
