/**
 * What the template may hold without the stage acting on it, each with the reason.
 * Everything else that is unknown stops start-up.
 */
const cloud = "only the account runs it; nothing a handler can see depends on it";
const watch = "an observer of the running account";
const cost = "a bill or a quota of the account";
const rest = "encryption and access at rest; the local state folder is the user's own disk";
const life = "what happens to stored data over months or on removal of a stack";

/** Resource types that are named (Ref and Fn::GetAtt work) and otherwise left alone. */
export const ignoredTypes: Record<string, string> = {
  "AWS::Logs::LogGroup": "log lines go to the terminal",
  "AWS::Logs::MetricFilter": watch,
  "AWS::CloudWatch::Alarm": watch,
  "AWS::CloudWatch::Dashboard": watch,
  "AWS::Budgets::Budget": cost,
  "AWS::SNS::Topic": "carries alarms to people; no function publishes or subscribes",
  "AWS::CDK::Metadata": "usage statistics of the CDK",
  "AWS::CloudFront::OriginAccessControl": "buckets behind the front are read in process",
  "AWS::CloudFront::CachePolicy": "the front doesn't cache",
  "AWS::CloudFront::OriginRequestPolicy": "the front forwards everything but Host",
  "AWS::KMS::Alias": rest,
  "AWS::Lambda::Version": "a label on the code that runs; the stage always runs the newest bundle",
  "AWS::SES::EmailIdentity": "a proof of owning a domain; the stage sends to its own inbox",
};

/** Properties, `Type.Property` with dots for inner ones, that are read past. */
export const ignoredProperties: Record<string, string> = {
  "AWS::DynamoDB::Table.SSESpecification": rest,
  "AWS::DynamoDB::Table.PointInTimeRecoverySpecification": life,
  "AWS::DynamoDB::Table.DeletionProtectionEnabled": life,
  "AWS::DynamoDB::Table.TableClass": cost,
  "AWS::DynamoDB::Table.ContributorInsightsSpecification": watch,
  "AWS::S3::Bucket.BucketEncryption": rest,
  "AWS::S3::Bucket.PublicAccessBlockConfiguration": rest,
  "AWS::S3::Bucket.OwnershipControls": rest,
  "AWS::S3::Bucket.VersioningConfiguration": life,
  "AWS::S3::Bucket.LoggingConfiguration": watch,
  "AWS::SQS::Queue.SqsManagedSseEnabled": rest,
  "AWS::SQS::Queue.KmsMasterKeyId": rest,
  "AWS::SQS::Queue.KmsDataKeyReusePeriodSeconds": rest,
  "AWS::Lambda::Function.Architectures": "bundles hold no native module",
  "AWS::Lambda::Function.Description": cloud,
  "AWS::Lambda::Function.LoggingConfig": "log lines go to the terminal",
  "AWS::Lambda::Function.TracingConfig": watch,
  "AWS::Lambda::Function.RecursiveLoop": "loops are stopped by the depth in the event",
  "AWS::Lambda::Function.KmsKeyArn": rest,
  "AWS::Lambda::Function.EphemeralStorage": "no handler writes to /tmp",
  "AWS::Lambda::Function.RuntimeManagementConfig": cloud,
  "AWS::Lambda::Alias.Description": cloud,
  "AWS::Lambda::EventSourceMapping.MetricsConfig": watch,
  "AWS::Lambda::EventSourceMapping.LoggingConfig": watch,
  "AWS::IAM::Role.Description": cloud,
  "AWS::IAM::Role.RoleName": "part of the name already",
  "AWS::IAM::Role.MaxSessionDuration": cloud,
  "AWS::IAM::Role.Path": cloud,
  "AWS::IAM::ManagedPolicy.Description": cloud,
  "AWS::IAM::ManagedPolicy.Path": cloud,
  "AWS::Events::EventBus.Description": cloud,
  "AWS::Events::Rule.Description": cloud,
  "AWS::Scheduler::Schedule.Description": cloud,
  "AWS::ApiGatewayV2::Api.Description": cloud,
  "AWS::ApiGatewayV2::Api.DisableExecuteApiEndpoint": "the front is the only door here",
  "AWS::ApiGatewayV2::Stage.AccessLogSettings": watch,
  "AWS::ApiGatewayV2::Stage.DefaultRouteSettings": "limits per account; the laptop is slower than they are",
  "AWS::SSM::Parameter.Description": cloud,
  "AWS::SSM::Parameter.Tier": cost,
  "AWS::CloudFront::Distribution.DistributionConfig.Comment": cloud,
  "AWS::CloudFront::Distribution.DistributionConfig.HttpVersion": cloud,
  "AWS::CloudFront::Distribution.DistributionConfig.IPV6Enabled": cloud,
  "AWS::CloudFront::Distribution.DistributionConfig.PriceClass": cost,
  "AWS::CloudFront::Distribution.DistributionConfig.ViewerCertificate": "loopback needs no certificate",
  "AWS::CloudFront::Distribution.DistributionConfig.Aliases":
    "loopback has the names 127.0.0.1 and localhost",
  "AWS::CloudFront::Distribution.DistributionConfig.Logging": watch,
  "AWS::CloudFront::Distribution.DistributionConfig.WebACLId": cloud,
  "AWS::CloudFront::Distribution.DistributionConfig.Restrictions": cloud,
};

/** Properties of any type. */
export const ignoredEverywhere: Record<string, string> = { Tags: cost };

/** Members of behaviours and origins; both occur several times in a distribution. */
export const ignoredEdge: Record<string, string> = {
  "CacheBehavior.CachePolicyId": "the front doesn't cache",
  "CacheBehavior.OriginRequestPolicyId": "the front forwards everything but Host",
  "CacheBehavior.Compress": "loopback is fast enough",
  "CacheBehavior.ViewerProtocolPolicy": "loopback speaks http",
  "CacheBehavior.CachedMethods": "the front doesn't cache",
  "CacheBehavior.GrpcConfig": cloud,
  "CacheBehavior.SmoothStreaming": cloud,
  "Origin.CustomOriginConfig": "loopback speaks http",
  "Origin.S3OriginConfig": "buckets behind the front are read in process",
  "Origin.OriginAccessControlId": "buckets behind the front are read in process",
  "Origin.ConnectionAttempts": cloud,
  "Origin.ConnectionTimeout": cloud,
  "Origin.OriginShield": cloud,
};
