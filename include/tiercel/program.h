/* A program that `tiercel build --object` or `--shared` made, for a C program to run. */
#ifndef TIERCEL_PROGRAM_H
#define TIERCEL_PROGRAM_H

#ifdef __cplusplus
extern "C" {
#endif

/* Runs it on the calling thread, with this command line, and gives its exit status.  What it writes to the standard ports is
 * written out.  While it runs it handles SIGINT, which interrupts it, and SIGPIPE; afterwards they are handled as before.
 * Once a process: a second call says so on standard error and gives 70. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int tc_run_program(int argc, char** argv);

#ifdef __cplusplus
}
#endif
#endif /* TIERCEL_PROGRAM_H */
