import * as z from "zod/mini";
import { section } from "./config-schema-parts.ts";

const noChannel = "expected the id of a channel such as C0123456789";
const channel = z.string({ error: noChannel }).check(z.regex(/^[CGD][A-Z0-9]{2,31}$/, noChannel));
const noUser = "expected the id of a user such as U0123456789";
const user = z.string({ error: noUser }).check(z.regex(/^[UW][A-Z0-9]{2,31}$/, noUser));
const listOf = <Item extends z.core.$ZodType>(item: Item, description: string) =>
  z.exactOptional(z.array(item, { error: "expected a list" }).check(z.describe(description)));

const noHours = "expected hours, from 1 to 720";

const slack = section({
  channel: channel.check(z.describe("The id of the channel that findings are told in.")),
  users: listOf(user, "The ids of those who may decide on findings; without it nobody can."),
  channels: listOf(channel, "The ids of further channels in which a decision counts."),
  snoozeHours: z.exactOptional(
    z
      .int(noHours)
      .check(z.gte(1, noHours), z.lte(720, noHours), z.describe("How long Snooze hides: 24.")),
  ),
}).check(z.describe("Who is told and asked in Slack."));

export const notifications = section({ slack: z.exactOptional(slack) });
