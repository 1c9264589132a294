import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const decompress = promisify(gunzip);

/** The text of a file, gzipped or not. */
export async function readTextFile(file: string): Promise<string> {
  return decodeText(await readFile(file));
}

/** The text of a stream, gzipped or not. */
export async function readTextStream(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return decodeText(Buffer.concat(chunks));
}

/** Gzip is known by its first bytes, not by a name. https://www.rfc-editor.org/rfc/rfc1952 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function decodeText(bytes: Buffer): Promise<string> {
  const plain = isGzip(bytes) ? await decompress(bytes) : bytes;
  return plain.toString("utf8").replace(/^\uFEFF/, "");
}
