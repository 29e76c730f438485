//! Failures outside of the service: in the network, in the page, in the bytes of the stream. They have no error type, so
//! they are found by name.

use super::{BLANK, Entry, Reproduce};
use crate::experiment::failure::fix::Remedy;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "no-answer",
        what: "No answer reached this page",
        why: "A page cannot see why a connection failed: offline, a wrong name, a refusal without CORS headers and a blocked \
              request all look alike",
        fix: "Check the causes in their order, then run again",
        remedies: &[Remedy::EditEndpoint, Remedy::RunAgain, Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("no-answer"),
        ..BLANK
    },
    Entry {
        id: "redirected",
        what: "The endpoint answered with a redirect",
        why: "The redirect was not followed: it would take the session token and the prompt to an address that you did not \
              choose. A page cannot see where it leads",
        fix: "Enter the final address as the endpoint",
        remedies: &[Remedy::EditEndpoint, Remedy::UseSimulator],
        reproduce: Reproduce::Never("The simulator in the page answers itself and never redirects"),
        ..BLANK
    },
    Entry {
        id: "corrupt-stream",
        what: "The stream is damaged",
        why: "A frame's length or checksum does not fit its bytes, so nothing after it can be trusted. Something between the \
              service and this page changed the bytes, or the endpoint does not speak this protocol",
        fix: "Look at the frame in the Frames tab, which marks the field, and run again",
        remedies: &[Remedy::RunAgain, Remedy::EditEndpoint],
        reproduce: Reproduce::Mishap("corrupt-frame"),
        ..BLANK
    },
    Entry {
        id: "cut-off",
        what: "The answer was cut off",
        why: "The connection closed before the closing message. What had arrived is kept. The model may have been billed for \
              it",
        fix: "Run again. If it breaks off at the same length each time, look for a proxy with a time limit",
        remedies: &[Remedy::RunAgain],
        reproduce: Reproduce::Mishap("cut-stream"),
        ..BLANK
    },
    Entry {
        id: "too-large",
        what: "The response is longer than this page receives",
        why: "The page ended the call at its limit, so that a response without end cannot use up the memory. What had arrived \
              is kept. The model may have been billed for all of it",
        fix: "Look at what arrived. If the response is meant to be so long, receive more and run again; otherwise check the \
              endpoint",
        remedies: &[Remedy::EditEndpoint, Remedy::UseSimulator],
        reproduce: Reproduce::Never("The simulator's answers are shorter than the smallest limit"),
        ..BLANK
    },
    Entry {
        id: "stream-exception",
        what: "The service broke off",
        why: "The status was 200 and the answer had begun; then the service sent this exception inside the stream. What had \
              arrived is kept",
        fix: "Run again; the exception's own name says more",
        remedies: &[Remedy::RunAgain],
        reproduce: Reproduce::Mishap("mid-stream-exception"),
        ..BLANK
    },
    Entry {
        id: "unreadable",
        what: "The answer is not what this operation returns",
        why: "The status was a success, but the body cannot be read. A proxy or a sign-in page may have answered in the \
              service's place",
        fix: "Open the raw body: a sign-in page shows itself. Sign in to the proxy or go around it, then run again",
        remedies: &[Remedy::EditEndpoint, Remedy::RunAgain, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("sign-in-page"),
        ..BLANK
    },
    Entry {
        id: "no-credentials",
        what: "No credentials",
        why: "A call to AWS must be signed",
        fix: "Paste temporary credentials, or run the same request on the simulator, which needs no account",
        remedies: &[Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Never(
            "The simulator signs with its own example credentials, so there they are never missing",
        ),
        ..BLANK
    },
    Entry {
        id: "credentials-ran-out",
        what: "The credentials have expired",
        why: "They were removed from memory when they expired. Nothing was sent. Your experiment is untouched",
        fix: "Paste new ones",
        remedies: &[Remedy::PasteCredentials, Remedy::UseSimulator],
        reproduce: Reproduce::Mishap("expired-token"),
        ..BLANK
    },
    Entry {
        id: "not-sent",
        what: "Nothing was sent",
        why: "The request could not be built or signed",
        fix: "The message says what was missing; put it right and run again",
        remedies: &[Remedy::EditEndpoint, Remedy::RunAgain, Remedy::UseSimulator],
        reproduce: Reproduce::Never("This happens before anything is sent, to the simulator or anywhere else"),
        ..BLANK
    },
    Entry {
        id: "custom-endpoint",
        what: "The endpoint refused the call",
        why: "The endpoint that you typed gave an answer that is not one of the service's",
        fix: "Its own words are in the raw body. Check the address and what the server expects",
        remedies: &[Remedy::EditEndpoint, Remedy::UseSimulator],
        reproduce: Reproduce::Never("The words are your endpoint's own, and the simulator speaks only as Bedrock does"),
        ..BLANK
    },
];
