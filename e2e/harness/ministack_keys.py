"""Makes an IAM user, a role, and an identity pool with a guest role in an emulator; prints what opens them as JSON. Usage: ministack_keys.py ADDRESS"""

import json
import sys
import time

import botocore.session
from botocore.exceptions import BotoCoreError

ADDRESS = sys.argv[1]
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "bedrock:*", "Resource": "*"}]})
TRUST = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
)
GUESTS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                "Action": "sts:AssumeRoleWithWebIdentity",
            }
        ],
    }
)


def client(service):
    # The emulator's root keys, which it does not check.
    return botocore.session.get_session().create_client(
        service, region_name="us-east-1", endpoint_url=ADDRESS, aws_access_key_id="test", aws_secret_access_key="test"
    )


def wait_until_ready():
    for _ in range(600):
        try:
            return client("sts").get_caller_identity()
        except BotoCoreError:
            time.sleep(0.1)
    raise SystemExit("the emulator did not answer within a minute")


def plain(keys, secret):
    return {
        "accessKeyId": keys["AccessKeyId"],
        "secretAccessKey": keys[secret],
        "sessionToken": keys.get("SessionToken"),
        "expiration": str(keys["Expiration"].isoformat()) if "Expiration" in keys else None,
    }


wait_until_ready()
iam = client("iam")
iam.create_user(UserName="learner")
iam.put_user_policy(UserName="learner", PolicyName="bedrock", PolicyDocument=POLICY)
user = iam.create_access_key(UserName="learner")["AccessKey"]
role = iam.create_role(RoleName="learner", AssumeRolePolicyDocument=TRUST)["Role"]
iam.put_role_policy(RoleName="learner", PolicyName="bedrock", PolicyDocument=POLICY)
session = client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="outcrop")["Credentials"]
guest = iam.create_role(RoleName="guest", AssumeRolePolicyDocument=GUESTS)["Role"]
iam.put_role_policy(RoleName="guest", PolicyName="bedrock", PolicyDocument=POLICY)
pool = client("cognito-identity").create_identity_pool(IdentityPoolName="learners", AllowUnauthenticatedIdentities=True)
print(
    json.dumps(
        {
            "user": plain(user, "SecretAccessKey"),
            "role": plain(session, "SecretAccessKey"),
            "pool": pool["IdentityPoolId"],
            "guestRole": guest["Arn"],
        }
    )
)
