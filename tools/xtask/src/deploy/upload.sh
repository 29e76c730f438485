#!/bin/sh
# Uploads SITE/ to the bucket of a stack that template.yaml made: ./upload.sh [STACK]
set -eu
stack="${1:-outcrop}"
cd "$(dirname "$0")/SITE"

output() {
  aws cloudformation describe-stacks --stack-name "$stack" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue"
}
bucket="$(output Bucket)"
distribution="$(output Distribution)"

# put TYPE CACHE FILTERS…: the files that pass, with their type and how long they may be kept. CloudFront compresses.
put() {
  type="$1"
  cache="$2"
  shift 2
  aws s3 sync . "s3://$bucket/" --only-show-errors --content-type "$type" --cache-control "$cache" --exclude '*' "$@"
}

# What never changes first, the page last.
#PUTS
aws cloudfront create-invalidation --distribution-id "$distribution" --paths '/*' >/dev/null
echo "Published: $(output Address)"
