import { Ajv } from "ajv";

const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength });
const strict = (properties: object, required: readonly string[] = []) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});
const time = { type: "integer", minimum: 0 };

/**
 * The Detection Finding of OCSF 1.4.0 with the Cloud profile, as far as findings of ours use it: attributes and
 * which of them are required, enumerations, constraints; another attribute is an error.
 * https://schema.ocsf.io/1.4.0/classes/detection_finding
 * https://schema.ocsf.io/1.4.0/objects/finding_info https://schema.ocsf.io/1.4.0/objects/metadata
 * https://schema.ocsf.io/1.4.0/objects/evidences https://schema.ocsf.io/1.4.0/objects/resource_details
 * https://schema.ocsf.io/1.4.0/objects/network_endpoint https://schema.ocsf.io/1.4.0/objects/actor
 */
const schema = strict(
  {
    activity_id: { enum: [0, 1, 2, 3, 99] },
    activity_name: { enum: ["Create", "Update", "Close"] },
    category_uid: { const: 2 },
    category_name: { const: "Findings" },
    class_uid: { const: 2004 },
    class_name: { const: "Detection Finding" },
    cloud: strict(
      {
        provider: text(64),
        region: { type: "string" },
        account: strict({ uid: { type: "string" }, type: text(64), type_id: { enum: [10] } }, [
          "uid",
        ]),
      },
      ["provider"],
    ),
    evidences: {
      type: "array",
      items: {
        ...strict({
          actor: {
            ...strict({
              user: { ...strict({ uid: text(512) }), minProperties: 1 },
              session: strict({ issuer: text(512) }),
              app_name: text(512),
            }),
            minProperties: 1,
          },
          api: strict({ operation: text(128), service: strict({ name: text(128) }) }, [
            "operation",
          ]),
          src_endpoint: {
            ...strict({ ip: text(45), domain: text(512), uid: text(512) }),
            minProperties: 1,
          },
        }),
        minProperties: 1,
      },
    },
    finding_info: strict(
      {
        analytic: strict({ name: text(128), type: { const: "Rule" }, type_id: { const: 1 } }, [
          "type_id",
        ]),
        created_time: time,
        desc: text(1024),
        first_seen_time: time,
        related_events: { type: "array", items: strict({ uid: text(128) }, ["uid"]) },
        src_url: { type: "string", pattern: "^https://" },
        title: text(256),
        types: { type: "array", items: text(256) },
        uid: text(512),
      },
      ["uid"],
    ),
    is_alert: { type: "boolean" },
    message: text(256),
    metadata: strict(
      {
        product: strict({ name: text(64), vendor_name: text(64) }, ["name"]),
        profiles: { const: ["cloud"] },
        uid: text(512),
        version: { const: "1.4.0" },
      },
      ["product", "version"],
    ),
    remediation: strict({ desc: text(1024) }, ["desc"]),
    resources: {
      type: "array",
      minItems: 1,
      items: strict({
        cloud_partition: text(16),
        region: text(16),
        type: text(256),
        uid: text(512),
      }),
    },
    severity: { enum: ["Informational", "Low", "Medium", "High", "Critical"] },
    severity_id: { enum: [0, 1, 2, 3, 4, 5, 6, 99] },
    status: { enum: ["New", "In Progress", "Suppressed", "Resolved"] },
    status_id: { enum: [0, 1, 2, 3, 4, 5, 99] },
    time,
    type_name: { type: "string", pattern: "^Detection Finding: (Create|Update|Close)$" },
    type_uid: { enum: [200_401, 200_402, 200_403] },
    unmapped: { type: "object" },
  },
  [
    "activity_id",
    "category_uid",
    "class_uid",
    "cloud",
    "finding_info",
    "metadata",
    "severity_id",
    "time",
    "type_uid",
  ],
);

const validate = new Ajv({ allErrors: true }).compile(schema);

/** What a consumer of the schema would refuse in an event. */
export function ocsfProblems(event: unknown): readonly string[] {
  validate(event);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}
