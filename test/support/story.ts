import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readEventText } from "../../src/cloudtrail/unwrap/read-event-text.ts";
import { readSamples } from "./samples.ts";

type Json = Readonly<Record<string, unknown>>;

/** A bare CloudTrail record, as far as tests look into it. */
export interface StoryRecord extends Json {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
}

/** Paths that hold whatever the working folder is. */
export const sampleAccountFile = resolve("events/account.json");
export const storyFolder = resolve("events/story");
const eventsFolder = resolve("events");

/** The bare records of the story, in the order in which they happened. */
export function readStory(): readonly StoryRecord[] {
  return readSamples()
    .filter(({ file }) => file.startsWith("story/"))
    .flatMap(({ file }) => {
      const text = readFileSync(join(eventsFolder, file), "utf8");
      return readEventText(text, file).records.map(({ record }) => record as StoryRecord);
    });
}
