/**
 * An SDK's answer as the AWS CLI prints it: dates as text, members without a value left out, and
 * nothing about the call itself.
 */
export function plainJson<T>(answer: object): T {
  return JSON.parse(JSON.stringify(answer)) as T;
}
