package io.whoread.agent.capture.sink;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;
import io.whoread.record.v1.Channel;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/**
 * Files, whichever library of the JDK's writers stands before them: lines of CSV, a report. What is
 * written to the process's own outputs is a log.
 *
 * <p>These are classes of the JDK that every thread uses. The advice asks for the current request
 * and nothing else, unless there is one that read something; while a request is told, and on the
 * agent's own threads, there is none.
 */
public final class Files {
  private static final String ADVICE = "io.whoread.agent.capture.sink.";

  private Files() {}

  public static List<LibraryHook> all() {
    int export = Channel.CHANNEL_EXPORT_VALUE;
    return Collections.singletonList(
        new LibraryHook("files")
            .at(
                "java.io.FileOutputStream",
                ADVICE + "FileStreamAdvice",
                export,
                named("write").and(takesArgument(0, byte[].class)))
            .leaves(
                "java.io.RandomAccessFile",
                export,
                named("write").and(takesArgument(0, byte[].class)))
            .at(
                "sun.nio.ch.FileChannelImpl",
                ADVICE + "FileChannelAdvice",
                export,
                named("write").and(takesArgument(0, ByteBuffer.class)).and(takesArguments(1))));
  }
}
