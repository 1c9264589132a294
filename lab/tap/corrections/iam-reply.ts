import { decodeXml } from "../xml.ts";

const plainDocument = /<(\w*Document)>(\s*(?:\{|&#123;)[\s\S]*?)<\/\1>/g;

/** Policy documents are URL-encoded in every reply of IAM. https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html */
export function correctIamReply(text: string): string {
  return text.replace(plainDocument, (_, name: string, document: string) => {
    return `<${name}>${encodeURIComponent(decodeXml(document))}</${name}>`;
  });
}
