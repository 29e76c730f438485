// Public JavaScript clients against the simulator, each unmodified and with its own defaults.
//
// Usage: node clients.mjs ENDPOINT_URL, in a folder where they are installed (README.md of this folder). Prints one line an
// operation, then the counts of each client, and ends with status 1 if an operation failed.

const endpoint = process.argv[2];
const credentials = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: "outcrop-simulator-session",
};
const region = "us-east-1";
const claude = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const newest = "us.anthropic.claude-opus-4-8";
const nova = "us.amazon.nova-lite-v1:0";
const llama = "us.meta.llama3-3-70b-instruct-v1:0";
const titan = "amazon.titan-embed-text-v2:0";
const question = "What is RAG? Answer in one sentence.";
const weatherQuestion = "What is the weather in Paris?";

const cases = [];
const operation = (client, packages, name, check) => cases.push({ client, packages, name, check });

const long = (text) => {
  if (typeof text !== "string" || text.length < 20) throw new Error(`not a long text: ${JSON.stringify(text)}`);
};
const holds = (fact, found) => {
  if (!fact) throw new Error(JSON.stringify(found));
};

const vercel = ["ai", "@ai-sdk/amazon-bedrock", "zod"];
const ai = async () => {
  const [core, { createAmazonBedrock }, { z }] = await Promise.all(vercel.map((name) => import(name)));
  return { core, z, bedrock: createAmazonBedrock({ region, baseURL: endpoint, ...credentials }) };
};
const weatherTool = (core, z) =>
  core.tool({
    description: "Current weather of a city.",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => `21 degrees and clear in ${city}`,
  });

operation("ai", vercel, "text of three families", async () => {
  const { core, bedrock } = await ai();
  for (const model of [claude, nova, llama]) long((await core.generateText({ model: bedrock(model), prompt: question })).text);
});
operation("ai", vercel, "stream", async () => {
  const { core, bedrock } = await ai();
  const parts = [];
  for await (const part of core.streamText({ model: bedrock(claude), prompt: question }).textStream) parts.push(part);
  holds(parts.length > 2, parts);
});
operation("ai", vercel, "tools and back", async () => {
  const { core, z, bedrock } = await ai();
  const tools = { weather: weatherTool(core, z) };
  const stopWhen = core.stepCountIs(4);
  const answer = await core.generateText({ model: bedrock(claude), prompt: weatherQuestion, tools, stopWhen });
  holds(answer.text.includes("21"), answer.text);
});
operation("ai", vercel, "an object", async () => {
  const { core, z, bedrock } = await ai();
  const schema = z.object({ score: z.number().int().min(1).max(10), tags: z.array(z.string()).min(2) });
  for (const model of [claude, nova]) {
    const answer = await core.generateText({
      model: bedrock(model),
      prompt: "Review the book Dune.",
      output: core.Output.object({ schema }),
    });
    holds(answer.output.score >= 1, answer.output);
  }
});
operation("ai", vercel, "embeddings", async () => {
  const { core, bedrock } = await ai();
  const found = await core.embed({ model: bedrock.embedding(titan), value: "a" });
  holds(found.embedding.length === 1024, found.embedding.length);
});
operation("ai", vercel, "an error", async () => {
  const { core, bedrock } = await ai();
  const failed = await core
    .generateText({ model: bedrock("no.such-model-v1:0"), prompt: question, maxRetries: 0 })
    .then(() => null, (error) => error);
  holds(failed && /identifier/.test(failed.message), String(failed));
});

const langchain = ["@langchain/aws", "@langchain/core/tools", "zod", "@aws-sdk/client-bedrock-runtime"];
const chain = async (model = claude) => {
  const [{ ChatBedrockConverse }, { tool }, { z }, aws] = await Promise.all(langchain.map((name) => import(name)));
  // Its own option for an endpoint is a host name, always called with TLS.
  const client = new aws.BedrockRuntimeClient({ region, endpoint, credentials });
  return { chat: new ChatBedrockConverse({ model, region, credentials, client }), tool, z };
};
operation("@langchain/aws", langchain, "text of three families", async () => {
  for (const model of [claude, nova, llama]) long((await (await chain(model)).chat.invoke(question)).text);
});
operation("@langchain/aws", langchain, "stream", async () => {
  const parts = [];
  for await (const part of await (await chain()).chat.stream(question)) parts.push(part);
  holds(parts.length > 2, parts.length);
});
operation("@langchain/aws", langchain, "tools", async () => {
  const { chat, tool, z } = await chain();
  const weather = tool(async () => "21", { name: "weather", description: "Current weather of a city.", schema: z.object({ city: z.string() }) });
  const answer = await chat.bindTools([weather]).invoke(weatherQuestion);
  holds(answer.tool_calls?.[0]?.args.city === "Paris", answer.tool_calls);
});
operation("@langchain/aws", langchain, "structured output", async () => {
  const { chat, z } = await chain();
  const found = await chat.withStructuredOutput(z.object({ score: z.number().min(1) })).invoke("Review the book Dune.");
  holds(found.score >= 1, found);
});

const anthropic = ["@anthropic-ai/bedrock-sdk"];
const bedrockSdk = async () => {
  const { AnthropicBedrock } = await import(anthropic[0]);
  return new AnthropicBedrock({
    baseURL: endpoint,
    awsRegion: region,
    awsAccessKey: credentials.accessKeyId,
    awsSecretKey: credentials.secretAccessKey,
    awsSessionToken: credentials.sessionToken,
    maxRetries: 0,
  });
};
const message = { model: newest, max_tokens: 200, messages: [{ role: "user", content: question }] };
operation("@anthropic-ai/bedrock-sdk", anthropic, "message", async () => {
  long((await (await bedrockSdk()).messages.create(message)).content[0].text);
});
operation("@anthropic-ai/bedrock-sdk", anthropic, "stream", async () => {
  const parts = [];
  for await (const part of await (await bedrockSdk()).messages.create({ ...message, stream: true })) parts.push(part.type);
  holds(parts[0] === "message_start" && parts.at(-1) === "message_stop", parts);
});
operation("@anthropic-ai/bedrock-sdk", anthropic, "tools", async () => {
  const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  const answer = await (await bedrockSdk()).messages.create({
    ...message,
    messages: [{ role: "user", content: weatherQuestion }],
    tools: [{ name: "weather", description: "Current weather of a city.", input_schema: schema }],
  });
  holds(answer.content.some((block) => block.type === "tool_use" && block.input.city === "Paris"), answer.content);
});

const installed = async (packages) => {
  try {
    await Promise.all(packages.map((name) => import(name)));
    return true;
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND") return false;
    throw error;
  }
};

const counts = new Map();
for (const { client, packages, name, check } of cases) {
  const count = counts.get(client) ?? { passed: 0, of: 0 };
  counts.set(client, count);
  if (!(await installed(packages))) continue;
  count.of += 1;
  try {
    await check();
    count.passed += 1;
    console.log(`ok ${client}: ${name}`);
  } catch (error) {
    console.log(`FAILED ${client}: ${name}\n${error.stack}`);
  }
}
for (const [client, { passed, of }] of counts) {
  console.log(of ? `${client}: ${passed} of ${of}` : `skipped: ${client} is not installed`);
}
process.exit([...counts.values()].every(({ passed, of }) => passed === of) ? 0 : 1);
