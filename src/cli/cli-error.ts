/** The command cannot do its work: one line that says what is wrong and what to do. */
export class CliError extends Error {}
