import { GetFunctionConfigurationCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { type Environment, readEnvironment } from "./environment.ts";

/**
 * What the functions of a deployed stack are told, as its remediation function is told it: the names
 * of its table, bucket, topic and secret.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
 */
export async function readDeployedStack(
  client: LambdaClient,
  stackName: string,
  region: string,
): Promise<Environment> {
  const FunctionName = `${stackName}-remediation`;
  const { Environment: environment } = await client.send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  );
  return readEnvironment({ ...environment?.Variables, AWS_REGION: region });
}
