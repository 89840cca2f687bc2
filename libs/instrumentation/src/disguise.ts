export type Callable = (...args: never[]) => unknown;

/**
 * Makes a wrapper look like what it wraps: name, length, whatever else was put on the function, and the metadata
 * that decorators of Nest and others left on it, so that decorators may stand in any order.
 */
export function disguise<M extends Callable>(wrapper: Callable, original: M): M {
  for (const key of Reflect.ownKeys(original)) {
    const own = Reflect.getOwnPropertyDescriptor(original, key);
    if (key !== 'prototype' && own !== undefined) Reflect.defineProperty(wrapper, key, own);
  }
  copyMetadata(original, wrapper);
  // It takes and gives what the original does.
  return wrapper as unknown as M;
}

function copyMetadata(original: Callable, wrapper: Callable): void {
  // reflect-metadata extends Reflect where it is loaded; where it is not, there is nothing to copy.
  const reflect: Partial<MetadataReflection> = Reflect;
  for (const key of reflect.getOwnMetadataKeys?.(original) ?? []) {
    reflect.defineMetadata?.(key, reflect.getOwnMetadata?.(key, original), wrapper);
  }
}

interface MetadataReflection {
  getOwnMetadataKeys(target: object): readonly unknown[];
  getOwnMetadata(key: unknown, target: object): unknown;
  defineMetadata(key: unknown, value: unknown, target: object): void;
}
