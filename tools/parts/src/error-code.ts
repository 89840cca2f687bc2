/** The code of an error of Node or the system, such as ENOENT. Asked by shape: Jest runs code in a realm of its own, where `instanceof Error` denies what Node's core has thrown. */
export function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
