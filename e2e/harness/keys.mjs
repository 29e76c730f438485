// The example credentials that the simulator publishes.

export const EXAMPLE = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: "outcrop-simulator-session",
};
