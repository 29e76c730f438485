"""Public clients and frameworks against the simulator, each unmodified and with its own defaults.

Usage: clients.py ENDPOINT_URL. A client that is not installed is named as skipped. Prints one line an operation, then the
counts of each client, and ends with status 1 if an operation failed. `tests/sdk/README.md` says how to install them.
"""

import asyncio
import base64
import importlib.util
import json
import os
import struct
import sys
import traceback
import warnings
import zlib

warnings.filterwarnings("ignore")
ENDPOINT = sys.argv[1]
os.environ.update(
    AWS_ACCESS_KEY_ID="ASIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    AWS_SESSION_TOKEN="outcrop-simulator-session",
    AWS_REGION="us-east-1",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME=ENDPOINT,
    AWS_ENDPOINT_URL_BEDROCK=ENDPOINT,
    AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME=ENDPOINT,
    AWS_BEDROCK_RUNTIME_ENDPOINT=ENDPOINT,
    LITELLM_LOCAL_MODEL_COST_MAP="True",
    DO_NOT_TRACK="1",
    HAYSTACK_TELEMETRY_ENABLED="False",
    OTEL_SDK_DISABLED="true",
    NO_PROXY="127.0.0.1",
    no_proxy="127.0.0.1",
)

CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
NOVA = "us.amazon.nova-lite-v1:0"
LLAMA = "us.meta.llama3-3-70b-instruct-v1:0"
MISTRAL = "mistral.mistral-large-2402-v1:0"
TITAN = "amazon.titan-embed-text-v2:0"
COHERE = "cohere.embed-english-v3"
QUESTION = "What is RAG? Answer in one sentence."
WEATHER = "What is the weather in Paris?"
CASES = []


def case(client, module=None):
    """One operation of a client; `module` is what has to be installed for it."""

    def keep(check):
        CASES.append((client, module or client.replace("-", "_"), check))
        return check

    return keep


def picture():
    """A PNG of 64 by 64 red pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xff\0\0" * 64) * 64
    header = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def weather(city: str) -> str:
    """Current weather of a city."""
    return f"21 degrees and clear in {city}"


def long(text):
    assert isinstance(text, str) and len(text) > 20, text


# boto3 -----------------------------------------------------------------------------------------------------------------


def boto():
    import boto3

    return boto3.client("bedrock-runtime")


def user(text):
    return [{"role": "user", "content": [{"text": text}]}]


@case("boto3")
def boto3_converse_of_four_families():
    for model in (CLAUDE, NOVA, LLAMA, MISTRAL):
        long(boto().converse(modelId=model, messages=user(QUESTION))["output"]["message"]["content"][0]["text"])


@case("boto3")
def boto3_stream():
    events = boto().converse_stream(modelId=NOVA, messages=user(QUESTION))["stream"]
    names = [name for event in events for name in event]
    assert names[0] == "messageStart" and names[-1] == "metadata", names


@case("boto3")
def boto3_pdf_of_400_kb():
    document = {"format": "pdf", "name": "my plan", "source": {"bytes": b"%PDF-1.4\n" + os.urandom(400_000)}}
    content = [{"text": "Summarise the plan"}, {"document": document}]
    long(
        boto().converse(modelId=CLAUDE, messages=[{"role": "user", "content": content}])["output"]["message"][
            "content"
        ][0]["text"]
    )


@case("boto3")
def boto3_a_word_of_100_kb():
    assert (
        boto().count_tokens(modelId=CLAUDE, input={"converse": {"messages": user("a" * 100_000)}})["inputTokens"]
        > 1_000
    )


@case("boto3")
def boto3_guardrail():
    answer = boto().apply_guardrail(
        guardrailIdentifier="outcropguard",
        guardrailVersion="1",
        source="INPUT",
        content=[{"text": {"text": "quicksand"}}],
    )
    assert answer["action"] == "GUARDRAIL_INTERVENED", answer


# LangChain -------------------------------------------------------------------------------------------------------------


def chat(model=CLAUDE, **more):
    from langchain_aws import ChatBedrockConverse

    return ChatBedrockConverse(model=model, endpoint_url=ENDPOINT, region_name="us-east-1", **more)


@case("langchain-aws")
def langchain_converse_of_four_families():
    for model in (CLAUDE, NOVA, LLAMA, MISTRAL):
        long(chat(model).invoke(QUESTION).text)


@case("langchain-aws")
def langchain_stream():
    assert len(list(chat().stream(QUESTION))) > 2


@case("langchain-aws")
def langchain_tools_and_back():
    from langchain_core.messages import HumanMessage, ToolMessage

    model = chat().bind_tools([weather])
    messages = [HumanMessage(WEATHER)]
    answer = model.invoke(messages)
    (call,) = answer.tool_calls
    assert call["args"] == {"city": "Paris"}, call
    messages += [answer, ToolMessage(weather(**call["args"]), tool_call_id=call["id"])]
    assert "21" in model.invoke(messages).text


@case("langchain-aws")
def langchain_structured():
    from pydantic import BaseModel, Field

    class Review(BaseModel):
        """A review."""

        score: int = Field(ge=1, le=10)
        tags: list[str] = Field(min_length=2)

    for model in (CLAUDE, NOVA):
        found = chat(model).with_structured_output(Review).invoke("Review the book Dune.")
        assert isinstance(found, Review), found


@case("langchain-aws")
def langchain_native_bodies():
    from langchain_aws import ChatBedrock

    for model in (CLAUDE, LLAMA):
        answer = ChatBedrock(model=model, endpoint_url=ENDPOINT, region="us-east-1").invoke(QUESTION)
        long(answer.text)


@case("langchain-aws")
def langchain_embeddings():
    from langchain_aws import BedrockEmbeddings

    for model, size in ((TITAN, 1024), (COHERE, 1024)):
        found = BedrockEmbeddings(model_id=model, endpoint_url=ENDPOINT, region_name="us-east-1").embed_documents(
            ["a", "b"]
        )
        assert len(found) == 2 and len(found[0]) == size, len(found[0])


@case("langchain-aws")
def langchain_picture():
    from langchain_core.messages import HumanMessage

    url = "data:image/png;base64," + base64.b64encode(picture()).decode()
    content = [{"type": "text", "text": "Which colour is it?"}, {"type": "image_url", "image_url": {"url": url}}]
    long(chat().invoke([HumanMessage(content)]).text)


# LiteLLM ---------------------------------------------------------------------------------------------------------------


def lite(model=f"bedrock/{CLAUDE}", text=QUESTION, **more):
    import litellm

    litellm.suppress_debug_info = True
    return litellm.completion(
        model=model,
        messages=[{"role": "user", "content": text}],
        aws_bedrock_runtime_endpoint=ENDPOINT,
        aws_region_name="us-east-1",
        **more,
    )


@case("litellm")
def litellm_converse_of_four_families():
    for model in (CLAUDE, NOVA, LLAMA, MISTRAL):
        long(lite(f"bedrock/converse/{model}").choices[0].message.content)


@case("litellm")
def litellm_invoke():
    for model in (CLAUDE, LLAMA):
        long(lite(f"bedrock/invoke/{model}").choices[0].message.content)


@case("litellm")
def litellm_stream():
    for model in (f"bedrock/converse/{NOVA}", f"bedrock/invoke/{CLAUDE}"):
        assert len(list(lite(model, stream=True))) > 2, model


TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "description": "Current weather of a city.",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
]


@case("litellm")
def litellm_tools():
    for model in (f"bedrock/converse/{CLAUDE}", f"bedrock/converse/{NOVA}", f"bedrock/invoke/{CLAUDE}"):
        (call,) = lite(model, WEATHER, tools=TOOLS).choices[0].message.tool_calls
        assert json.loads(call.function.arguments) == {"city": "Paris"}, call


@case("litellm")
def litellm_no_parallel_tools():
    import litellm

    text = "What is the weather in Paris and in Oslo?"
    try:
        calls = lite(text=text, tools=TOOLS, parallel_tool_calls=False).choices[0].message.tool_calls
        assert len(calls) == 1, calls
    except litellm.BadRequestError as error:
        # Up to version 1.96 it leaves the type out, and Bedrock refuses that: https://github.com/BerriAI/litellm/pull/34347
        assert "tool_choice.type: Field required" in str(error), error


@case("litellm")
def litellm_document():
    data = "data:application/pdf;base64," + base64.b64encode(b"%PDF-1.4\n" + os.urandom(20_000)).decode()
    content = [{"type": "text", "text": "Summarise it"}, {"type": "file", "file": {"file_data": data}}]
    long(lite(text=content).choices[0].message.content)


@case("litellm")
def litellm_embeddings():
    import litellm

    for model in (TITAN, COHERE):
        found = litellm.embedding(
            model=f"bedrock/{model}",
            input=["a", "b"],
            aws_bedrock_runtime_endpoint=ENDPOINT,
            aws_region_name="us-east-1",
        )
        assert len(found.data) == 2, found


@case("litellm")
def litellm_error():
    import litellm

    try:
        lite("bedrock/converse/no.such-model-v1:0")
    except litellm.BadRequestError as error:
        assert "identifier" in str(error), error
    else:
        raise AssertionError("no error")


# Anthropic's SDK -------------------------------------------------------------------------------------------------------


def claude():
    from anthropic import AnthropicBedrock

    return AnthropicBedrock(base_url=ENDPOINT, aws_region="us-east-1", max_retries=0)


NEWEST = "us.anthropic.claude-opus-4-8"


@case("anthropic")
def anthropic_message():
    answer = claude().messages.create(model=NEWEST, max_tokens=200, messages=[{"role": "user", "content": QUESTION}])
    long(answer.content[0].text)


@case("anthropic")
def anthropic_stream():
    with claude().messages.stream(
        model=NEWEST, max_tokens=200, messages=[{"role": "user", "content": QUESTION}]
    ) as stream:
        long("".join(stream.text_stream))


@case("anthropic")
def anthropic_tools():
    tool = {"name": "weather", "description": weather.__doc__, "input_schema": TOOLS[0]["function"]["parameters"]}
    question = [{"role": "user", "content": WEATHER}]
    answer = claude().messages.create(model=NEWEST, max_tokens=200, messages=question, tools=[tool])
    call = next(block for block in answer.content if block.type == "tool_use")
    assert call.input == {"city": "Paris"}, call
    result = {"type": "tool_result", "tool_use_id": call.id, "content": weather("Paris")}
    messages = [*question, {"role": "assistant", "content": answer.content}, {"role": "user", "content": [result]}]
    last = claude().messages.create(model=NEWEST, max_tokens=200, messages=messages, tools=[tool])
    assert "21" in last.content[0].text, last


@case("anthropic")
def anthropic_older_version_of_the_api():
    headers = {"anthropic-version": "bedrock-2023-05-31"}
    body = {"anthropic_version": "bedrock-2023-05-31"}
    answer = claude().messages.create(
        model=CLAUDE,
        max_tokens=200,
        messages=[{"role": "user", "content": QUESTION}],
        extra_headers=headers,
        extra_body=body,
    )
    long(answer.content[0].text)


# Instructor ------------------------------------------------------------------------------------------------------------


def reviewed(mode):
    import instructor
    from pydantic import BaseModel, Field

    class Review(BaseModel):
        score: int = Field(ge=1, le=10)
        title: str

    found = instructor.from_bedrock(boto(), mode=getattr(instructor.Mode, mode)).chat.completions.create(
        modelId=CLAUDE,
        messages=[{"role": "user", "content": "Review the book Dune."}],
        response_model=Review,
        max_retries=0,
    )
    assert 1 <= found.score <= 10, found


@case("instructor")
def instructor_tools():
    reviewed("BEDROCK_TOOLS")


@case("instructor")
def instructor_json():
    reviewed("BEDROCK_JSON")


# Pydantic AI -----------------------------------------------------------------------------------------------------------


def agent(model=CLAUDE, **more):
    from pydantic_ai import Agent
    from pydantic_ai.models.bedrock import BedrockConverseModel
    from pydantic_ai.providers.bedrock import BedrockProvider

    return Agent(BedrockConverseModel(model, provider=BedrockProvider(bedrock_client=boto())), **more)


@case("pydantic-ai")
def pydantic_ai_text():
    for model in (CLAUDE, NOVA, LLAMA, MISTRAL):
        long(agent(model).run_sync(QUESTION).output)


@case("pydantic-ai")
def pydantic_ai_tools():
    assert "21" in agent(tools=[weather]).run_sync(WEATHER).output


@case("pydantic-ai")
def pydantic_ai_output_and_tools():
    from pydantic import BaseModel

    class Report(BaseModel):
        city: str
        report: str

    for model in (CLAUDE, NOVA):
        assert agent(model, tools=[weather], output_type=Report).run_sync(WEATHER).output.city == "Paris"


@case("pydantic-ai")
def pydantic_ai_prompted_output():
    from pydantic import BaseModel
    from pydantic_ai import PromptedOutput

    class City(BaseModel):
        city: str
        rating: int

    assert agent(output_type=PromptedOutput(City)).run_sync("Rate the city of Paris.").output.rating >= 0


@case("pydantic-ai")
def pydantic_ai_stream():
    async def go():
        async with agent().run_stream(QUESTION) as result:
            return [part async for part in result.stream_text(delta=True, debounce_by=None)]

    assert len(asyncio.run(go())) > 1


# Strands ---------------------------------------------------------------------------------------------------------------


def strands_model(model=CLAUDE, **more):
    from strands.models import BedrockModel

    return BedrockModel(model_id=model, endpoint_url=ENDPOINT, region_name="us-east-1", **more)


@case("strands")
def strands_agent_with_a_tool():
    from strands import Agent, tool

    assert "21" in str(Agent(model=strands_model(), tools=[tool(weather)], callback_handler=None)(WEATHER))


@case("strands")
def strands_structured_output():
    from pydantic import BaseModel, Field
    from strands import Agent

    class Review(BaseModel):
        """A review."""

        score: int = Field(ge=1, le=10)

    answer = Agent(model=strands_model(), callback_handler=None)(
        "Review the book Dune.", structured_output_model=Review
    )
    assert 1 <= answer.structured_output.score <= 10


@case("strands")
def strands_without_streaming():
    from strands import Agent

    long(str(Agent(model=strands_model(NOVA, streaming=False), callback_handler=None)(QUESTION)))


# LlamaIndex ------------------------------------------------------------------------------------------------------------


def llama(model=CLAUDE):
    from llama_index.llms.bedrock_converse import BedrockConverse

    return BedrockConverse(model=model, endpoint_url=ENDPOINT, region_name="us-east-1")


@case("llama-index", "llama_index.llms.bedrock_converse")
def llama_index_complete():
    for model in (CLAUDE, NOVA):
        long(llama(model).complete(QUESTION).text)


@case("llama-index", "llama_index.llms.bedrock_converse")
def llama_index_stream():
    assert len(list(llama().stream_complete(QUESTION))) > 2


@case("llama-index", "llama_index.llms.bedrock_converse")
def llama_index_tools():
    from llama_index.core.tools import FunctionTool

    answer = llama().predict_and_call([FunctionTool.from_defaults(weather)], user_msg=WEATHER)
    assert "21" in str(answer), answer


@case("llama-index", "llama_index.llms.bedrock_converse")
def llama_index_structured():
    from pydantic import BaseModel, Field

    class Review(BaseModel):
        """A review."""

        score: int = Field(ge=1, le=10)

    from llama_index.core.prompts import PromptTemplate

    found = llama().structured_predict(Review, PromptTemplate("Review the book {book}."), book="Dune")
    assert 1 <= found.score <= 10


# DSPy ------------------------------------------------------------------------------------------------------------------


def dspy_lm():
    import dspy

    return dspy.LM(f"bedrock/{CLAUDE}", aws_bedrock_runtime_endpoint=ENDPOINT, aws_region_name="us-east-1", cache=False)


@case("dspy")
def dspy_predict():
    import dspy

    with dspy.context(lm=dspy_lm()):
        long(dspy.Predict("question -> answer")(question=QUESTION).answer)


@case("dspy")
def dspy_chain_of_thought():
    import dspy

    with dspy.context(lm=dspy_lm()):
        found = dspy.ChainOfThought("question -> answer")(question=QUESTION)
        assert found.reasoning and found.answer, found


@case("dspy")
def dspy_react():
    import dspy

    with dspy.context(lm=dspy_lm()):
        assert dspy.ReAct("question -> answer", tools=[weather], max_iters=3)(question=WEATHER).answer


# Haystack --------------------------------------------------------------------------------------------------------------


@case("haystack", "haystack_integrations.components.generators.amazon_bedrock")
def haystack_chat():
    from haystack.dataclasses import ChatMessage
    from haystack_integrations.components.generators.amazon_bedrock import AmazonBedrockChatGenerator

    for model in (CLAUDE, NOVA):
        long(AmazonBedrockChatGenerator(model=model).run([ChatMessage.from_user(QUESTION)])["replies"][0].text)


@case("haystack", "haystack_integrations.components.generators.amazon_bedrock")
def haystack_tools():
    from haystack.dataclasses import ChatMessage
    from haystack.tools import create_tool_from_function
    from haystack_integrations.components.generators.amazon_bedrock import AmazonBedrockChatGenerator

    generator = AmazonBedrockChatGenerator(model=CLAUDE, tools=[create_tool_from_function(weather)])
    (call,) = generator.run([ChatMessage.from_user(WEATHER)])["replies"][0].tool_calls
    assert call.arguments == {"city": "Paris"}, call


@case("haystack", "haystack_integrations.components.generators.amazon_bedrock")
def haystack_embedders():
    from haystack_integrations.components.embedders.amazon_bedrock import AmazonBedrockTextEmbedder

    for model in (TITAN, COHERE):
        more = {"input_type": "search_query"} if model == COHERE else {}
        assert len(AmazonBedrockTextEmbedder(model=model, **more).run("text")["embedding"]) == 1024


# Agno ------------------------------------------------------------------------------------------------------------------


def agno_agent(**more):
    import boto3
    from agno.agent import Agent
    from agno.models.aws import AwsBedrock

    return Agent(model=AwsBedrock(id=CLAUDE, session=boto3.Session()), telemetry=False, **more)


@case("agno")
def agno_text():
    long(agno_agent().run(QUESTION).content)


@case("agno")
def agno_tools():
    assert "21" in agno_agent(tools=[weather]).run(WEATHER).content


@case("agno")
def agno_stream():
    assert len(list(agno_agent().run(QUESTION, stream=True))) > 2


def installed(module):
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def main():
    counts, skipped = {}, set()
    only = sys.argv[2:]
    for client, module, check in CASES:
        if only and client not in only:
            continue
        if not installed(module):
            skipped.add(client)
            continue
        passed, of = counts.get(client, (0, 0))
        try:
            check()
            print(f"ok {check.__name__}", flush=True)
            passed += 1
        except Exception:
            print(f"FAILED {check.__name__}\n{traceback.format_exc(limit=-4)}", flush=True)
        counts[client] = (passed, of + 1)
    for client, (passed, of) in counts.items():
        print(f"{client}: {passed} of {of}")
    for client in sorted(skipped):
        print(f"skipped: {client} is not installed")
    sys.exit(0 if all(passed == of for passed, of in counts.values()) else 1)


main()
