import { crc32 } from "node:zlib";

/** A ZIP archive of one file, stored as it is. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function zipFile(name: string, text: string): Buffer {
  const [path, content] = [Buffer.from(name), Buffer.from(text)];
  // Version, flags, method, time, date, checksum, both sizes, lengths of the name and of nothing more.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([signature(0x04034b50), common, path, content]);
  const attributes = Buffer.alloc(14);
  // Readable by everybody.
  attributes.writeUInt32LE(0o100644 * 0x10000, 6);
  const entry = Buffer.concat([
    ...[signature(0x02014b50), Buffer.from([20, 3]), common, attributes, path],
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(entry.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, entry, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
