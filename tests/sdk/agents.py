"""Uses the account's knowledge base, agent and flow with boto3's clients, and meets their refusals.

Usage: agents.py ENDPOINT_URL.
"""

import sys

import boto3
from botocore.config import Config
from checks import refused, run

ENDPOINT = sys.argv[1]
MODEL = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"
RERANKER = "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0"
GUARDRAIL = {"guardrailId": "outcropguard", "guardrailVersion": "1"}


def client(service="bedrock-agent-runtime", **settings):
    session = boto3.Session(
        aws_access_key_id="ASIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        aws_session_token="outcrop-simulator-session",
        region_name="us-east-1",
    )
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60, proxies={}, **settings)
    return session.client(service, endpoint_url=ENDPOINT, config=config)


def raises(name, part, operation, **members):
    runtime = client()
    try:
        getattr(runtime, operation)(**members)
    except getattr(runtime.exceptions, name) as error:
        assert part in error.response["Error"]["Message"], error
    else:
        raise AssertionError(f"{operation} was not refused")


def knowledge_base():
    return client("bedrock-agent").list_knowledge_bases()["knowledgeBaseSummaries"][0]["knowledgeBaseId"]


def agent():
    control = client("bedrock-agent")
    found = control.list_agents()["agentSummaries"][0]["agentId"]
    aliases = control.list_agent_aliases(agentId=found)["agentAliasSummaries"]
    alias = next(each["agentAliasId"] for each in aliases if each["agentAliasName"] == "live")
    return {"agentId": found, "agentAliasId": alias}


def ask(text, **members):
    own = {"knowledgeBaseId": knowledge_base(), "modelArn": MODEL, **members}
    return {
        "input": {"text": text},
        "retrieveAndGenerateConfiguration": {"type": "KNOWLEDGE_BASE", "knowledgeBaseConfiguration": own},
    }


def the_resources_are_read():
    control = client("bedrock-agent")
    base = control.get_knowledge_base(knowledgeBaseId=knowledge_base())["knowledgeBase"]
    assert base["status"] == "ACTIVE" and base["storageConfiguration"]["type"] == "OPENSEARCH_SERVERLESS", base
    source = control.list_data_sources(knowledgeBaseId=knowledge_base())["dataSourceSummaries"][0]["dataSourceId"]
    found = control.get_data_source(knowledgeBaseId=knowledge_base(), dataSourceId=source)
    assert found["dataSource"]["status"] == "AVAILABLE"
    names = agent()
    assert control.get_agent(agentId=names["agentId"])["agent"]["agentStatus"] == "PREPARED"
    assert control.get_agent_alias(**names)["agentAlias"]["routingConfiguration"] == [{"agentVersion": "1"}]
    flow = control.get_flow(flowIdentifier=control.list_flows()["flowSummaries"][0]["id"])
    assert {node["type"] for node in flow["definition"]["nodes"]} >= {"Input", "Prompt", "Condition", "Output"}
    prompt = control.get_prompt(promptIdentifier=control.list_prompts()["promptSummaries"][0]["id"])
    assert "{{question}}" in prompt["variants"][0]["templateConfiguration"]["text"]["text"]


def passages_are_retrieved_filtered_reranked_and_paged():
    runtime = client()
    query = {"knowledgeBaseId": knowledge_base(), "retrievalQuery": {"text": "How are documents cut into pieces?"}}
    first = runtime.retrieve(**query)["retrievalResults"]
    uris = [hit["location"]["s3Location"]["uri"] for hit in first]
    assert len(first) == 5 and any(uri.endswith("/chunking.md") for uri in uris[:3]), uris
    vector = {
        "numberOfResults": 10,
        "overrideSearchType": "HYBRID",
        "filter": {"andAll": [
            {"equals": {"key": "level", "value": "advanced"}}, {"greaterThan": {"key": "year", "value": 2024}},
        ]},
        "rerankingConfiguration": {
            "type": "BEDROCK_RERANKING_MODEL",
            "bedrockRerankingConfiguration": {
                "modelConfiguration": {"modelArn": RERANKER}, "numberOfRerankedResults": 3,
            },
        },
    }
    found = runtime.retrieve(**query, retrievalConfiguration={"vectorSearchConfiguration": vector})
    results = found["retrievalResults"]
    assert len(results) == 3, results
    assert all(hit["metadata"]["level"] == "advanced" and hit["metadata"]["year"] > 2024 for hit in results), results
    every = {"vectorSearchConfiguration": {"numberOfResults": 100}}
    pages = runtime.get_paginator("retrieve").paginate(**query, retrievalConfiguration=every)
    texts = [hit["content"]["text"] for page in pages for hit in page["retrievalResults"]]
    assert len(texts) == len(set(texts)) > 40, len(texts)
    # The client's own validation stops a group of one filter, so it is left out.
    unchecked = client(parameter_validation=False)
    one_armed = {"andAll": [{"equals": {"key": "level", "value": "advanced"}}]}
    wrong = {"vectorSearchConfiguration": {"filter": one_armed}}
    refused(lambda: unchecked.retrieve(**query, retrievalConfiguration=wrong), "greater than or equal to 2")


def an_answer_has_citations_whole_and_streamed():
    runtime = client()
    answer = runtime.retrieve_and_generate(**ask("What is a guardrail?"))
    text = answer["output"]["text"]
    assert answer["citations"], answer
    for citation in answer["citations"]:
        part = citation["generatedResponsePart"]["textResponsePart"]
        assert text[part["span"]["start"] : part["span"]["end"] + 1] == part["text"], citation
        assert part["text"] in citation["retrievedReferences"][0]["content"]["text"], citation
    follow = runtime.retrieve_and_generate(**ask("And what does it block?"), sessionId=answer["sessionId"])
    assert follow["sessionId"] == answer["sessionId"]
    streamed = runtime.retrieve_and_generate_stream(**ask("What is a guardrail?"))
    assert streamed["sessionId"]
    events = list(streamed["stream"])
    assert "".join(event["output"]["text"] for event in events if "output" in event) == text
    assert sum("citation" in event for event in events) == len(answer["citations"])
    guarded = ask("What is quicksand?", generationConfiguration={"guardrailConfiguration": GUARDRAIL})
    assert runtime.retrieve_and_generate(**guarded)["guardrailAction"] == "INTERVENED"
    external = {"input": {"text": "Which rock holds quartz?"}, "retrieveAndGenerateConfiguration": {
        "type": "EXTERNAL_SOURCES",
        "externalSourcesConfiguration": {"modelArn": MODEL, "sources": [{
            "sourceType": "BYTE_CONTENT",
            "byteContent": {
                "identifier": "rocks.txt", "contentType": "text/plain", "data": b"Chalk is soft. Granite holds quartz.",
            },
        }]},
    }}
    assert runtime.retrieve_and_generate(**external)["output"]["text"] == "Granite holds quartz."


def rerank_orders_documents():
    def source(text):
        return {"type": "INLINE", "inlineDocumentSource": {"type": "TEXT", "textDocument": {"text": text}}}

    ranked = client().rerank(
        queries=[{"type": "TEXT", "textQuery": {"text": "What is the capital of France?"}}],
        sources=[source("Chalk is a soft rock."), source("Paris is the capital of France.")],
        rerankingConfiguration={
            "type": "BEDROCK_RERANKING_MODEL",
            "bedrockRerankingConfiguration": {"modelConfiguration": {"modelArn": RERANKER}, "numberOfResults": 1},
        },
    )
    assert [result["index"] for result in ranked["results"]] == [1], ranked


def the_agent_looks_up_and_shows_its_steps():
    names = agent()
    response = client().invoke_agent(
        **names, sessionId="look", inputText="What is chunking?", enableTrace=True,
        streamingConfigurations={"streamFinalResponse": True},
    )
    assert response["sessionId"] == "look" and response["contentType"] == "application/json"
    events = list(response["completion"])
    traces = [event["trace"]["trace"] for event in events if "trace" in event]
    kinds = [next(iter(trace)) for trace in traces]
    assert kinds[0] == "preProcessingTrace" and kinds[-1] == "postProcessingTrace", kinds
    steps = [next(iter(trace["orchestrationTrace"])) for trace in traces if "orchestrationTrace" in trace]
    assert {"modelInvocationInput", "rationale", "invocationInput", "observation"} <= set(steps), steps
    text = b"".join(event["chunk"]["bytes"] for event in events if "chunk" in event).decode()
    cited = [citation for event in events for citation in event.get("chunk", {}).get("attribution", {}).get("citations", [])]
    assert "hunk" in text and cited, (text, cited)
    quiet = list(client().invoke_agent(**names, sessionId="look", inputText="What is a token?")["completion"])
    assert [next(iter(event)) for event in quiet] == ["chunk"], quiet


def control_returns_and_goes_on():
    names, runtime = agent(), client()
    events = list(runtime.invoke_agent(**names, sessionId="trip", inputText="What is the weather in Paris?")["completion"])
    returned = events[-1]["returnControl"]
    call = returned["invocationInputs"][0]["functionInvocationInput"]
    assert call["function"] == "get_weather" and call["parameters"][0]["value"] == "Paris", call
    result = {"functionResult": {
        "actionGroup": call["actionGroup"], "function": call["function"],
        "responseBody": {"TEXT": {"body": "Sunny, 21 degrees"}},
    }}
    state = {"invocationId": returned["invocationId"], "returnControlInvocationResults": [result]}
    refused(
        lambda: runtime.invoke_agent(**names, sessionId="trip", sessionState={**state, "invocationId": "other"}),
        "no open invocation",
    )
    events = list(runtime.invoke_agent(**names, sessionId="trip", sessionState=state)["completion"])
    assert b"Sunny, 21 degrees" in events[-1]["chunk"]["bytes"], events
    ended = runtime.invoke_agent(**names, sessionId="trip", endSession=True, memoryId="me")
    assert ended["memoryId"] == "me" and len(list(ended["completion"])) == 1
    memory = runtime.get_agent_memory(**names, memoryId="me", memoryType="SESSION_SUMMARY")["memoryContents"]
    assert "Paris" in memory[0]["sessionSummary"]["summaryText"], memory


def an_inline_agent_and_the_flow_stream():
    runtime = client()
    inline = runtime.invoke_inline_agent(
        sessionId="inline", foundationModel="amazon.nova-lite-v1:0", enableTrace=True,
        instruction="You answer short questions about the terms of Amazon Bedrock.", inputText="What is chunking?",
        knowledgeBases=[{"knowledgeBaseId": knowledge_base(), "description": "The terms"}],
    )
    events = list(inline["completion"])
    assert any("trace" in event for event in events) and b"hunk" in events[-1]["chunk"]["bytes"], events
    control = client("bedrock-agent")
    flow = control.list_flows()["flowSummaries"][0]["id"]
    alias = control.list_flow_aliases(flowIdentifier=flow)["flowAliasSummaries"][-1]["id"]
    names = {"flowIdentifier": flow, "flowAliasIdentifier": alias}
    node = {"nodeName": "FlowInputNode", "nodeOutputName": "document"}
    response = runtime.invoke_flow(**names, enableTrace=True, inputs=[{**node, "content": {"document": "What is RAG?"}}])
    assert response["executionId"]
    kinds = [next(iter(event)) for event in response["responseStream"]]
    assert kinds[-2:] == ["flowOutputEvent", "flowCompletionEvent"] and "flowTraceEvent" in kinds, kinds
    refused(
        lambda: runtime.invoke_flow(**names, inputs=[{**node, "nodeName": "Other", "content": {"document": "x"}}]),
        "no input node Other",
    )


def every_refusal_is_the_declared_exception():
    names, base = agent(), knowledge_base()
    raises("ResourceNotFoundException", "does not exist", "retrieve", knowledgeBaseId="NOSUCHBASE",
           retrievalQuery={"text": "x"})
    raises("ResourceNotFoundException", "Failed to retrieve resource", "invoke_agent", agentId="NOSUCHAGNT",
           agentAliasId=names["agentAliasId"], sessionId="no", inputText="x")
    raises("ResourceNotFoundException", "NOSUCHFLOW", "invoke_flow", flowIdentifier="NOSUCHFLOW",
           flowAliasIdentifier="TSTALIASID",
           inputs=[{"nodeName": "FlowInputNode", "nodeOutputName": "document", "content": {"document": "x"}}])
    raises("ValidationException", "Session with Id none is not valid", "retrieve_and_generate", **ask("x"),
           sessionId="none")
    raises("ValidationException", "$search_results$", "retrieve_and_generate", **ask(
        "x", generationConfiguration={"promptTemplate": {"textPromptTemplate": "Answer $query$"}}))
    raises("ValidationException", "model identifier is invalid", "retrieve_and_generate", **ask(
        "x", modelArn="arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0"))
    raises("ValidationException", "needs a number", "retrieve", knowledgeBaseId=base, retrievalQuery={"text": "x"},
           retrievalConfiguration={"vectorSearchConfiguration": {"filter": {
               "greaterThan": {"key": "year", "value": "2024"}}}})
    group = {"actionGroupName": "orders", "functionSchema": {"functions": [{"name": "get_order"}]},
             "actionGroupExecutor": {"lambda": "arn:aws:lambda:us-east-1:123456789012:function:orders"}}
    raises("DependencyFailedException", "no Lambda", "invoke_inline_agent", sessionId="no", inputText="x",
           foundationModel="amazon.nova-lite-v1:0", actionGroups=[group],
           instruction="You answer short questions about the orders of a shop.")


run([
    the_resources_are_read,
    passages_are_retrieved_filtered_reranked_and_paged,
    an_answer_has_citations_whole_and_streamed,
    rerank_orders_documents,
    the_agent_looks_up_and_shows_its_steps,
    control_returns_and_goes_on,
    an_inline_agent_and_the_flow_stream,
    every_refusal_is_the_declared_exception,
])
