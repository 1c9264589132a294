"""moto, with what it still lacks made good where the tap cannot. Each patch is listed in docs/lab.md."""


def return_attached_policies_only(iam_models) -> None:
    """GetAccountAuthorizationDetails returns an AWS managed policy only if somebody has it."""
    details = iam_models.IAMBackend.get_account_authorization_details

    def patched(self, policy_filter):
        found = details(self, policy_filter)
        policies = [
            policy
            for policy in found["managed_policies"]
            if ":iam::aws:" not in policy.arn or policy.attachment_count > 0
        ]
        return {**found, "managed_policies": policies}

    iam_models.IAMBackend.get_account_authorization_details = patched


def list_endpoint_services_without_their_backends(vpcs) -> None:
    """DescribeVpcEndpointServices imports every service that moto has; two of them are gateways, the rest is alike."""
    gateways = ["dynamodb", "s3"]
    vpcs.IMPLEMENTED_ENDPOINT_SERVICES[:] = gateways
    vpcs.COVERED_ENDPOINT_SERVICES[:] = gateways


def switch_private_dns(vpc_responses) -> None:
    """ModifyVpcEndpoint switches private DNS."""
    modify = vpc_responses.VPCs.modify_vpc_endpoint

    def patched(self):
        result = modify(self)
        wanted = self._get_bool_param("PrivateDnsEnabled")
        if wanted is not None:
            endpoint_id = self._get_param("VpcEndpointId")
            self.ec2_backend.vpc_end_points[endpoint_id].private_dns_enabled = wanted
        return result

    vpc_responses.VPCs.modify_vpc_endpoint = patched


def tell_replicas_from_primaries(kms_models) -> None:
    """A replica key has grants and a key policy of its own, and says that it is a replica."""
    replicate = kms_models.KmsBackend.replicate_key

    def patched(self, key_id, replica_region):
        replica = replicate(self, key_id, replica_region)
        replica.grants = {}
        replica.policy = replica.generate_default_policy()
        replica.multi_region_configuration = {
            **replica.multi_region_configuration,
            "MultiRegionKeyType": "REPLICA",
        }
        return replica

    kms_models.KmsBackend.replicate_key = patched


def serve(port: str) -> None:
    from moto.ec2.models import vpcs
    from moto.ec2.responses import vpcs as vpc_responses
    from moto.iam import models as iam_models
    from moto.kms import models as kms_models
    from moto.server import main

    return_attached_policies_only(iam_models)
    list_endpoint_services_without_their_backends(vpcs)
    switch_private_dns(vpc_responses)
    tell_replicas_from_primaries(kms_models)
    main(["-H", "127.0.0.1", "-p", port])
