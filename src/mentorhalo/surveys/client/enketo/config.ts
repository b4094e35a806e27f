/** What enketo-core asks its surroundings. */
export default {
  experimentalOptimizations: { computeAsync: false },
  // As ODK Collect has it: what does not apply counts as not answered.
  excludeNonRelevant: true,
  // No map of enketo's: ours are in widgets/place.ts.
  maps: [],
  googleApiKey: "",
  repeatOrdinals: false,
  validateContinuously: false,
  validatePage: true,
  swipePage: false,
  textMaxChars: 2000,
};
