import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { parseArn } from "../../account/arn.ts";
import type { Organization, Snapshot, Unreadable } from "../../account/snapshot.ts";
import type { LiveReader } from "../../guardrail/ports.ts";
import { makeEc2Reader } from "../read/ec2-reader.ts";
import { makeIamReader } from "../read/iam-reader.ts";
import { makeKmsReader } from "../read/kms-reader.ts";
import { listKeys } from "../read/list-keys.ts";
import { readEndpointServices } from "./endpoint-service-reader.ts";
import { readOrganization } from "./organization-reader.ts";

/** Reads what a snapshot holds of a whole account. What AWS refuses to tell is `{ unreadable: code }`. */
export interface AccountReader extends Pick<LiveReader, "readAuthorizationDetails"> {
  readonly readIdentity: () => Promise<{ readonly account: string; readonly partition: string }>;
  /** null: the account is in no organization. */
  readonly readOrganization: (account: string) => Promise<Organization | Unreadable | null>;
}

/** Reads what a snapshot holds of one Region of the account. */
export interface RegionReader extends Pick<LiveReader, "readKey" | "readEndpoints"> {
  readonly listKeys: () => Promise<readonly string[] | Unreadable>;
  readonly readEndpointServices: () => Promise<NonNullable<Snapshot["vpcEndpointServices"]>>;
}

/** What the clients of an account are made with; the rest is the SDK's default. */
export interface ReaderOptions {
  readonly region?: string;
}

/** A whole account is read at once: calls back off together when AWS throttles them. */
const reading = { maxAttempts: 8, retryMode: "adaptive" } as const;

/** Reads the account of the SDK's default credentials. */
export function makeAccountReader(options: ReaderOptions): AccountReader {
  const clientOptions = { ...reading, ...options };
  const organizations = new OrganizationsClient(clientOptions);
  const sts = new STSClient(clientOptions);
  return {
    ...makeIamReader(new IAMClient(clientOptions)),
    readIdentity: async () => {
      // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
      const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
      return { account: Account, partition: parseArn(Arn)?.partition ?? "aws" };
    },
    readOrganization: (account) => readOrganization(organizations, account),
  };
}

export function makeRegionReader(options: ReaderOptions): RegionReader {
  const clientOptions = { ...reading, ...options };
  const kms = new KMSClient(clientOptions);
  const ec2 = new EC2Client(clientOptions);
  return {
    ...makeKmsReader(kms),
    ...makeEc2Reader(ec2),
    listKeys: () => listKeys(kms),
    readEndpointServices: () => readEndpointServices(ec2),
  };
}

/** The Region that the SDK takes by default; null: none is set. */
export async function defaultRegion(): Promise<string | null> {
  return new STSClient({}).config.region().catch(() => null);
}
