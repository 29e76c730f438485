// The SDK calls Bedrock over HTTP/2. Imported before an exported program, this gives its client the SDK's handler for HTTP/1.1,
// and changes nothing else.

import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";

const { send } = BedrockRuntimeClient.prototype;

BedrockRuntimeClient.prototype.send = function (...given) {
  if (!(this.config.requestHandler instanceof NodeHttpHandler)) {
    this.config.requestHandler = new NodeHttpHandler();
  }
  return send.apply(this, given);
};
