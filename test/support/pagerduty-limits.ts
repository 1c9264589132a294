import { Ajv } from "ajv";

const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength });
const strict = (properties: object, required: readonly string[]) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});

const keys = {
  routing_key: { type: "string", pattern: "^[0-9A-Za-z]{32}$" },
  dedup_key: text(255),
};

/**
 * The Events API v2 of PagerDuty, as its pages tell it; another member is an error.
 * https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
const schema = {
  oneOf: [
    strict(
      {
        ...keys,
        event_action: { const: "trigger" },
        client: text(255),
        client_url: text(2048),
        payload: strict(
          {
            summary: text(1024),
            source: text(1024),
            severity: { enum: ["critical", "error", "warning", "info"] },
            timestamp: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT" },
            component: { type: "string" },
            group: { type: "string" },
            class: { type: "string" },
            custom_details: { type: "object" },
          },
          ["summary", "source", "severity"],
        ),
        links: {
          type: "array",
          items: strict({ href: { type: "string", pattern: "^https://" }, text: text(255) }, [
            "href",
          ]),
        },
      },
      ["routing_key", "event_action", "payload"],
    ),
    strict({ ...keys, event_action: { enum: ["acknowledge", "resolve"] } }, [
      "routing_key",
      "event_action",
      "dedup_key",
    ]),
  ],
};

const validate = new Ajv({ allErrors: true }).compile(schema);
const mostBytes = 512 * 1024;

/** What PagerDuty would refuse in an event. */
export function pagerDutyProblems(event: unknown): readonly string[] {
  validate(event);
  const bytes = Buffer.byteLength(JSON.stringify(event));
  return [
    ...(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`),
    ...(bytes > mostBytes ? [`${bytes} bytes`] : []),
  ];
}
