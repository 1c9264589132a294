import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/**
 * An item holds 400 KB at most, its names and other attributes included.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const mostInlineBytes = 350_000;

/** Where the compressed JSON of an item lies: in the item, or in an object that the item names. */
export type Body = { readonly gzip: Uint8Array } | { readonly object: string };

/** Packs what items hold. */
export interface BodyStore {
  readonly pack: (name: string, value: unknown, where?: "object") => Promise<Body>;
  /** undefined: the object is gone. */
  readonly unpack: <T>(body: Body) => Promise<T | undefined>;
}

/**
 * Keeps large bodies in S3. An object is named by its content and never changed, so it is written on
 * the condition that it is not there yet, and a warm function reads it once.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function makeBodyStore(client: S3Client, bucket: string): BodyStore {
  /** The last object of each item, by name. */
  const read = new Map<string, { readonly object: string; readonly value: unknown }>();
  return {
    pack: async (name, value, where) => {
      const bytes = await compress(JSON.stringify(value));
      if (where !== "object" && bytes.length <= mostInlineBytes) return { gzip: bytes };
      const digest = createHash("sha256").update(bytes).digest("hex");
      const object = `${name}/${digest}.json.gz`;
      await putOnce(client, { Bucket: bucket, Key: object, Body: bytes });
      read.set(name, { object, value });
      return { object };
    },
    unpack: async <T>(body: Body) => {
      if ("gzip" in body) return parse<T>(body.gzip);
      const { object } = body;
      const name = object.slice(0, object.lastIndexOf("/"));
      const known = read.get(name);
      if (known?.object === object) return known.value as T;
      const bytes = await getObject(client, { Bucket: bucket, Key: object });
      if (bytes === undefined) return undefined;
      const value = await parse<T>(bytes);
      read.set(name, { object, value });
      return value;
    },
  };
}

async function parse<T>(bytes: Uint8Array): Promise<T> {
  return JSON.parse((await decompress(bytes)).toString("utf8")) as T;
}

/** 412: the object is there. 409: somebody writes it at this moment, so it is written again. */
async function putOnce(
  client: S3Client,
  input: { readonly Bucket: string; readonly Key: string; readonly Body: Uint8Array },
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(
        new PutObjectCommand({ ...input, IfNoneMatch: "*", ContentType: "application/gzip" }),
      );
      return;
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : null;
      if (status === 412) return;
      if (status !== 409 || attempt === 3) throw error;
    }
  }
}

async function getObject(
  client: S3Client,
  input: { readonly Bucket: string; readonly Key: string },
): Promise<Uint8Array | undefined> {
  try {
    const { Body: body } = await client.send(new GetObjectCommand(input));
    return await body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
