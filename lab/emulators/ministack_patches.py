"""MiniStack, with what it still lacks made good. Each patch is listed in docs/lab.md."""

import base64
import collections
import contextvars
import hashlib
import json
import os
import sys
import threading

# What the tap writes into PutEvents as TraceHeader. AWS refuses sources that begin with `aws.` to everybody but itself,
# and so does MiniStack: this is how it knows the lab's CloudTrail.
CLOUDTRAIL = "Root=kms-guardrail-lab-cloudtrail"


def accept_events_of_cloudtrail(eventbridge) -> None:
    put_events = eventbridge._put_events

    def patched(data, allow_aws_source=False):
        entries = data.get("Entries", [])
        from_cloudtrail = bool(entries) and all(
            entry.get("TraceHeader") == CLOUDTRAIL for entry in entries
        )
        return put_events(data, allow_aws_source=allow_aws_source or from_cloudtrail)

    eventbridge._put_events = patched


def reserve_concurrency(provisioners, lambda_svc) -> None:
    """Functions of a template have the concurrency that it reserves; MiniStack runs as many at a time as are asked for."""
    handlers = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"]
    create = handlers["create"]

    def patched(logical_id, props, stack_name):
        name, attributes = create(logical_id, props, stack_name)
        reserved = props.get("ReservedConcurrentExecutions")
        if reserved is not None:
            lambda_svc._functions[name]["concurrency"] = int(reserved)
        return name, attributes

    handlers["create"] = patched


def keep_throttled_events(lambda_svc) -> None:
    """An asynchronous event that finds no concurrency free waits for some, and none of its attempts is used up.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
    """
    asynchronous = contextvars.ContextVar("asynchronous", default=False)
    freed = collections.defaultdict(threading.Condition)
    execute = lambda_svc._execute_function
    release = lambda_svc._release_execution_slot
    invoke = lambda_svc.invoke_async_with_retry

    def execute_when_free(function, event):
        slot = freed[lambda_svc._inflight_key(function.get("config") or function)]
        while True:
            result = execute(function, event)
            if not (asynchronous.get() and result.get("throttle")):
                return result
            with slot:
                # One may have become free between the two lines above; another function may hold the account's last.
                slot.wait(timeout=1)

    def release_and_tell(key):
        release(key)
        if key is not None:
            with freed[key]:
                freed[key].notify()

    def invoke_asynchronously(function, event):
        token = asynchronous.set(True)
        try:
            # It runs in a thread that has a copy of this context.
            invoke(function, event)
        finally:
            asynchronous.reset(token)

    lambda_svc._execute_function = execute_when_free
    lambda_svc._release_execution_slot = release_and_tell
    lambda_svc.invoke_async_with_retry = invoke_asynchronously


def retry_asynchronous_invocations(eventbridge, sns, lambda_svc) -> None:
    """Rules and topics invoke functions as Lambda does: retried, then to the on-failure destination."""

    def dispatch(arn, payload):
        function, config, name = lambda_svc._get_func_record_for_ref(arn)
        if not function or not config:
            eventbridge.logger.warning("EventBridge: function %s not found", name)
            return
        record = lambda_svc._execution_record_for_config(function, config)
        lambda_svc.invoke_async_with_retry(record, json.loads(payload))

    eventbridge._dispatch_to_lambda = dispatch

    class Invocations:
        """What the topics use of `lambda_svc`, with the invocation replaced."""

        _execute_function_with_config_scope = staticmethod(lambda_svc.invoke_async_with_retry)

        def __getattr__(self, name):
            return getattr(lambda_svc, name)

    sns._lambda_svc = Invocations()


def give_functions_their_role(lambda_runtime, lambda_svc) -> None:
    """A function's session token names its role and itself, so that the tap knows who calls."""
    account_credentials = lambda_runtime.execution_credentials

    def patched(config):
        session = {"roleArn": config.get("Role", ""), "sessionName": config.get("FunctionName", "")}
        text = json.dumps(session, sort_keys=True).encode()
        return {
            **account_credentials(config),
            "AWS_ACCESS_KEY_ID": "ASIA" + hashlib.sha256(text).hexdigest()[:16].upper(),
            "AWS_SESSION_TOKEN": base64.urlsafe_b64encode(text).decode(),
        }

    lambda_runtime.execution_credentials = patched
    lambda_svc.execution_credentials = patched


def serve(port: str) -> None:
    os.environ.update(GATEWAY_PORT=port, EDGE_PORT=port)
    sys.argv = ["ministack"]
    from ministack.app import main
    from ministack.core import lambda_runtime
    from ministack.services import eventbridge, lambda_svc, sns
    from ministack.services.cloudformation import provisioners

    accept_events_of_cloudtrail(eventbridge)
    reserve_concurrency(provisioners, lambda_svc)
    keep_throttled_events(lambda_svc)
    retry_asynchronous_invocations(eventbridge, sns, lambda_svc)
    give_functions_their_role(lambda_runtime, lambda_svc)
    main()
