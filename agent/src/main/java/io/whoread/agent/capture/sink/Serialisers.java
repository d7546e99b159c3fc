package io.whoread.agent.capture.sink;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;
import java.util.Arrays;
import java.util.List;

/** Serialisers that read objects by their fields: no accessor tells of it. */
public final class Serialisers {
  private static final String ADVICE = "io.whoread.agent.capture.sink.";

  private Serialisers() {}

  public static List<LibraryHook> all() {
    return Arrays.asList(
        new LibraryHook("gson")
            .at(
                "com.google.gson.internal.bind.ReflectiveTypeAdapterFactory$Adapter",
                ADVICE + "SecondSeenAdvice",
                named("write").and(takesArguments(2))),
        new LibraryHook("serialization")
            .at(
                "java.io.ObjectOutputStream",
                ADVICE + "FirstSeenAdvice",
                named("writeOrdinaryObject").or(named("writeRecord"))));
  }
}
