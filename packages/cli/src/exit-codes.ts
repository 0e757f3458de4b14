/** What a run of `utu` says to the shell. Scripts rely on these: a meaning never changes, new ones are added. */
export const exitCodes = {
	done: 0,
	/** Done, and some lines of a file were left out; they are named. */
	partly: 1,
	/** The command itself is not right; nothing was tried. */
	usage: 2,
	/** The server refused, or could not be reached. */
	server: 3,
	/** A local file could not be read or written. */
	file: 4,
	/** A mistake in Utu itself. */
	bug: 70,
	/** Stopped by the person (as a shell counts SIGINT). */
	interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesHelp = `What the exit codes of utu mean:

    0  done; every line was taken
    1  done, but some lines of the file were refused or left out; each is named with its line number
    2  the command is not right: an option is missing, unknown or not as it should be; nothing was sent
    3  the server refused or could not be reached; what was acknowledged before stays done
    4  a local file could not be read or written
   70  a mistake in utu itself; run again with UTU_DEBUG=1 to see where
  130  interrupted; an import goes on with --resume

utu serve ends with 0 after a clean stop, and with the server's own code otherwise.`;
