/** What a key may be good for, in words. */
export const scopes = [
  { scope: "classify", words: "ask what drawings are" },
  { scope: "generate", words: "have drawings made up, or completed" },
  { scope: "submit", words: "hand drawings in" },
  { scope: "admin", words: "do all that administrators do" },
];
