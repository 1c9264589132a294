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
        keepUndelivered(Resources);
      },
      // The dashboard and most alarms are resources of our own, which are merged into the stack last.
      "after:aws:package:finalize:mergeCustomProviderResources": () => {
        writeDashboard(serverless.service.provider.compiledCloudFormationTemplate.Resources);
      },
    };
  }
}

/** A function refers to its role, which makes it wait for it: saying so again is what cfn-lint calls W3005. */
function dropImpliedDependency(resource) {
  const [role] = resource.Properties.Role["Fn::GetAtt"] ?? [];
  resource.DependsOn = resource.DependsOn?.filter((id) => id !== role);
}

const deadLetters = { "Fn::GetAtt": ["DeadLetterQueue", "Arn"] };

/**
 * What a topic or a schedule cannot hand over to a function lies in the dead-letter queue. Told in a function's events, osls would write
 * the queue's policy anew, of which there is one, and for schedules there is no word.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
function keepUndelivered(resources) {
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type === "AWS::SNS::Subscription") {
      Properties.RedrivePolicy ??= { deadLetterTargetArn: deadLetters };
    }
    if (Type === "AWS::Events::Rule" && Properties.ScheduleExpression !== undefined) {
      for (const target of Properties.Targets) {
        target.DeadLetterConfig ??= { Arn: deadLetters };
        // The next run does what this one could not.
        target.RetryPolicy ??= { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 };
      }
    }
  }
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

/** Writes the body of the dashboard as text, with what it is to show of each function and each alarm. */
function writeDashboard(resources) {
  const ofType = (type) => Object.values(resources).filter(({ Type }) => Type === type);
  const functions = ofType("AWS::Lambda::Function").map(
    ({ Properties }) => Properties.FunctionName,
  );
  const alarms = ofType("AWS::CloudWatch::Alarm").map(({ Properties }) => Properties.AlarmName);
  for (const { Properties } of ofType("AWS::CloudWatch::Dashboard")) {
    const { widgets, ...body } = Properties.DashboardBody;
    const filled = widgets.map((widget) => {
      const { eachFunction, eachAlarm, ...properties } = widget.properties;
      if (eachFunction !== undefined) {
        properties.metrics = functions.map((name) => [
          "AWS/Lambda",
          eachFunction,
          "FunctionName",
          name,
        ]);
      }
      if (eachAlarm === true) {
        const prefix = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm";
        properties.alarms = alarms.map((name) => `${prefix}:${name}`);
      }
      return { ...widget, properties };
    });
    Properties.DashboardBody = { "Fn::Sub": JSON.stringify({ ...body, widgets: filled }) };
  }
}
