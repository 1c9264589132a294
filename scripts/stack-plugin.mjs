// What each function is watched for: a failed invocation, and one that Lambda refused for want of concurrency.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
const watched = {
  Errors: "An invocation failed; Lambda tries again, then the event lies in the dead-letter queue",
  Throttles:
    "Lambda refused an invocation for want of concurrency; the event waits and is tried again",
};

/** Completes the stack that osls compiles, for every function alike, so that none can be forgotten. */
export default class StackPlugin {
  constructor(serverless) {
    this.hooks = {
      "package:compileEvents": () => {
        const { Resources } = serverless.service.provider.compiledCloudFormationTemplate;
        for (const [id, resource] of Object.entries(Resources)) {
          if (resource.Type !== "AWS::Lambda::Function") continue;
          dropImpliedDependency(resource);
          Object.assign(Resources, alarmsOf(id, resource));
        }
      },
    };
  }
}

/** A function refers to its role, which makes it wait for it: saying so again is what cfn-lint calls W3005. */
function dropImpliedDependency(resource) {
  const [role] = resource.Properties.Role["Fn::GetAtt"] ?? [];
  resource.DependsOn = resource.DependsOn?.filter((id) => id !== role);
}

function alarmsOf(id, { Properties }) {
  const alarms = Object.entries(watched).map(([metric, description]) => [
    `${id.replace(/LambdaFunction$/, "")}${metric}Alarm`,
    {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmName: `${Properties.FunctionName}-${metric.toLowerCase()}`,
        AlarmDescription: description,
        Namespace: "AWS/Lambda",
        MetricName: metric,
        Dimensions: [{ Name: "FunctionName", Value: { Ref: id } }],
        Statistic: "Sum",
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "notBreaching",
        AlarmActions: [{ Ref: "OperationsTopic" }],
      },
    },
  ]);
  return Object.fromEntries(alarms);
}
