import { asObject, type JsonObject, parseObject } from "./json.ts";
import { parseXml, type XmlElement } from "./xml.ts";

/** Calls of the tap's own, which leave no record. */
export interface MotoClient {
  kms(region: string, operation: string, parameters: JsonObject): Promise<JsonObject>;
  query(
    service: keyof typeof versions,
    region: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<XmlElement | undefined>;
}

const versions = { ec2: "2016-11-15", iam: "2010-05-08" } as const;

export function makeMotoClient(url: string): MotoClient {
  const send = async (
    service: string,
    region: string,
    headers: Record<string, string>,
    body: string,
  ) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, authorization: authorization("LAB", region, service) },
      body,
    });
    return answer.text();
  };
  return {
    kms: async (region, operation, parameters) => {
      const headers = {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `TrentService.${operation}`,
      };
      return asObject(parseObject(await send("kms", region, headers, JSON.stringify(parameters))));
    },
    query: async (service, region, parameters) => {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const body = new URLSearchParams({ ...parameters, Version: versions[service] });
      return parseXml(await send(service, region, headers, body.toString()));
    },
  };
}

/** A header that tells an emulator whom to take us for; none of them checks the signature. */
export function authorization(accessKeyId: string, region: string, service: string): string {
  const scope = `${accessKeyId}/20260101/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
}
